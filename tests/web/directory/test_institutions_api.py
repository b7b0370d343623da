"""``institutions/``: who is shown to whom, who writes for them, and what is refused."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from backend.directory.models import Institution, Membership, Passage

pytestmark = pytest.mark.usefixtures("world")

NEW = {
    "names": {"ar": "معهد المياه والبيئة", "fr": "Institut de l’Eau Élevée"},
    "type": "research_institute",
    "country": "EGY",
    "ror": "https://ror.org/03yrm5c26",
    "website": "https://water.example",
    "fields": ["water-sanitation"],
    "sdgs": ["6"],
    "sectors": ["14031"],
    "consent_listed": True,
    "passages": [{"text": "Dessalement à petite échelle", "language": "fr"}],
}
GONE = {"withdrawn_at": "2026-01-01T00:00:00Z"}
UNLISTED = {"consent_listed": False}


def listed(api, user: Any = None, **query: Any) -> set[str]:
    answer = api(user).get("institutions/", page_size=200, **query)
    assert answer.status_code == 200, answer.content
    return {row["id"] for row in answer.json()["results"]}


def ids(institutions) -> set[str]:
    return {str(pk) for pk in institutions.values_list("pk", flat=True)}


def shown() -> Any:
    return Institution.objects.listed()


# --- who is shown -------------------------------------------------------------------------------


def test_everybody_sees_the_listed_institutions_and_no_others(api, stranger):
    Institution.objects.create(names={"en": "Asked, not yet agreed"}, type="agency")
    assert listed(api) == listed(api, stranger) == ids(shown())


@pytest.mark.parametrize("change", [UNLISTED, GONE])
def test_one_that_is_not_listed_exists_only_for_its_people_and_the_secretariat(
    api, stranger, expert, partner, member, officer, own, change
):
    Institution.objects.filter(pk=own.pk).update(**change)
    for user in (None, stranger, expert):
        assert str(own.pk) not in listed(api, user)
        assert api(user).get(f"institutions/{own.pk}/").status_code == 404
        status = api(user).patch(f"institutions/{own.pk}/", {"city": "X"}, 1).status_code
        assert status == (401 if user is None else 404)
    gone = "true" if "withdrawn_at" in change else "false"
    for user in (partner, member("reader"), officer):
        assert str(own.pk) in listed(api, user, withdrawn=gone)
        assert api(user).get(f"institutions/{own.pk}/").status_code == 200


def test_what_an_institution_hid_is_for_its_people_and_the_secretariat(
    api, stranger, partner, officer, own
):
    Institution.objects.filter(pk=own.pk).update(consent_listed=True)
    hidden = Passage.objects.create(profile=own, text="Not ready to be shown", hidden=True)
    for user, sees in ((None, False), (stranger, False), (partner, True), (officer, True)):
        rows = api(user).get(f"institutions/{own.pk}/").json()["passages"]
        assert (str(hidden.pk) in {row["id"] for row in rows}) is sees


# --- narrowing ----------------------------------------------------------------------------------


def test_by_country_region_and_group(api):
    assert listed(api, country="CHN") == ids(shown().filter(country="CHN"))
    africa, ldcs = listed(api, region="002"), listed(api, group="LDC")
    assert listed(api, country="KEN") < africa
    assert not listed(api, country="CHN") & africa
    assert listed(api, country=["MDG", "SLE"]) <= africa & ldcs
    assert listed(api, region="202", group="LDC") == listed(api, region="202") & ldcs


@pytest.mark.parametrize("name", ["sdg", "sector", "field"])
def test_by_goal_sector_and_field(api, name):
    code = getattr(shown().exclude(**{f"{name}s": None}).first(), f"{name}s").first().pk
    assert listed(api, **{name: code}) == ids(shown().filter(**{f"{name}s": code}))


def test_by_type(api):
    assert listed(api, type="training_centre") == ids(shown().filter(type="training_centre"))
    answer = api().get("institutions/", type="club")
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "type")


def test_by_the_language_of_evidence_that_is_shown(api, own):
    Institution.objects.filter(pk=own.pk).update(consent_listed=True)
    own.passages.all().delete()
    Passage.objects.create(profile=own, text="…", language="pt-BR")
    Passage.objects.create(profile=own, text="…", language="zh-Hans", hidden=True)
    Passage.objects.create(profile=own, text="…", language="fra")
    assert str(own.pk) in listed(api, language="pt")
    assert str(own.pk) not in listed(api, language="zh") | listed(api, language="fr")


def test_by_words_in_any_script(api, officer):
    pk = api(officer).post("institutions/", NEW).json()["id"]
    for words in ("معهد المياه", "eau elevee", "INSTITUT ÉLEVÉE", "dessalement institut"):
        assert pk in listed(api, q=words), words
    name = shown().filter(names__has_key="zh-Hans").first()
    assert str(name.pk) in listed(api, q=name.names["zh-Hans"][:4])


# --- writing ------------------------------------------------------------------------------------


def test_the_secretariat_adds_institutions_and_nobody_else(api, officer, partner, stranger, expert):
    for user, status in ((None, 401), (partner, 403), (stranger, 403), (expert, 403)):
        assert api(user).post("institutions/", NEW).status_code == status
    answer = api(officer).post("institutions/", NEW)
    assert (answer.status_code, answer["ETag"]) == (201, '"1"')
    made = api().get(f"institutions/{answer.json()['id']}/").json()
    assert (made["ror"], made["kind"], made["illustrative"]) == ("03yrm5c26", "institution", False)


@pytest.mark.parametrize(
    ("role", "changes", "withdraws"),
    [("owner", 200, 200), ("editor", 200, 403), ("approver", 403, 403), ("reader", 403, 403)],
)
def test_a_role_decides_who_writes(api, member, own, role, changes, withdraws):
    user = member(role)
    path = f"institutions/{own.pk}/"
    assert api(user).patch(path, {"city": "Toamasina"}, own.version).status_code == changes
    assert api(user).post(f"{path}withdraw/").status_code == withdraws
    own.refresh_from_db()
    assert (own.city == "Toamasina") is (changes == 200)
    assert (own.withdrawn_at is not None) is (withdraws == 200)


def test_nobody_writes_for_another_institution(api, partner, expert, own):
    other = shown().exclude(pk=own.pk).first()
    for user in (partner, expert):
        path = f"institutions/{other.pk}/"
        assert api(user).patch(path, {"city": "X"}, other.version).status_code == 403
        assert api(user).post(f"{path}withdraw/").status_code == 403


@pytest.mark.parametrize(
    ("period", "status"),
    [
        ({"valid_to": datetime.date.today()}, 403),
        ({"valid_from": datetime.date.today() + datetime.timedelta(days=2)}, 403),
        ({"valid_from": datetime.date.today(), "valid_to": datetime.date(2100, 1, 1)}, 200),
    ],
)
def test_a_membership_counts_on_its_days_only(api, member, own, period, status):
    Institution.objects.filter(pk=own.pk).update(consent_listed=True)
    answer = api(member("owner", **period)).patch(
        f"institutions/{own.pk}/", {"city": "X"}, own.version
    )
    assert answer.status_code == status


def test_who_has_left_the_secretariat_has_its_rights_no_more(api, officer, own):
    Membership.objects.filter(user=officer).update(valid_to=datetime.date.today())
    assert api(officer).patch(f"institutions/{own.pk}/", {"city": "X"}, 1).status_code == 403
    assert api(officer).post("institutions/", NEW).status_code == 403


def test_an_institution_vouches_for_its_own_evidence_and_does_not_document_it(api, partner, own):
    for attestation, status in (("institution_confirmed", 200), ("documented", 400)):
        passage = {"text": "A well bored", "attestation": attestation}
        change = {"passages": [passage]}
        answer = api(partner).patch(f"institutions/{own.pk}/", change, own.version)
        assert answer.status_code == status
        own.refresh_from_db()
