"""A delegate sees an expert's invitations and work; the expert alone accepts and signs."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests_requests import shortlist

from backend.accounts.models import User
from backend.consultations.answering import LinkHolder
from backend.consultations.models import Invitation
from backend.consultations.services import answers
from backend.consultations.services.invitations import invite
from backend.directory.models import Delegate, Expert

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def amaru() -> Expert:
    user = User.objects.create_user("amaru@there.example", "palmeira-azul-9")
    return Expert.objects.create(
        names={"en": "Amaru"}, consent_listed=True, last_confirmed=datetime.date.today(), user=user
    )


@pytest.fixture
def delegate(amaru, stranger) -> User:
    now = timezone.now()
    Delegate.objects.create(
        expert=amaru, email=stranger.email, user=stranger, accepted_at=now, expires_at=now
    )
    return stranger


@pytest.fixture
def invitation(draft, officer, amaru) -> Invitation:
    shortlist(draft, officer, amaru)
    (made,) = invite(request=draft, entries=list(draft.shortlist.all()), by=officer)
    return made


def refused(answer) -> bool:
    assert answer.status_code == 403, answer.content
    return "Only the expert" in answer.json()["errors"][0]["detail"]


def test_a_delegate_sees_invitations_and_answers_none(api, delegate, invitation):
    (shown,) = api(delegate).get("invitations/").json()["results"]
    assert shown["id"] == str(invitation.pk)
    path = f"invitations/{invitation.pk}/"
    assert api(delegate).get(path).json()["allowed_steps"] == []
    assert refused(api(delegate).post(f"{path}accept/", {"attest": True}))
    assert refused(api(delegate).post(f"{path}decline/", {"reason": "busy"}))
    assert refused(api(delegate).post(f"{path}questions/", {"text": "By road?"}))
    assert refused(api(delegate).post(f"{path}colleague/", {"name": "Binta", "why": "Knows it."}))
    assert not invitation.questions.exists()
    assert not invitation.suggestions.exists()
    invitation.refresh_from_db()
    assert invitation.status == "sent"
    Delegate.objects.update(ended_at=timezone.now())
    assert api(delegate).get(path).status_code == 404


def test_a_delegate_sees_the_work_and_signs_nothing(api, delegate, invitation):
    answers.accept(invitation=invitation, by=LinkHolder(invitation))
    path = f"engagements/{invitation.engagement.pk}/"
    assert api(delegate).get(path).status_code == 200
    assert refused(api(delegate).post(f"{path}agree-terms/"))
    assert refused(api(delegate).post(f"{path}deliver/"))
    assert refused(api(delegate).post(f"{path}deliverables/", {"title": "a", "text": "b"}))
    assert refused(api(delegate).post(f"{path}feedback/", {"rating": 5}))


def test_a_delegate_reads_what_the_expert_reads_and_no_address(api, delegate, amaru, invitation):
    answers.accept(invitation=invitation, by=LinkHolder(invitation))
    work = invitation.engagement
    type(work).objects.update(status="in_progress")
    path = f"engagements/{work.pk}/"
    officer, partner = work.invitation.invited_by, _owner_of(work)
    for by, said in ((officer, "experts"), (partner, "partner"), (amaru.user, "all")):
        body = {"text": f"For {said}.", "visibility": said}
        assert api(by).post(f"{path}messages/", body).status_code == 201
    for reader in (amaru.user, delegate):
        read = api(reader).get(f"{path}messages/").json()["results"]
        assert [one["text"] for one in read] == ["For experts.", "For all."]
    assert api(delegate).post(f"{path}messages/", {"text": "I."}).status_code == 403
    assert api(partner).get(path).json()["contact"] == amaru.user.email
    assert api(delegate).get(path).json()["contact"] == ""


def _owner_of(work) -> User:
    return work.request.institution.memberships.get(role="owner").user
