import datetime
import re

import pytest
from django.utils import timezone
from tests_ideas import ask_to_join, institution_with_owner, make_idea
from tests_requests import TOLD

from backend.directory.models import Expert, LanguageSkill
from backend.notifications.models import Letter
from backend.programmes.models import IdeaPartner, IdeaPartnerStep, IdeaStatus, PartnerStatus
from backend.programmes.services.joining import accept_joining, expire_joining
from backend.programmes.services.joining_letters import joining_link

URL = "project-ideas/"


@pytest.fixture
def idea(own):
    return make_idea(own)


@pytest.fixture
def asked(world):
    """An institution, and its owner."""
    return institution_with_owner("Asked Institute")


@pytest.fixture
def row(idea, asked, partner):
    return ask_to_join(idea, asked[0], partner, why="You know wells.", message="Please do.")


def under(row, step: str = "") -> str:
    return f"{URL}{row.idea_id}/partners/{row.pk}/{step}"


def page(row, owner) -> str:
    return re.sub(r"^https?://[^/]+", "", joining_link(row, owner))


def soon() -> str:
    return (timezone.now() + datetime.timedelta(days=3)).isoformat()


def test_an_institution_is_asked_with_why_and_until_when(idea, asked, partner, api):
    body = {"institution": asked[0].pk, "why": "Wells.", "message": "Join!", "answer_by": soon()}
    said = api(partner).post(f"{URL}{idea.pk}/partners/", body)
    assert said.status_code == 201
    assert said.json()["status"] == "invited"
    letter = Letter.objects.get(address=asked[1].email)
    assert "Why you:\nWells." in letter.text
    assert "Join!" in letter.text
    assert "/joining/" in letter.text


def test_the_letter_is_in_the_readers_language(idea, asked, partner):
    today = datetime.date.today()
    person = Expert.objects.create(
        names={"en": "Awa"}, user=asked[1], consent_listed=True, last_confirmed=today
    )
    LanguageSkill.objects.create(expert=person, language_id="fr", level="native")
    ask_to_join(idea, asked[0], partner)
    assert Letter.objects.get(address=asked[1].email).language == "fr"


def test_a_time_that_is_past_is_refused(idea, asked, partner, api):
    body = {"institution": asked[0].pk, "answer_by": "2020-01-01T00:00:00Z"}
    said = api(partner).post(f"{URL}{idea.pk}/partners/", body)
    assert said.status_code == 400
    assert said.json()["errors"][0]["attr"] == "answer_by"


def test_nobody_is_asked_twice_nor_into_the_own_idea(idea, own, asked, row, partner, api):
    url = f"{URL}{idea.pk}/partners/"
    assert api(partner).post(url, {"institution": asked[0].pk}).status_code == 409
    assert api(partner).post(url, {"institution": own.pk}).status_code == 409


def test_only_those_whose_idea_it_is_ask_others(idea, asked, row, member, stranger, api):
    other = institution_with_owner("Third Institute")[0]
    url, body = f"{URL}{idea.pk}/partners/", {"institution": other.pk}
    assert api(member("reader")).post(url, body).status_code == 403
    assert api(asked[1]).post(url, body).status_code == 403
    assert api(stranger).post(url, body).status_code == 404


def test_the_page_of_the_letter_answers_nothing_by_itself(row, asked, client):
    said = client.get(page(row, asked[1]))
    assert said.status_code == 200
    assert "You know wells." in said.content.decode()
    row.refresh_from_db()
    assert row.status == PartnerStatus.INVITED


def test_the_button_of_the_page_joins(row, asked, partner, client):
    said = client.post(page(row, asked[1]), {"answer": "accept", "contribution": "Sixty wells."})
    assert said.status_code == 302
    row.refresh_from_db()
    assert (row.status, row.contribution) == (PartnerStatus.JOINED, "Sixty wells.")
    step = IdeaPartnerStep.objects.get(partner=row)
    assert (step.step, step.by) == ("accept", asked[1])
    assert Letter.objects.filter(address=partner.email, text__contains="joins the idea").exists()
    assert client.post(page(row, asked[1]), {"answer": "accept"}).status_code == 409


