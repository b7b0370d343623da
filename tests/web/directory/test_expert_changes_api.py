"""Creating, changing and withdrawing experts: who may, and on which version."""

from __future__ import annotations

from typing import Any

import pytest

from backend.directory.models import Affiliation, Expert

pytestmark = pytest.mark.usefixtures("world")

WHOLE = {
    "names": {"zh-hans": "王丽华", "zh-latn": "Wang Lihua"},
    "country": "CHN",
    "city": "Hangzhou",
    "gender": "female",
    "fields": ["small-hydropower"],
    "sdgs": ["7", "13"],
    "sectors": ["23220"],
    "countries_worked_in": ["KEN", "LAO"],
    "orcid": "https://orcid.org/0000-0002-1825-0097",
    "languages": [{"code": "zh", "level": "native"}, {"code": "fr", "level": "B2"}],
    "availability": [{"start": "2027-01-01", "end": "2027-06-30"}],
    "max_open_engagements": 3,
    "consent_listed": True,
    "contact": {"email": "wang@hydro.example", "phone": "+86 571 0000"},
    "passages": [
        {"kind": "project", "text": "三座小水电站的改造", "language": "ZH-hans", "year": 2021}
    ],
}


@pytest.fixture
def mine(expert) -> Expert:
    """The profile of the person `expert`."""
    return expert.expert


def errors(answer: Any) -> set[str | None]:
    assert answer.status_code == 400, answer.content
    return {error["attr"] for error in answer.json()["errors"]}


# --- creating -----------------------------------------------------------------------------------


def test_the_secretariat_adds_an_expert_who_is_then_found(api, officer):
    answer = api(officer).post("experts/", WHOLE)
    assert answer.status_code == 201
    assert answer["ETag"] == '"1"'
    made = answer.json()
    shown = api().get(f"experts/{made['id']}/").json()
    assert shown["names"] == {"zh-Hans": "王丽华", "zh-Latn": "Wang Lihua"}
    assert shown["orcid"] == "0000-0002-1825-0097"
    assert shown["kind"] == "expert"
    assert [(row["text"], row["language"]) for row in shown["passages"]] == [
        ("三座小水电站的改造", "zh-Hans")
    ]
    for name in ("country", "fields", "sectors", "languages", "availability", "gender"):
        assert shown[name] == WHOLE[name], name
    assert set(shown["sdgs"]) == {"7", "13"}
    assert [row["id"] for row in api().get("experts/", q="丽华 水电站").json()["results"]] == [
        made["id"]
    ]


def test_without_consent_nobody_is_listed(api, officer):
    made = api(officer).post("experts/", {"names": {"en": "Ana Lima"}}).json()
    assert made["consent_listed"] is False
    assert api().get(f"experts/{made['id']}/").status_code == 404


@pytest.mark.parametrize(
    ("person", "status"), [(None, 401), ("stranger", 403), ("partner", 403), ("expert", 403)]
)
def test_nobody_else_adds_experts(api, request, person, status):
    user = person and request.getfixturevalue(person)
    before = Expert.objects.count()
    assert api(user).post("experts/", WHOLE).status_code == status
    assert Expert.objects.count() == before


# --- changing -----------------------------------------------------------------------------------


def test_experts_change_their_own_profiles_and_nothing_else_in_them(api, expert, mine):
    before = api(expert).get(f"experts/{mine.pk}/").json()
    answer = api(expert).patch(f"experts/{mine.pk}/", {"city": "São Tomé"}, mine.version)
    assert answer.status_code == 200
    assert answer["ETag"] == f'"{mine.version + 1}"'
    assert answer.json() == {**before, "city": "São Tomé", "version": mine.version + 1}


def test_the_secretariat_changes_any_profile(api, officer, mine):
    answer = api(officer).patch(f"experts/{mine.pk}/", {"names": {"fr": "Zoé Ñ"}}, mine.version)
    assert answer.status_code == 200
    assert str(mine.pk) in {row["id"] for row in api().get("experts/", q="zoe n").json()["results"]}


