"""``GET experts/``: who is shown to whom, and every way to narrow the list."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from backend.codelists.models import Country, GroupMembership, Region
from backend.directory.models import Affiliation, Expert, Institution, LanguageSkill, Passage

pytestmark = pytest.mark.usefixtures("world")

GONE = {"withdrawn_at": "2026-01-01T00:00:00Z"}
UNLISTED = {"consent_listed": False}


def listed(api, user: Any = None, **query: Any) -> set[str]:
    answer = api(user).get("experts/", page_size=200, **query)
    assert answer.status_code == 200, answer.content
    assert answer.json()["next"] is None
    return {row["id"] for row in answer.json()["results"]}


def ids(experts) -> set[str]:
    return {str(pk) for pk in experts.values_list("pk", flat=True)}


@pytest.fixture
def someone() -> Expert:
    """A listed expert whom no demo person has claimed."""
    return Expert.objects.listed().filter(user=None).order_by("pk").first()


# --- who is shown -------------------------------------------------------------------------------


def test_everybody_sees_the_listed_experts_and_no_others(api, stranger):
    assert Expert.objects.filter(consent_listed=False).exists(), "the demo world has some"
    assert listed(api) == listed(api, stranger) == ids(Expert.objects.listed())


@pytest.mark.parametrize("change", [UNLISTED, GONE])
def test_who_is_not_listed_does_not_exist_for_others(
    api, stranger, partner, expert, someone, change
):
    Expert.objects.filter(pk=someone.pk).update(**change)
    for user in (None, stranger, partner, expert):
        assert str(someone.pk) not in listed(api, user)
        assert api(user).get(f"experts/{someone.pk}/").status_code == 404


@pytest.mark.parametrize("change", [UNLISTED, GONE])
def test_the_secretariat_and_the_expert_still_see_them(api, officer, stranger, someone, change):
    Expert.objects.filter(pk=someone.pk).update(user=stranger, **change)
    gone = "true" if "withdrawn_at" in change else "false"
    for user in (officer, stranger):
        assert str(someone.pk) in listed(api, user, withdrawn=gone)
        assert api(user).get(f"experts/{someone.pk}/").status_code == 200


@pytest.mark.parametrize("pk", ["0190b3c4-0000-7000-8000-000000000000", "abc", "1", "é"])
def test_an_unknown_expert_is_not_found(api, pk):
    answer = api().get(f"experts/{pk}/")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["detail"]


def test_an_institution_is_no_expert(api):
    pk = Institution.objects.listed().first().pk
    assert api().get(f"experts/{pk}/").status_code == 404


def test_an_expert_comes_with_evidence_and_a_list_without(api, someone):
    one = api().get(f"experts/{someone.pk}/").json()
    assert {row["text"] for row in one["passages"]} == set(
        someone.passages.values_list("text", flat=True)
    )
    assert all("passages" not in row for row in api().get("experts/").json()["results"])


def test_what_an_expert_hid_is_for_the_expert_and_the_secretariat(
    api, stranger, partner, officer, someone
):
    hidden = Passage.objects.create(profile=someone, text="Not ready to be shown", hidden=True)
    someone.user = stranger
    someone.save()
    for user, sees in ((None, False), (partner, False), (stranger, True), (officer, True)):
        shown = api(user).get(f"experts/{someone.pk}/").json()["passages"]
        assert (str(hidden.pk) in {row["id"] for row in shown}) is sees


# --- narrowing ----------------------------------------------------------------------------------


def test_by_country_any_of_those_named(api):
    found = listed(api, country=["KEN", "CHN"])
    assert found == ids(Expert.objects.listed().filter(country__in=["KEN", "CHN"]))
    assert listed(api, country="KEN") < found


def test_by_region_at_any_depth(api):
    """Africa holds Sub-Saharan Africa, which holds Eastern Africa, which holds Kenya."""
    parents = dict(Region.objects.values_list("pk", "parent"))

    def in_africa(region: str | None) -> bool:
        return region is not None and (region == "002" or in_africa(parents[region]))

    regions = Country.objects.values_list("pk", "region")
    africa = {country for country, region in regions if in_africa(region)}
    assert "KEN" in africa
    assert listed(api, region="002") == ids(Expert.objects.listed().filter(country__in=africa))


def test_by_group_as_it_is_today(api):
    today = datetime.date.today()
    members = GroupMembership.objects.filter(group="LDC").exclude(valid_to__lte=today)
    found = listed(api, group="LDC")
    assert found
    assert found == ids(Expert.objects.listed().filter(country__in=members.values("country")))
    gone = Expert.objects.get(pk=next(iter(found))).country_id
    members.filter(country=gone).update(valid_to=today)
    assert listed(api, group="LDC") == found - ids(Expert.objects.filter(country=gone))


def test_by_language_spoken(api):
    for code in ("fr", "ar", "zh"):
        speaking = LanguageSkill.objects.filter(language=code).values("expert")
        assert listed(api, language=code) == ids(Expert.objects.listed().filter(pk__in=speaking))


@pytest.mark.parametrize("name", ["sdg", "sector", "field"])
def test_by_goal_sector_and_field(api, someone, name):
    code = getattr(someone, f"{name}s").first().pk
    expected = Expert.objects.listed().filter(**{f"{name}s": code})
    assert str(someone.pk) in listed(api, **{name: code}) == ids(expected)


def test_by_institution(api):
    where = Affiliation.objects.filter(expert__in=Expert.objects.listed()).first().institution
    expected = Expert.objects.listed().filter(affiliations__institution=where)
    assert listed(api, institution=str(where.pk)) == ids(expected)


def test_different_filters_must_all_hold(api):
    found = listed(api, country="CHN", language="fr")
    assert found
    assert found == listed(api, country="CHN") & listed(api, language="fr")


def test_nothing_asked_is_everything(api):
    assert listed(api, q="") == listed(api, q="  ") == listed(api)