def test_a_link_ends_with_the_membership(row, asked, client):
    link = page(row, asked[1])
    asked[1].memberships.all().delete()
    assert client.get(link).status_code == 404
    assert client.get("/joining/made-up/").status_code == 404


def test_who_declines_sees_the_idea_no_more(row, asked, api):
    said = api(asked[1]).post(under(row, "decline/"), {"reason": "No people."})
    assert said.status_code == 200
    assert said.json()["status"] == "declined"
    assert api(asked[1]).get(f"{URL}{row.idea_id}/").status_code == 404


def test_the_same_answer_sent_twice_is_given_once(row, asked, api):
    caller = api(asked[1])
    first = caller.post(under(row, "decline/"), {}, key="one")
    again = caller.post(under(row, "decline/"), {}, key="one")
    assert (first.status_code, again.status_code) == (200, 200)
    assert again["Idempotent-Replay"] == "true"
    assert IdeaPartnerStep.objects.count() == 1


def test_an_officer_records_an_answer_and_the_institution_is_told(row, asked, officer, api):
    assert api(officer).post(under(row, "accept/"), {}).status_code == 400
    body = {"contribution": "Wells.", "on_behalf": TOLD}
    said = api(officer).post(under(row, "accept/"), body)
    assert said.json()["status"] == "joined"
    step = IdeaPartnerStep.objects.get(partner=row)
    assert (step.channel, step.told_on) == ("telephone", datetime.date(2026, 11, 20))
    told = Letter.objects.filter(address=asked[1].email, subject__startswith="Recorded for you")
    assert told.count() == 1


def test_those_whose_idea_it_is_do_not_answer_for_others(row, partner, api):
    said = api(partner).post(under(row, "accept/"), {})
    assert said.status_code == 403


def test_an_invitation_is_taken_back(row, asked, partner, api):
    assert api(asked[1]).post(under(row, "withdraw/")).status_code == 403
    assert api(partner).post(under(row, "withdraw/")).json()["status"] == "withdrawn"
    assert api(partner).post(under(row, "withdraw/")).status_code == 409


def test_who_has_joined_may_leave_and_says_why(row, asked, api):
    accept_joining(partner=row, by=asked[1])
    assert api(asked[1]).post(under(row, "leave/"), {}).status_code == 400
    said = api(asked[1]).post(under(row, "leave/"), {"reason": "No money."})
    assert said.json()["status"] == "left"
    assert row.idea.partners.filter(status=PartnerStatus.JOINED).count() == 0


def test_the_sweep_ends_what_nobody_answered(row, asked, partner, api):
    assert expire_joining() == 0
    IdeaPartner.objects.filter(pk=row.pk).update(answer_by=timezone.now())
    said = api(asked[1]).post(under(row, "accept/"), {})
    assert said.status_code == 409
    assert expire_joining() == 1
    row.refresh_from_db()
    assert row.status == PartnerStatus.EXPIRED
    assert expire_joining() == 0


def test_nobody_joins_an_idea_that_is_no_longer_open(row, asked, api):
    row.idea.status = IdeaStatus.PROPOSED
    row.idea.save()
    said = api(asked[1]).post(under(row, "accept/"), {})
    assert said.status_code == 409
    assert said.json()["allowed_steps"] == ["accept", "decline"]


def test_a_partner_sees_who_joined_and_not_who_was_asked(idea, row, asked, partner, api):
    third, _owner = institution_with_owner("Third Institute")
    ask_to_join(idea, third, partner)
    names = [one["name"] for one in api(asked[1]).get(under(row)[: -len(f"{row.pk}/")]).json()]
    assert names == ["Asked Institute"]
    names = [one["name"] for one in api(partner).get(f"{URL}{idea.pk}/partners/").json()]
    assert names == ["Asked Institute", "Third Institute"]