def test_others_may_not_change_a_profile_not_even_the_employer(
    api, stranger, partner, member, mine
):
    employer = partner.memberships.get().institution
    Affiliation.objects.create(expert=mine, institution=employer)
    for user, status in ((None, 401), (stranger, 403), (partner, 403), (member("editor"), 403)):
        assert api(user).patch(f"experts/{mine.pk}/", {"city": "X"}, 1).status_code == status
        assert api(user).post(f"experts/{mine.pk}/withdraw/").status_code == status
    mine.refresh_from_db()
    assert (mine.city, mine.withdrawn_at) != ("X", None)


def test_a_profile_one_cannot_see_cannot_be_tried_either(api, stranger, partner, mine):
    Expert.objects.filter(pk=mine.pk).update(consent_listed=False)
    for user in (stranger, partner):
        assert api(user).patch(f"experts/{mine.pk}/", {"city": "X"}, 1).status_code == 404
        assert api(user).post(f"experts/{mine.pk}/withdraw/").status_code == 404


def test_lists_in_a_profile_are_replaced_and_evidence_is_added_to(api, expert, mine):
    kept = mine.passages.order_by("pk").first()
    number = mine.passages.count()
    change = {
        "languages": [{"code": "pt", "level": "C1"}],
        "availability": [],
        "sdgs": [],
        "passages": [{"id": str(kept.pk), "text": "Corrected"}, {"text": "New"}],
    }
    shown = api(expert).patch(f"experts/{mine.pk}/", change, mine.version).json()
    assert shown["languages"] == [{"code": "pt", "level": "C1"}]
    assert shown["availability"] == shown["sdgs"] == []
    texts = {row["id"]: row["text"] for row in shown["passages"]}
    assert len(texts) == number + 1
    assert texts[str(kept.pk)] == "Corrected"


def test_what_the_platform_decides_cannot_be_sent(api, expert, mine):
    change = {"kind": "institution", "demo": False, "version": 99, "id": str(mine.pk)[::-1]}
    before = api(expert).get(f"experts/{mine.pk}/").json()
    shown = api(expert).patch(f"experts/{mine.pk}/", change, mine.version).json()
    assert shown == {**before, "version": mine.version + 1}


@pytest.mark.parametrize("attestation", ["institution_confirmed", "documented", "delivered"])
def test_experts_do_not_vouch_for_themselves(api, expert, mine, attestation):
    passage = {"text": "A dam rebuilt", "attestation": attestation}
    answer = api(expert).patch(f"experts/{mine.pk}/", {"passages": [passage]}, mine.version)
    assert errors(answer) == {"passages"}
    assert "self_declared" in answer.json()["errors"][0]["detail"]


def test_a_text_changed_by_its_author_is_no_longer_documented(api, officer, expert, mine):
    passage = {"text": "Three dams rebuilt", "attestation": "documented"}
    made = api(officer).patch(f"experts/{mine.pk}/", {"passages": [passage]}, mine.version).json()
    (pk,) = [row["id"] for row in made["passages"] if row["text"] == passage["text"]]
    for change, attestation in (
        ({"hidden": False}, "documented"),
        ({"text": "Nine"}, "self_declared"),
    ):
        body = {"passages": [{"id": pk, **change}]}
        made = api(expert).patch(f"experts/{mine.pk}/", body, made["version"]).json()
        assert {row["id"]: row["attestation"] for row in made["passages"]}[pk] == attestation


# --- withdrawing --------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["expert", "officer"])
def test_a_withdrawn_expert_is_in_no_list(api, request, mine, person):
    user = request.getfixturevalue(person)
    assert api(user).post(f"experts/{mine.pk}/withdraw/").status_code == 200
    assert api().get(f"experts/{mine.pk}/").status_code == 404
    assert api(user).get(f"experts/{mine.pk}/").status_code == 200
    again = api(user).post(f"experts/{mine.pk}/withdraw/")
    assert (again.status_code, again.json()["version"]) == (200, mine.version + 1)
