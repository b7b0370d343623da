"""Institutions are told what came of the people they named, in their language and without why."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests_requests import works_there

from backend.accounts.models import User
from backend.consultations.answering import LinkHolder
from backend.consultations.models import ConsultationRequest, Invitation, ShortlistEntry
from backend.consultations.services import answers
from backend.consultations.services.answers import Declined, expire_overdue
from backend.notifications.models import Letter

pytestmark = pytest.mark.usefixtures("world")
SECRET = "I do not trust that ministry."


@pytest.fixture
def named(ask_institution, answer_nomination, focal, amaru) -> None:
    """The institution has released Amaru."""
    nomination = ask_institution(clear=True)
    answer_nomination(focal, nomination, "release", nominee=str(nomination.nominees.get().pk))


@pytest.fixture
def invitation(named, invite_one, amaru) -> Invitation:
    invite_one(amaru)
    return Invitation.objects.get(expert=amaru)


def told(focal) -> list[str]:
    rows = Letter.objects.filter(address=focal.email, about__startswith="consultations.nomination")
    return [one.text for one in rows.filter(kind="progress").order_by("pk")]


def test_that_somebody_has_accepted(invitation, focal):
    answers.accept(invitation=invitation, by=LinkHolder(invitation))
    assert told(focal) == ["Amaru Quispe has accepted."]


def test_that_somebody_has_declined_and_not_why(invitation, focal):
    said = Declined("other", note=SECRET)
    answers.decline(invitation=invitation, by=LinkHolder(invitation), said=said)
    assert told(focal) == ["Amaru Quispe has declined."]
    assert not Letter.objects.filter(address=focal.email, text__contains=SECRET).exists()


def test_that_somebody_has_not_answered_or_need_not(invitation, focal, officer):
    past = timezone.now() - datetime.timedelta(hours=1)
    Invitation.objects.update(answer_by=past)
    expire_overdue()
    Invitation.objects.update(status="sent")
    answers.withdraw(invitation=Invitation.objects.get(), by=officer)
    late, taken_back = told(focal)
    assert late == "Amaru Quispe has not answered in time."
    assert "need not answer any more" in taken_back


def test_who_was_not_asked_is_named_once_and_when_nobody_is_looked_for(
    named, focal, step, officer, listed_with_one
):
    assert told(focal) == []
    step(officer, listed_with_one, "cancel", reason="x")
    assert told(focal) == ["Amaru Quispe was not asked."]
    answers.withdraw_open(ConsultationRequest.objects.get(pk=listed_with_one.pk))
    assert len(told(focal)) == 1


def test_in_the_language_of_each_focal_point(invitation, focal):
    User.objects.filter(pk=focal.pk).update(language="fr")
    answers.accept(invitation=invitation, by=LinkHolder(invitation))
    letter = Letter.objects.filter(address=focal.email).latest("pk")
    assert letter.language == "fr"
    assert "has accepted" not in letter.text


def test_nothing_of_those_whom_the_secretariat_found_itself(
    named, focal, officer, listed_with_one, institute, invite_one
):
    institute.requires_clearance = False
    institute.save()
    other = works_there(institute, "Sisa Mamani")
    ShortlistEntry.objects.create(
        request=listed_with_one,
        profile=other,
        place=3,
        why="x",
        why_language="en",
        chosen_by=officer,
        released_at=timezone.now(),
    )
    invite_one(other)
    found = Invitation.objects.get(expert=other)
    answers.decline(invitation=found, by=LinkHolder(found), said=Declined("busy"))
    assert told(focal) == []
