"""Experts are invited within their limits, answer by a link or logged in, and the next follows."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests_requests import shortlist

from backend.accounts.models import User
from backend.codelists.models import Sector
from backend.consultations.models import (
    ConsultationRequest,
    Invitation,
    InvitationPause,
    ShortlistEntry,
    Status,
)
from backend.consultations.services.answers import expire_overdue, remind
from backend.consultations.services.letters import link_of
from backend.directory.models import Affiliation, AvailabilityPeriod, Contact, Expert
from backend.notifications.models import Letter
from backend.notifications.services import send_letter

pytestmark = pytest.mark.usefixtures("world")


def person(name: str, **values) -> Expert:
    """Somebody whom nothing ties to anybody."""
    values = {"consent_listed": True, "last_confirmed": datetime.date.today(), **values}
    made = Expert.objects.create(names={"en": name}, **values)
    Contact.objects.create(expert=made, email=f"{name.split()[0].lower()}@somewhere.example")
    return made


@pytest.fixture
def people() -> list[Expert]:
    return [person(name) for name in ("Amaru Quispe", "Binta Sow", "Chen Yulan")]


@pytest.fixture
def shortlisted(draft, people, officer) -> ConsultationRequest:
    """A request whose shortlist of three is released."""
    return shortlist(draft, officer, *people)


@pytest.fixture
def ask(api, officer, shortlisted):
    """Invites by place on the list: ``ask(1, 2, then_next=True)``."""

    def send(*places: int, status: int = 201, by=officer, path: str = "", **body):
        rows = {e.place: str(e.pk) for e in shortlisted.shortlist.all()}
        body = {"entries": [rows[place] for place in places], **body}
        answer = api(by).post(f"consultation-requests/{shortlisted.pk}/invitations/{path}", body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return send


def why(refused) -> str:
    assert refused["errors"][0]["code"] == "cannot_invite"
    return refused["errors"][0]["detail"]


def state(request) -> list[tuple[str, str]]:
    rows = request.invitations.order_by("pk").values_list("expert__names__en", "status")
    return [(name.split()[0], status) for name, status in rows]


def test_an_invitation_is_a_letter_in_the_experts_language_with_need_why_and_deadline(
    ask, shortlisted, people
):
    people[0].language_skills.create(language_id="fr", level="C1")
    ask(1, message="Please read the annex.")
    shortlisted.refresh_from_db()
    assert shortlisted.status == "inviting"
    letter = Letter.objects.get()
    assert (letter.address, letter.language) == ("amaru@somewhere.example", "fr")
    need = shortlisted.need
    for told in (need.text, "Knows pumps: Amaru", "Please read the annex.", "/invitations/"):
        assert told in letter.text
    assert letter.text.startswith("Bonjour") or "Amaru Quispe" in letter.text.splitlines()[0]
    assert send_letter(letter_id=letter.pk)
    (sent,) = mail.outbox
    assert sent.extra_headers["Message-ID"] == letter.message_id
    assert sent.alternatives[0][1] == "text/html"
    assert 'lang="fr"' in sent.alternatives[0][0]


def test_a_letter_is_sent_once_whoever_asks(ask):
    ask(1)
    letter = Letter.objects.get()
    assert send_letter(letter_id=letter.pk)
    assert not send_letter(letter_id=letter.pk)
    assert len(mail.outbox) == 1


def test_what_will_be_sent_can_be_seen_before_and_nothing_is_kept(ask):
    (shown,) = ask(2, status=200, path="preview/", message="Soon, please.")
    assert "Binta Sow" in shown["text"]
    assert "Soon, please." in shown["text"]
    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()


def test_nobody_is_invited_over_a_conflict(ask, people, own, shortlisted):
    Affiliation.objects.create(expert=people[0], institution=own)
    assert "works at the institution that asks" in why(ask(1, 2, status=409))
    assert state(shortlisted) == []
    assert not Letter.objects.exists()
    ask(2)


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (lambda e: Expert.objects.filter(pk=e.pk).update(max_open_engagements=0), "at most 0"),
        (lambda e: Expert.objects.filter(pk=e.pk).update(consent_listed=False), "not listed"),
        (lambda e: InvitationPause.objects.create(expert=e), "no invitations for now"),
        (
            lambda e: AvailabilityPeriod.objects.create(
                expert=e, start=datetime.date(2020, 1, 1), end=datetime.date(2020, 2, 1)
            ),
            "no time from today on",
        ),
        (
            lambda e: ShortlistEntry.objects.filter(profile=e).update(left_out=True, note="x"),
            "not on the released shortlist",
        ),
    ],
)
def test_who_is_away_full_paused_or_gone_is_not_invited(ask, people, how, told):
    how(people[0])
    assert told in why(ask(1, status=409))


def test_who_wants_no_work_in_a_sector_is_not_invited_for_it(
    ask, api, people, officer, shortlisted
):
    sector = shortlisted.need.sectors.first() or Sector.objects.first()
    shortlisted.need.sectors.add(sector)
    shown = api(officer).get(f"experts/{people[0].pk}/").json()
    body = {"sectors_not_wanted": [sector.pk]}
    changed = api(officer).patch(f"experts/{people[0].pk}/", body, shown["version"])
    assert changed.json()["sectors_not_wanted"] == [sector.pk]
    assert "sectors_not_wanted" not in api().get(f"experts/{people[0].pk}/").json()
    assert sector.name in why(ask(1, status=409))
    ask(2)


def test_open_invitations_count_against_the_limit_across_requests(
    ask, people, shortlisted, officer, own
):
    Expert.objects.filter(pk=people[0].pk).update(max_open_engagements=1)
    other = ConsultationRequest.objects.create(need=shortlisted.need, status=Status.INVITING)
    entry = shortlisted.shortlist.get(place=1)
    taken = Invitation.objects.create(
        request=other,
        entry=entry,
        expert=people[0],
        answer_by=timezone.now() + datetime.timedelta(days=3),
    )
    assert "has 1 open of at most 1" in why(ask(1, status=409))
    taken.status = "expired"
    taken.save()
    ask(1)


def test_the_same_person_is_not_asked_twice(ask):
    ask(1)
    assert "invited already" in why(ask(1, status=409))


def page(invitation: Invitation) -> str:
    return re.sub(r"^https?://[^/]+", "", link_of(invitation))


@pytest.fixture
def invited(ask, people) -> Invitation:
    ask(1, then_next=True)
    return Invitation.objects.get()


def test_opening_the_link_answers_nothing_and_the_button_does(invited, shortlisted):
    client = Client()
    for _time in range(2):
        shown = client.get(page(invited))
        assert shown.status_code == 200
        assert shortlisted.need.text[:40] in shown.content.decode()
    assert client.head(page(invited)).status_code == 200
    assert state(shortlisted) == [("Amaru", "sent")]
    refused = client.post(page(invited), {"answer": "accept"})
    assert refused.status_code == 400
    assert state(shortlisted) == [("Amaru", "sent")]
    assert client.post(page(invited), {"answer": "accept", "attest": "on"}).status_code == 302
    invited.refresh_from_db()
    assert invited.status == "accepted"
    assert invited.attested_at
    shortlisted.refresh_from_db()
    assert shortlisted.status == "agreed"
    assert shortlisted.steps.get(step="agree").by is None
    assert "Thank you" in client.get(page(invited)).content.decode()


def test_no_address_or_number_of_anybody_is_on_the_page(invited, people):
    Contact.objects.filter(expert=people[0]).update(phone="+251 911 000 111")
    shown = Client().get(page(invited)).content.decode()
    assert "somewhere.example" not in shown
    assert "911 000" not in shown


@pytest.mark.parametrize("token", ["x", "x~y", "0190d3a2-0000-7000-8000-000000000000~abc"])
def test_a_link_that_is_not_ours_leads_nowhere(world, token):
    assert Client().get(f"/invitations/{token}/").status_code == 404


def test_declined_by_link_the_next_one_is_invited_and_the_ranker_told(invited, shortlisted):
    answer = {"answer": "decline", "reason": "not_my_field", "note": "Ask a hydrologist."}
    assert Client().post(page(invited), answer).status_code == 302
    assert state(shortlisted) == [("Amaru", "declined"), ("Binta", "sent")]
    invited.refresh_from_db()
    assert (invited.reason, invited.note) == ("not_my_field", "Ask a hydrologist.")


def test_who_declined_rests_a_while_and_who_is_busy_until_then(
    ask, invited, shortlisted, people, officer
):
    until = datetime.date.today() + datetime.timedelta(days=40)
    Client().post(page(invited), {"answer": "decline", "reason": "busy", "busy_until": until})
    assert "busy until" in why(ask(1, status=409))
    Invitation.objects.filter(pk=invited.pk).update(busy_until=None)
    assert "declined within the last 14 days" in why(ask(1, status=409))
    Invitation.objects.filter(pk=invited.pk).update(
        answered_at=timezone.now() - datetime.timedelta(days=15)
    )
    ask(1)


def test_a_day_that_is_past_is_refused_and_nothing_kept(invited, shortlisted):
    answer = {"answer": "decline", "reason": "busy", "busy_until": "2020-01-01"}
    refused = Client().post(page(invited), answer)
    assert refused.status_code == 400
    assert "give a day to come" in refused.content.decode()
    assert state(shortlisted) == [("Amaru", "sent")]


def test_an_answer_too_late_is_refused_and_the_next_is_invited(invited, shortlisted):
    past = timezone.now() - datetime.timedelta(minutes=1)
    Invitation.objects.update(answer_by=past)
    late = Client().post(page(invited), {"answer": "accept", "attest": "on"})
    assert late.status_code == 409
    assert "time for an answer is over" in late.content.decode()
    assert expire_overdue() == 1
    assert state(shortlisted) == [("Amaru", "expired"), ("Binta", "sent")]
    assert expire_overdue() == 0


def test_the_next_one_who_can_not_be_asked_is_passed_over(invited, shortlisted, people):
    InvitationPause.objects.create(expert=people[1])
    Client().post(page(invited), {"answer": "decline", "reason": "other"})
    assert state(shortlisted) == [("Amaru", "declined"), ("Chen", "sent")]


def test_one_reminder_and_no_more(invited):
    now = timezone.now()
    Invitation.objects.update(answer_by=now + datetime.timedelta(days=1))
    assert remind() == 0  # it has only just been sent
    Invitation.objects.update(created_at=now - datetime.timedelta(days=4))
    assert [remind(), remind()] == [1, 0]
    assert Letter.objects.filter(subject__startswith="A reminder").count() == 1


def test_one_click_pauses_all_invitations_and_lifts_it(invited, people):
    client = Client()
    client.post(page(invited), {"answer": "pause"})
    assert InvitationPause.objects.filter(expert=people[0]).exists()
    assert "no invitations for now" in client.get(page(invited)).content.decode()
    client.post(page(invited), {"answer": "resume"})
    assert not InvitationPause.objects.exists()


def test_when_the_places_are_taken_the_others_are_told_and_can_not_accept(ask, shortlisted, people):
    ConsultationRequest.objects.filter(pk=shortlisted.pk).update(experts_wanted=2)
    ask(1, 2, 3)
    links = [page(one) for one in Invitation.objects.order_by("entry__place")]
    for link in links[:2]:
        Client().post(link, {"answer": "accept", "attest": "on"})
    late = Client().post(links[2], {"answer": "accept", "attest": "on"})
    assert late.status_code == 409
    assert state(shortlisted) == [
        ("Amaru", "accepted"),
        ("Binta", "accepted"),
        ("Chen", "withdrawn"),
    ]
    told = Letter.objects.filter(subject__startswith="No longer needed")
    assert list(told.values_list("address", flat=True)) == ["chen@somewhere.example"]


def test_a_request_that_ends_takes_its_invitations_back(invited, shortlisted, officer, step):
    step(officer, shortlisted, "cancel", reason="The ministry was dissolved.")
    assert state(shortlisted) == [("Amaru", "withdrawn")]


def test_an_expert_sees_and_answers_the_own_invitations_alone(
    api, invited, people, expert, officer, partner
):
    user = User.objects.create_user("amaru@somewhere.example", "palmeira-azul-9")
    Expert.objects.filter(pk=people[0].pk).update(user=user)
    (shown,) = api(user).get("invitations/").json()["results"]
    whole = api(user).get(f"invitations/{shown['id']}/").json()
    assert whole["allowed_steps"] == ["accept", "decline"]
    assert not {"expert", "evidence", "then_next"} & set(shown)
    assert shown["terms"]["deliverables"] == ["Diagnosis", "Training report"]
    for other in (expert, partner):
        assert api(other).get("invitations/").json()["results"] == []
        assert api(other).post(f"invitations/{shown['id']}/accept/", {}).status_code == 404
    assert api(user).post(f"invitations/{shown['id']}/withdraw/").status_code == 403
    refused = api(user).post(f"invitations/{shown['id']}/accept/", {"attest": False})
    assert refused.json()["errors"][0]["attr"] == "attest"
    done = api(user).post(f"invitations/{shown['id']}/accept/", {"attest": True})
    assert done.json()["status"] == "accepted"
    again = api(user).post(f"invitations/{shown['id']}/decline/", {"reason": "other"})
    assert again.status_code == 409
    assert again.json()["allowed_steps"] == []


def test_an_officer_records_an_answer_by_telephone(api, officer, invited):
    path = f"invitations/{invited.pk}/accept/"
    refused = api(officer).post(path, {"attest": True})
    assert refused.json()["errors"][0]["attr"] == "on_behalf"
    told = {"channel": "telephone", "told_on": "2026-11-20", "evidence": "call at noon"}
    answer = api(officer).post(path, {"attest": True, "on_behalf": told}).json()
    assert (answer["status"], answer["channel"]) == ("accepted", "telephone")


def test_only_officers_invite(ask, partner, stranger):
    ask(1, status=403, by=partner)
    ask(1, status=404, by=stranger)
    ask(1, status=403, by=partner, path="preview/")


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"entries": []}, "entries"),
        ({"entries": ["x"]}, "entries"),
        ({"answer_by": "2020-01-01T00:00:00Z"}, "answer_by"),
        ({"answer_by": "soon"}, "answer_by"),
    ],
)
def test_bad_input_is_named(api, officer, shortlisted, body, attr):
    entries = [str(shortlisted.shortlist.get(place=1).pk)]
    path = f"consultation-requests/{shortlisted.pk}/invitations/"
    answer = api(officer).post(path, {"entries": entries, **body})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == attr


def test_a_request_that_is_not_shortlisted_invites_nobody(ask, shortlisted):
    ConsultationRequest.objects.filter(pk=shortlisted.pk).update(status=Status.MATCHING)
    assert "released first" in why(ask(1, status=409))


def test_a_list_of_many_takes_no_more_queries(api, ask, officer, django_assert_max_num_queries):
    ask(1)
    with django_assert_max_num_queries(8):
        assert len(api(officer).get("invitations/").json()["results"]) == 1
    ask(2, 3)
    with django_assert_max_num_queries(8):
        assert len(api(officer).get("invitations/").json()["results"]) == 3


def test_an_invitation_can_be_accepted_while_more_candidates_are_looked_for(
    invited, shortlisted, officer, step
):
    step(officer, shortlisted, "match")
    answer = Client().post(page(invited), {"answer": "accept", "attest": "on"})
    assert answer.status_code == 302
    shortlisted.refresh_from_db()
    assert shortlisted.status == "agreed"
