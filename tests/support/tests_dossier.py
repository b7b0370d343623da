"""What lies in a dossier and in an expert's profile: files, messages, questions, dates, proposals.

Of a request it is the internal file and message, of an engagement what is between partner and
secretariat, so that the matrix shows from whom each is kept.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from tests_files import stored

from backend.consultations.models import (
    Deliverable,
    DeliverableFile,
    Engagement,
    Invitation,
    Nomination,
    RequestFile,
)
from backend.consultations.services import messages
from backend.consultations.services.questions import Asked, ask
from backend.directory.models import Delegate, Erasure, Expert, ProposalSource
from backend.discussion.models import Message
from backend.files.models import StoredFile
from backend.notifications.models import Letter

REQUEST, ENGAGEMENT = "consultation-requests/{pk}/", "engagements/{pk}/"
SOON = timezone.now() + datetime.timedelta(days=3)


def rows_of_dossier(work: Engagement, people: dict[str, Any]) -> dict[str, Any]:
    """Of a request and one of its engagements."""
    return {
        "uploads/": stored(people["owner"]),
        **_files(work.invitation, people["officer"]),
        **_rows_of(
            _say(messages.write_about_request, "internal", people["officer"], work), REQUEST
        ),
        **_rows_of(
            _say(messages.write_about_engagement, "partner", people["owner"], work), ENGAGEMENT
        ),
        f"{ENGAGEMENT}files/": _with_file(work.deliverables.get(), people["expert"]),
        f"{ENGAGEMENT}slots/": _slot(work, people["officer"]),
        f"{REQUEST}questions/": ask(
            invitation=work.invitation, by=people["expert"], asked=Asked("By road?", "en")
        ).pk,
        "nominations/": Nomination.objects.create(
            request=work.request,
            institution=people["partner"].memberships.get().institution,
            answer_by=SOON,
            asked_by=people["officer"],
        ).pk,
        "letters/": Letter.objects.earliest("pk").pk,
    }


def rows_of_profile(expert: Expert, people: dict[str, Any]) -> dict[str, Any]:
    """Who looks after it, what a file proposes for it; and whose data is to be erased."""
    cv = {"kind": "cv", "file_name": "cv.pdf", "file_hash": "0" * 64, "by": expert.user}
    source = ProposalSource.objects.create(expert=expert, **cv)
    stranger = people["stranger"]
    Erasure.objects.create(user=stranger, asked_by=stranger)
    return {
        "experts/{pk}/delegates/": delegate_of(expert, people["delegate"]).pk,
        "profile-proposals/": source.proposals.create(kind="project", text="Turbines repaired.").pk,
    }


def delegate_of(expert: Expert, user: Any) -> Delegate:
    now = timezone.now()
    return Delegate.objects.create(
        expert=expert, email=user.email, user=user, accepted_at=now, expires_at=SOON
    )


def _files(invitation: Invitation, officer: Any) -> dict[str, Any]:
    """An annex for those invited, and one for officers alone."""

    def add(visibility: str) -> Any:
        values = {"kind": "annex", "visibility": visibility, "by": officer}
        request, file = invitation.request, stored(officer, f"{visibility}.pdf")
        return RequestFile.objects.create(request=request, file_id=file, **values).pk

    return {"invitations/{pk}/files/": add("all"), f"{REQUEST}files/": add("internal")}


def _say(write: Any, visibility: str, by: Any, work: Engagement) -> Message:
    file = StoredFile.objects.get(pk=stored(by, f"{visibility} note.pdf"))
    about = work if write is messages.write_about_engagement else work.request
    said = {"text": "As agreed.", "language": "en", "visibility": visibility, "uploads": [file]}
    return write(**{"engagement" if about is work else "request": about}, by=by, values=said)


def _rows_of(message: Message, about: str) -> dict[str, Any]:
    file = message.attachments.get().file_id
    return {f"{about}messages/": message.pk, f"{about}messages/files/": file}


def _with_file(deliverable: Deliverable, by: Any) -> str:
    file = stored(by, "diagnosis.pdf")
    DeliverableFile.objects.create(deliverable=deliverable, file_id=file)
    return file


def _slot(work: Engagement, by: Any) -> Any:
    meeting = work.meetings.create(topic="First call")
    hour = datetime.timedelta(hours=1)
    return meeting.slots.create(starts_at=SOON, ends_at=SOON + hour, proposed_by=by).pk
