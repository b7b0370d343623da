"""An expert's e-mail address and telephone number: for the secretariat and the expert alone."""

from __future__ import annotations

import pytest

from backend.directory.models import Affiliation, Contact, Expert

pytestmark = pytest.mark.usefixtures("world")

SECRET = {"email": "somebody@secret.example", "phone": "+999 555 0001"}
OTHERS = [None, "stranger", "partner"]


@pytest.fixture
def mine(expert) -> Expert:
    """The profile of the person `expert`, with contact data."""
    Contact.objects.update_or_create(expert=expert.expert, defaults=SECRET)
    return expert.expert


def tells(answer) -> bool:
    assert answer.status_code < 500
    text = answer.content.decode() + str(answer.headers)
    return any(secret in text for secret in ("secret.example", "555 0001"))


@pytest.mark.parametrize("person", ["officer", "expert"])
def test_the_secretariat_and_the_expert_read_it(api, request, mine, person):
    shown = api(request.getfixturevalue(person)).get(f"experts/{mine.pk}/").json()
    assert shown["contact"] == SECRET


@pytest.mark.parametrize("person", OTHERS)
def test_others_do_not(api, request, mine, person):
    user = person and request.getfixturevalue(person)
    answer = api(user).get(f"experts/{mine.pk}/")
    assert "contact" not in answer.json()
    assert not tells(answer)


def test_neither_do_colleagues_nor_other_experts(api, partner, member, stranger, mine):
    Affiliation.objects.create(expert=mine, institution=partner.memberships.get().institution)
    other = Expert.objects.listed().filter(user=None).first()
    Expert.objects.filter(pk=other.pk).update(user=stranger)
    for user in (partner, member("editor"), stranger):
        assert not tells(api(user).get(f"experts/{mine.pk}/"))


@pytest.mark.parametrize("person", [*OTHERS, "expert", "officer"])
def test_no_list_holds_it_whoever_asks(api, request, mine, person):
    user = person and request.getfixturevalue(person)
    answer = api(user).get("experts/", page_size=200)
    assert str(mine.pk) in {row["id"] for row in answer.json()["results"]}
    assert not tells(answer)
    assert all("contact" not in row for row in answer.json()["results"])


@pytest.mark.parametrize("word", ["somebody@secret.example", "secret.example", "555 0001"])
def test_nobody_is_found_by_it(api, officer, mine, word):
    for user in (None, officer):
        assert api(user).get("experts/", q=word).json()["results"] == []


@pytest.mark.parametrize("person", ["officer", "expert"])
def test_it_is_changed_in_part_by_those_who_read_it(api, request, mine, person):
    user = request.getfixturevalue(person)
    change = {"contact": {"phone": "+999 555 0002"}}
    shown = api(user).patch(f"experts/{mine.pk}/", change, mine.version).json()
    assert shown["contact"] == {"email": SECRET["email"], "phone": "+999 555 0002"}


@pytest.mark.parametrize(("person", "status"), [(None, 401), ("stranger", 403), ("partner", 403)])
def test_others_neither_change_it_nor_learn_it_by_trying(api, request, mine, person, status):
    user = person and request.getfixturevalue(person)
    change = {"contact": {"email": "other@place.example"}}
    for answer in (
        api(user).patch(f"experts/{mine.pk}/", change, mine.version),
        api(user).patch(f"experts/{mine.pk}/", change, 99),
        api(user).post(f"experts/{mine.pk}/withdraw/"),
    ):
        assert answer.status_code == status
        assert not tells(answer)
    assert Contact.objects.get(expert=mine).email == SECRET["email"]


@pytest.mark.parametrize(
    "change",
    [
        {"contact": {"email": "somebody@@secret.example"}},
        {"contact": {"email": "new@secret.example", "phone": "+999 555 0001 " * 9}},
        {"contact": "somebody@secret.example"},
        {"contact": {"email": "new@secret.example"}, "country": "XXX"},
        {"contact": {"email": "new@secret.example\u0000"}},
    ],
)
def test_no_error_repeats_it(api, expert, officer, mine, change):
    for user in (expert, officer):
        answer = api(user).patch(f"experts/{mine.pk}/", change, mine.version)
        assert answer.status_code == 400
        assert not tells(answer)
    assert Contact.objects.get(expert=mine).email == SECRET["email"]


def test_without_any_nothing_is_shown(api, officer, mine):
    Contact.objects.filter(expert=mine).delete()
    assert "contact" not in api(officer).get(f"experts/{mine.pk}/").json()
