"""``codelists/…``: complete, in the reader's language, and true to the day."""

from __future__ import annotations

import datetime

import pytest
from django.core import serializers as dump
from django.utils.translation import override

from backend.codelists import models, services
from backend.codelists.models import Country, GroupMembership, Target
from backend.codelists.services import load_codelists

pytestmark = pytest.mark.django_db
LANGUAGES = ("ar", "en", "es", "fr", "pt", "ru", "zh-Hans")
EGYPT = {
    "ar": "مصر",
    "en": "Egypt",
    "es": "Egipto",
    "fr": "Égypte",
    "pt": "Egito",
    "ru": "Египет",
    "zh-Hans": "埃及",
}
LEAVING = datetime.date(2026, 11, 24)


def members(group: str, day: datetime.date) -> set[str]:
    found = GroupMembership.objects.filter(group=group).valid_on(day)
    return set(found.values_list("country", flat=True))


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("countries", 249),
        ("sdgs", 17),
        ("targets", 169),
        ("groups", 4),
        ("pgtf-sectors", 8),
        ("regions", 30),
        ("languages", 515),
        ("sectors", 325),
        ("sector-categories", 44),
        ("fields", 37),
    ],
)
def test_each_list_is_there_whole(world, api, name, count):
    rows = api().get(f"codelists/{name}/").json()
    assert len(rows) == count
    assert all(row["code"] and row["name"] for row in rows)


@pytest.mark.parametrize("name", ["countries", "targets", "sectors"])
def test_a_list_takes_two_queries_at_most(world, api, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        api().get(f"codelists/{name}/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_country_is_named_in_the_readers_language(world, api, language):
    answer = api(language=language).get("codelists/countries/EGY/")
    assert answer.json()["name"] == EGYPT[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", ["Country", "Region", "CountryGroup", "Goal", "SectorCategory"])
def test_every_entry_is_named_in_all_seven_languages(world, model, language):
    rows = getattr(models, model).objects.all()
    assert [row.code for row in rows if not row.names.get(language.lower())] == []


def test_a_regional_variant_gets_its_language(world, api):
    for variant, name in (("pt-BR", "Egito"), ("zh", "埃及"), ("fr-SN,fr;q=0.9", "Égypte")):
        answer = api(language=variant).get("codelists/countries/EGY/")
        assert answer.json()["name"] == name


def test_what_has_no_name_in_a_language_has_its_english_one(world, api):
    english = api().get("codelists/targets/6.2/").json()["name"]
    assert api(language="ar").get("codelists/targets/6.2/").json()["name"] == english
    with override("ar"):
        assert Target(code="6.2", names={"en": "Sanitation"}).name == "Sanitation"


def test_codes_are_iso_and_m49(world, api):
    kenya = api().get("codelists/countries/KEN/").json()
    assert (kenya["alpha2"], kenya["m49"], kenya["region"]) == ("KE", "404", "014")
    assert "G77" in kenya["groups"]


@pytest.mark.parametrize("code", ["ken", "XXX", "%20", "a" * 5000, "K/N", "é"])
def test_an_unknown_code_is_404(world, api, code):
    assert api().get(f"codelists/countries/{code}/").status_code == 404


def test_a_nul_byte_in_a_code_is_refused(world, api):
    assert api().get("codelists/countries/K%00/").status_code == 400


@pytest.mark.parametrize("country", ["LAO", "NPL"])
def test_a_country_leaves_its_group_on_the_day(world, country):
    before = LEAVING - datetime.timedelta(days=1)
    assert country in members("LDC", before)
    assert country not in members("LDC", LEAVING)
    assert country in members("LLDC", LEAVING)


def test_a_country_is_shown_with_the_groups_of_today(world, api):
    laos = GroupMembership.objects.filter(group="LDC", country="LAO")
    laos.update(valid_to=datetime.date.today() + datetime.timedelta(days=400))
    assert "LDC" in api().get("codelists/countries/LAO/").json()["groups"]
    laos.update(valid_to=datetime.date.today())
    assert "LDC" not in api().get("codelists/countries/LAO/").json()["groups"]


def contents() -> dict[str, str]:
    names = ("Region", "Country", "CountryGroup", "GroupMembership", "Language", "Goal", "Target")
    names += ("SectorCategory", "Sector", "PgtfSector", "Field")
    return {
        name: dump.serialize("json", getattr(models, name).objects.order_by("pk")) for name in names
    }


def test_loading_twice_changes_nothing(world):
    before = contents()
    load_codelists()
    assert contents() == before


def test_loading_mends_what_differs_from_the_files(world):
    Country.objects.filter(pk="KEN").update(names={"en": "?"})
    GroupMembership.objects.filter(group="LDC", country="NPL").update(valid_to=None)
    load_codelists()
    assert Country.objects.get(pk="KEN").names["fr"] == "Kenya"
    assert "NPL" not in members("LDC", LEAVING)


def test_a_membership_edited_by_hand_is_not_overwritten(world):
    later = LEAVING.replace(year=2029)
    nepal = GroupMembership.objects.filter(group="LDC", country="NPL")
    nepal.update(valid_to=later, source="decided later", edited=True)
    load_codelists()
    row = nepal.get()
    assert (row.valid_to, row.source, row.edited) == (later, "decided later", True)


def test_a_beginning_edited_by_hand_brings_no_second_membership(world):
    nepal = GroupMembership.objects.filter(group="LDC", country="NPL")
    nepal.update(valid_from=datetime.date(1971, 11, 18), valid_to=LEAVING, edited=True)
    load_codelists()
    assert nepal.count() == 1


@pytest.mark.parametrize("already_there", [False, True])
def test_a_beginning_that_becomes_known_is_that_of_the_membership_there_is(
    world, monkeypatch, already_there
):
    begun = datetime.date(1971, 11, 18)
    nepal = GroupMembership.objects.filter(group="LDC", country="NPL")
    assert [row.valid_from for row in nepal] == [None]
    if already_there:  # as earlier versions left it
        GroupMembership.objects.create(
            group_id="LDC", country_id="NPL", valid_from=begun, source="?"
        )
    read = services.read

    def with_its_beginning(name: str) -> list[dict[str, str]]:
        lines = read(name)
        for line in lines:
            if (line.get("group"), line.get("country")) == ("LDC", "NPL"):
                line["valid_from"] = begun.isoformat()
        return lines

    monkeypatch.setattr(services, "read", with_its_beginning)
    for _ in range(2):
        load_codelists()
        assert [(row.valid_from, row.valid_to) for row in nepal.all()] == [(begun, LEAVING)]
