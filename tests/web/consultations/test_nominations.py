"""Institutions name people and release those who are proposed; nobody is invited against them."""

from __future__ import annotations

import datetime

import pytest
from tests_requests import works_there

from backend.accounts.models import User
from backend.consultations.models import Invitation, Nomination, Nominee, ShortlistEntry
from backend.directory.models import Affiliation, Expert, Membership
from backend.directory.signals import profiles_merged
from backend.notifications.models import Kind, Letter

pytestmark = pytest.mark.usefixtures("world")


def detail(refused) -> str:
    return refused["errors"][0]["detail"]


def test_nobody_is_invited_before_the_institution_has_released_them(
    ask_institution, answer_nomination, invite_one, focal, amaru, listed_with_one
):
    refused = detail(invite_one(amaru, 409))
    assert "Institute of Pumps must release this person first; ask Wanjiru Kamau" in refused
    assert "pumps.example" not in refused
    nomination = ask_institution(clear=True)
    (one,) = nomination.nominees.all()
    invite_one(amaru, 409)
    shown = answer_nomination(focal, nomination, "release", nominee=str(one.pk))
    assert (shown["status"], shown["nominees"][0]["status"]) == ("answered", "released")
    invite_one(amaru)


def test_who_is_not_released_can_not_accept_either(
    ask_institution, answer_nomination, api, invite_one, focal, amaru
):
    nomination = ask_institution(clear=True)
    one = nomination.nominees.get()
    answer_nomination(focal, nomination, "release", nominee=str(one.pk))
    invite_one(amaru)
    answer_nomination(focal, nomination, "refuse", 400, nominee=str(one.pk))
    answer_nomination(focal, nomination, "refuse", nominee=str(one.pk), reason="She is on leave.")
    user = User.objects.create_user("amaru@there.example", "palmeira-azul-9")
    Expert.objects.filter(pk=amaru.pk).update(user=user)
    path = f"invitations/{Invitation.objects.get().pk}/accept/"
    refused = api(user).post(path, {"attest": True})
    assert refused.status_code == 409
    assert "must release this person" in detail(refused.json())


def test_a_colleague_of_the_directory_comes_onto_the_list_and_can_be_invited(
    ask_institution, answer_nomination, invite_one, focal, institute, listed_with_one, api, partner
):
    binta = works_there(institute, "Binta Sow")
    answer_nomination(
        focal,
        ask_institution(),
        "propose",
        expert=str(binta.pk),
        statement="Twelve years of pumps.",
    )
    entry = listed_with_one.shortlist.get(profile=binta.pk)
    assert (entry.nominated_by, entry.why) == (institute, "Twelve years of pumps.")
    seen = api(partner).get(f"consultation-requests/{listed_with_one.pk}/shortlist/").json()
    assert seen[-1]["nominated_by"] == str(institute.pk)
    invite_one(binta)


def test_conflicts_of_those_proposed_stand_in_the_way_of_an_invitation(
    ask_institution, answer_nomination, invite_one, focal, institute, own
):
    binta = works_there(institute, "Binta Sow")
    Affiliation.objects.create(expert=binta, institution=own)
    answer_nomination(
        focal, ask_institution(), "propose", expert=str(binta.pk), statement="Knows pumps."
    )
    assert "conflict of interest" in detail(invite_one(binta, 409))


