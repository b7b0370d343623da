"""What consultations hold on people, and how it goes."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from backend.common.personal import Fate, Keeper, Person, listed
from backend.common.transitions import Automatic
from backend.consultations.models import (
    BatchRequest,
    BatchRow,
    ConsultationRequest,
    Deliverable,
    DeliverableGist,
    Deputy,
    Engagement,
    EngagementStatus,
    EngagementStep,
    Feedback,
    ImportedRequest,
    Invitation,
    InvitationPause,
    InvitationStatus,
    Meeting,
    Nomination,
    NominationStep,
    Nominee,
    Question,
    ShortlistEntry,
    Status,
    StepTaken,
    Suggestion,
)
from backend.consultations.services.answers import withdraw

OVER = (Status.CLOSED, Status.CANCELLED, Status.WITHDRAWN, Status.NO_MATCH, Status.INELIGIBLE)
WORK_OVER = (EngagementStatus.ACCEPTED, EngagementStatus.ENDED)
# Free texts, in which a person may be named.
TEXTS: dict[type[Any], tuple[str, ...]] = {
    ShortlistEntry: ("why", "note"),
    BatchRow: ("reason", "reasons"),
    BatchRequest: ("candidates",),
    Invitation: ("message", "note", "evidence"),
    Engagement: ("travel", "insurance"),
    EngagementStep: ("reason", "evidence"),
    StepTaken: ("reason", "evidence"),
    Deliverable: ("title", "text", "link"),
    DeliverableGist: ("text",),
    Feedback: ("text",),
    ImportedRequest: ("others",),
    Meeting: ("topic", "place"),
    Nomination: ("message",),
    NominationStep: ("reason", "evidence"),
    Nominee: ("statement", "reason"),
    Question: ("text", "wording", "answer", "evidence"),
    Suggestion: ("name", "email", "institution", "why", "evidence"),
}


def obstacles(person: Person) -> list[str]:
    """Work that is not over, and requests that nobody else looks after."""
    work = Engagement.objects.filter(expert__in=person.profiles).exclude(status__in=WORK_OVER)
    told = [
        _("work on “%(title)s” (%(id)s)") % {"title": _title(one.request), "id": one.pk}
        for one in work.select_related("request__need").order_by("pk")
    ]
    if person.account:
        kept = ConsultationRequest.objects.filter(officer=person.account)
        told += [
            _("the request “%(title)s” (%(id)s)") % {"title": _title(one), "id": one.pk}
            for one in kept.exclude(status__in=OVER).select_related("need").order_by("pk")
        ]
    return told


def _title(request: ConsultationRequest) -> str:
    return request.need.title or request.need.text[:60]


def export(person: Person) -> dict[str, Any]:
    engagements = Engagement.objects.filter(expert__in=person.profiles)
    return {
        "invitations": listed(
            Invitation.objects.filter(expert__in=person.profiles),
            *("id", "request__need__title", "status", "message", "created_at", "answer_by"),
            *("answered_at", "attested_at", "reason", "busy_until", "note"),
        ),
        "engagements": listed(
            engagements,
            *("id", "request__need__title", "status", "fee", "daily_allowance", "currency"),
            *("payer", "travel", "insurance", "visa_letter", "starts_on", "ends_on"),
        ),
        "deliverables": listed(
            Deliverable.objects.filter(engagement__in=engagements),
            *("engagement", "title", "number", "text", "link", "hours", "created_at"),
        ),
        "feedback": listed(
            Feedback.objects.filter(engagement__in=engagements),
            *("engagement", "side", "rating", "text", "created_at"),
        ),
        "pauses": listed(InvitationPause.objects.filter(expert__in=person.profiles), "since"),
        **_of_account(person),
    }


def _of_account(person: Person) -> dict[str, Any]:
    if person.account is None:
        return {}
    columns = ("step", "source", "target", "reason", "created_at")
    return {
        "steps": listed(StepTaken.objects.filter(by=person.account), "request", *columns),
        "steps_of_engagements": listed(
            EngagementStep.objects.filter(by=person.account), "engagement", *columns
        ),
    }


def erase(person: Person) -> None:
    """What was agreed and delivered stays with those it was for, without a name."""
    own = Invitation.objects.filter(expert__in=person.profiles)
    for invitation in own.filter(status=InvitationStatus.SENT).order_by("pk"):
        withdraw(invitation=invitation, by=Automatic())
    own.update(note="")
    InvitationPause.objects.filter(expert__in=person.profiles).delete()
    if user := person.account:
        Deputy.objects.filter(Q(officer=user) | Q(deputy=user)).delete()
    for model, columns in TEXTS.items():
        person.scrub_wherever(model.objects.all(), *columns)


KEEPER = Keeper(
    columns={
        "consultations.ShortlistEntry.profile": Fate.SCRUBBED,
        "consultations.BatchRow.profile": Fate.SCRUBBED,
        "consultations.Invitation.expert": Fate.SCRUBBED,
        "consultations.Engagement.expert": Fate.SCRUBBED,
        "consultations.Nominee.expert": Fate.SCRUBBED,
        "consultations.InvitationPause.expert": Fate.DELETED,
        "consultations.Deputy.officer": Fate.DELETED,
        "consultations.Deputy.deputy": Fate.DELETED,
        **dict.fromkeys(
            (
                "consultations.ConsultationRequest.officer",
                "consultations.Assignment.officer",
                "consultations.BatchRow.changed_by",
                "consultations.BatchRun.asked_by",
                "consultations.Assignment.before",
                "consultations.Assignment.by",
                "consultations.StepTaken.by",
                "consultations.ShortlistEntry.chosen_by",
                "consultations.Invitation.invited_by",
                "consultations.EngagementStep.by",
                "consultations.Deliverable.by",
                "consultations.Feedback.by",
                "consultations.DeliverableGist.by",
                "consultations.ImportedRequest_helpers.profile",
                "consultations.Nomination.asked_by",
                "consultations.NominationStep.by",
                "consultations.Question.answered_by",
                "consultations.RequestFile.by",
                "consultations.Slot.proposed_by",
                "consultations.SlotAnswer.by",
            ),
            Fate.KEPT,
        ),
    },
    export=export,
    erase=erase,
    obstacles=obstacles,
)
