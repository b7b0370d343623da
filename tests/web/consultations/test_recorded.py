"""Whoever had a step recorded for them by an officer is told what, and how it was heard."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests_people import engage, invite_people
from tests_requests import TOLD

from backend.accounts.models import User
from backend.consultations.models import Engagement, EngagementStatus
from backend.notifications.models import Letter

pytestmark = pytest.mark.usefixtures("world")


def told(address: str) -> list[str]:
    """What was recorded for who has the address, in the order of the letters."""
    rows = Letter.objects.filter(address=address, subject__startswith="Recorded for you")
    assert all("telephone" in one.text for one in rows)
    assert all("call with the director" not in one.text for one in rows)
    return [one.text.splitlines()[0] for one in rows.order_by("pk")]


@pytest.fixture(autouse=True)
def partner_reads_english(partner) -> None:
    User.objects.filter(pk=partner.pk).update(language="en")


@pytest.fixture
def record(api, officer):
    def post(path: str, status: int = 200, **body):
        answer = api(officer).post(path, {"on_behalf": TOLD, **body})
        assert answer.status_code == status, answer.content
        return answer.json()

    return post


def test_an_expert_of_the_answer_to_an_invitation_and_of_a_question(record, draft, officer):
    yes, no = invite_people(draft, officer, "Amaru", "Sisa")
    record(f"invitations/{yes.pk}/questions/", 201, text="Is there a car?")
    record(f"invitations/{no.pk}/decline/", reason="not_my_field")
    record(f"invitations/{yes.pk}/accept/", attest=True)
    assert told("amaru@there.example") == ["Question: Is there a car?", "Invitation: accepted"]
    assert told("sisa@there.example") == ["Invitation: declined"]


def test_a_partner_of_the_step_of_a_request(record, step, officer, draft, partner):
    step(officer, draft, "submit", on_behalf=TOLD)
    (line,) = told(partner.email)
    assert line.endswith("With the secretariat")


def test_the_side_whose_step_of_an_engagement_it_is(record, draft, officer, partner):
    (work,) = engage(draft, officer, "Amaru", begun=True)
    work.deliverables.create(title="x", number=1, text="x", is_final_report=True, by=officer)
    record(f"engagements/{work.pk}/deliver/")
    assert told("amaru@there.example") == ["Engagement: delivered"]
    assert told(partner.email) == []
    record(f"engagements/{work.pk}/accept-result/")
    assert told(partner.email) == ["Engagement: result accepted"]
    assert Engagement.objects.get().status == EngagementStatus.ACCEPTED


def test_the_side_that_is_recorded_to_accept_a_date(record, api, draft, officer, partner):
    (work,) = engage(draft, officer, "Amaru", begun=True)
    begins = timezone.now() + datetime.timedelta(days=3)
    times = [{"starts_at": begins, "ends_at": begins + datetime.timedelta(hours=1)}]
    body = {"topic": "First call", "slots": times}
    meeting = api(partner).post(f"engagements/{work.pk}/slots/", body)
    assert meeting.status_code == 201, meeting.content
    slot = work.meetings.get().slots.get()
    record(f"engagements/{work.pk}/slots/{slot.pk}/accept/", side="expert")
    (line,) = told("amaru@there.example")
    assert line.endswith("accepted")
    assert told(partner.email) == []


def test_nothing_is_said_of_what_somebody_does_themselves(step, partner, draft):
    step(partner, draft, "submit")
    assert told(partner.email) == []
