"""Focal points answer by a link or an officer; time runs out after a reminder."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone
from tests_requests import TOLD

from backend.accounts.models import User
from backend.consultations.models import Nomination
from backend.consultations.services.nomination_letters import nomination_link
from backend.consultations.services.nominations import expire_nominations, remind_nominations
from backend.directory.models import Membership
from backend.notifications.models import Kind, Letter

pytestmark = pytest.mark.usefixtures("world")


def detail(refused) -> str:
    return refused["errors"][0]["detail"]


def page(nomination: Nomination, user: User) -> str:
    return re.sub(r"^https?://[^/]+", "", nomination_link(nomination, user))


def test_the_letter_has_a_link_that_answers_by_its_buttons_alone(
    ask_institution, focal, amaru, listed_with_one
):
    nomination = ask_institution(clear=True, message="By telephone, if you like.")
    letter = Letter.objects.get(kind=Kind.INVITATION)
    assert letter.address == focal.email
    for told in (
        listed_with_one.need.text,
        "Amaru Quispe",
        "By telephone",
        page(nomination, focal),
    ):
        assert told in letter.text
    client, one = Client(), nomination.nominees.get()
    arabic = client.get(page(nomination, focal), headers={"Accept-Language": "ar"})
    assert "<bdi>Institute of Pumps</bdi>" in arabic.content.decode()
    assert "Amaru Quispe" in client.get(page(nomination, focal)).content.decode()
    assert client.head(page(nomination, focal)).status_code == 200
    nomination.refresh_from_db()
    assert nomination.status == "sent"
    bad = client.post(page(nomination, focal), {"answer": "refuse", "nominee": str(one.pk)})
    assert bad.status_code == 400
    good = client.post(page(nomination, focal), {"answer": "release", "nominee": str(one.pk)})
    assert good.status_code == 302
    assert nomination.nominees.cleared().exists()
    assert nomination.steps.get().by == focal


def test_by_the_link_somebody_new_is_named_or_nobody(ask_institution, focal, institute):
    nomination = ask_institution()
    path = page(nomination, focal)
    assert Client().post(path, {"answer": "propose", "statement": "x"}).status_code == 400
    named = {"answer": "propose", "name": "Binta Sow", "statement": "Repairs pumps."}
    assert Client().post(path, named).status_code == 302
    assert nomination.nominees.get().expert.name == "Binta Sow"
    declined = Client().post(path, {"answer": "decline", "reason": "No time."})
    assert declined.status_code == 409  # it is answered already


def test_the_link_ends_with_the_membership_and_is_nobody_elses(ask_institution, focal, institute):
    nomination = ask_institution()
    path = page(nomination, focal)
    Membership.objects.filter(user=focal).delete()
    assert Client().get(path).status_code == 404
    for token in ("x", "x~y", f"{nomination.pk}~abc"):
        assert Client().get(f"/nominations/{token}/").status_code == 404


def test_declined_with_a_reason_that_the_officer_reads(
    ask_institution, answer_nomination, focal, officer
):
    nomination = ask_institution()
    assert answer_nomination(focal, nomination, "decline", 400)["errors"][0]["attr"] == "reason"
    answer_nomination(focal, nomination, "decline", reason="All are away until May.")
    told = Letter.objects.get(kind=Kind.PROGRESS)
    assert told.address == officer.email
    assert "away until May" in told.text
    again = answer_nomination(focal, nomination, "decline", 409, reason="x")
    assert again["allowed_steps"] == []


def test_an_officer_records_what_was_said_and_the_institution_is_told(
    ask_institution, answer_nomination, focal, officer
):
    nomination = ask_institution(clear=True)
    one = str(nomination.nominees.get().pk)
    refused = answer_nomination(officer, nomination, "release", 400, nominee=one)
    assert refused["errors"][0]["attr"] == "on_behalf"
    shown = answer_nomination(officer, nomination, "release", nominee=one, on_behalf=TOLD)
    assert shown["steps"][0]["evidence"] == "call with the director"
    assert Letter.objects.filter(subject__startswith="Recorded", address=focal.email).exists()


def test_time_runs_out_after_one_reminder(ask_institution, answer_nomination, focal):
    nomination = ask_institution()
    assert nomination.answer_by > timezone.now() + datetime.timedelta(days=4)
    now = timezone.now()
    Nomination.objects.update(answer_by=now + datetime.timedelta(days=1))
    assert remind_nominations() == 0  # it has only just been sent
    Nomination.objects.update(created_at=now - datetime.timedelta(days=4))
    assert [remind_nominations(), remind_nominations()] == [1, 0]
    Nomination.objects.update(answer_by=now - datetime.timedelta(minutes=1))
    assert "time for an answer is over" in detail(
        answer_nomination(focal, nomination, "propose", 409, name="A", statement="x")
    )
    assert [expire_nominations(), expire_nominations()] == [1, 0]
    assert answer_nomination(focal, nomination, "decline", 409, reason="x")["allowed_steps"] == []


def test_with_the_request_its_nominations_end(ask_institution, officer, step, listed_with_one):
    nomination = ask_institution()
    step(officer, listed_with_one, "cancel", reason="The ministry was dissolved.")
    nomination.refresh_from_db()
    assert nomination.status == "withdrawn"