def test_somebody_new_gets_a_draft_that_nobody_sees_without_own_consent(
    ask_institution, answer_nomination, invite_one, focal, api, partner, listed_with_one
):
    named = {"name": "Binta Sow", "email": "binta@pumps.example", "statement": "Knows pumps."}
    shown = answer_nomination(focal, ask_institution(), "propose", **named)
    assert "binta@pumps.example" not in str(shown)
    binta = Expert.objects.get(names__en="Binta Sow")
    assert not binta.is_listed
    assert binta.passages.get().text == "Knows pumps."
    assert api(partner).get(f"experts/{binta.pk}/").status_code == 404
    seen = api(partner).get(f"consultation-requests/{listed_with_one.pk}/shortlist/").json()
    assert "Binta Sow" not in str(seen)
    assert "has not consented" in detail(invite_one(binta, 409))
    letter = Letter.objects.get(kind=Kind.ACCOUNT)
    assert letter.address == "binta@pumps.example"
    Expert.objects.filter(pk=binta.pk).update(
        consent_listed=True, last_confirmed=datetime.date.today()
    )
    invite_one(binta)


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({}, "statement"),
        ({"statement": "x"}, "expert"),
        ({"statement": "x", "name": "A", "expert": "x"}, "expert"),
        ({"statement": "x", "name": "A" * 100_000}, "name"),
        ({"statement": "x", "name": "A\0"}, None),
        ({"statement": "x", "name": "A", "email": "nobody"}, "email"),
        ({"statement": "x", "name": "A", "language": "klingon"}, "language"),
    ],
)
def test_bad_proposals_are_named(ask_institution, answer_nomination, focal, body, attr):
    refused = answer_nomination(focal, ask_institution(), "propose", 400, **body)
    assert attr is None or refused["errors"][0]["attr"] == attr
    assert not Nominee.objects.exists()


def test_somebody_of_another_institution_can_not_be_named(
    ask_institution, answer_nomination, focal
):
    other = Expert.objects.listed().exclude(affiliations=None).first()
    refused = answer_nomination(
        focal, ask_institution(), "propose", 400, expert=str(other.pk), statement="x"
    )
    assert refused["errors"][0]["attr"] == "expert"


def test_an_institution_is_asked_once_at_a_time_and_only_from_the_list(
    ask_institution, officer, listed_with_one, amaru
):
    ask_institution()
    assert "asked already" in detail(ask_institution(status=409))
    Nomination.objects.update(status="declined")
    ShortlistEntry.objects.filter(place=1).update(left_out=True, note="x")
    assert "not on the released shortlist" in detail(ask_institution(status=409))
    Affiliation.objects.filter(expert=amaru).delete()
    assert "Amaru Quispe" in detail(ask_institution(clear=True, status=409))


def test_who_may_see_and_do_what(
    ask_institution, answer_nomination, api, focal, partner, stranger, institute
):
    nomination = ask_institution()
    reader = User.objects.create_user("reader@pumps.example", "palmeira-azul-9")
    Membership.objects.create(user=reader, institution=institute, role="reader")
    for other in (partner, stranger, reader):
        assert api(other).get("nominations/").json()["results"] == []
        assert api(other).get(f"nominations/{nomination.pk}/").status_code == 404
        answer_nomination(other, nomination, "propose", 404, name="A", statement="x")
    answer_nomination(focal, nomination, "withdraw", 403)
    ask_institution(status=403, by=partner)
    ask_institution(status=404, by=stranger)


def test_only_owners_and_officers_say_that_an_institution_releases_its_people(
    api, institute, focal, officer, partner
):
    path = f"institutions/{institute.pk}/"
    editor = User.objects.create_user("editor@pumps.example", "palmeira-azul-9")
    Membership.objects.create(user=editor, institution=institute, role="editor")
    version = institute.version
    for user, status in ((editor, 400), (partner, 403), (focal, 200), (officer, 200)):
        answer = api(user).patch(path, {"requires_clearance": False}, version)
        assert answer.status_code == status, answer.content
        version += status == 200


def test_a_list_of_many_takes_no_more_queries(
    ask_institution, answer_nomination, api, officer, focal, django_assert_max_num_queries
):
    nomination = ask_institution()
    for count in (1, 3):
        for number in range(count):
            answer_nomination(
                focal, nomination, "propose", name=f"Person {count}{number}", statement="x"
            )
        with django_assert_max_num_queries(9):
            (shown,) = api(officer).get("nominations/").json()["results"]
    assert len(shown["nominees"]) == 4


def test_a_release_stands_for_the_profile_that_a_merged_one_became(
    ask_institution, answer_nomination, focal, amaru, institute
):
    nomination = ask_institution(clear=True)
    answer_nomination(focal, nomination, "release", nominee=str(nomination.nominees.get().pk))
    same = works_there(institute, "A. Quispe")
    profiles_merged.send(sender=None, kept=same, dropped=amaru)
    assert nomination.nominees.cleared().get().expert == same
