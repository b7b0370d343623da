"""From the acceptance of an invitation to a result that is accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.certificates.services import issue_certificate
from backend.common.errors import Conflict
from backend.common.on_behalf import OnBehalf
from backend.common.records import record_step
from backend.consultations.engaging import OF_PARTNER, STEPS
from backend.consultations.models import (
    ConsultationRequest,
    Deliverable,
    Engagement,
    EngagementStatus,
    EngagementStep,
    Feedback,
    Status,
)
from backend.consultations.services.files import add_deliverable_files
from backend.consultations.services.meetings import cancel_upcoming
from backend.consultations.services.moving import locked_request, move
from backend.consultations.services.recipients import side_of
from backend.consultations.services.recorded import tell_recorded
from backend.consultations.working import days_worked
from backend.files.models import StoredFile
from backend.matches.models import Outcome
from backend.matches.services import Happened, record_outcomes

WORKING = frozenset({EngagementStatus.IN_PROGRESS, EngagementStatus.REVISION})
JUDGED = frozenset({EngagementStatus.ACCEPTED, EngagementStatus.ENDED})
OVER = JUDGED | {EngagementStatus.DELIVERED}


@transaction.atomic
def change_terms(*, engagement: Engagement, values: Mapping[str, Any]) -> Engagement:
    """Raises ``Conflict`` once they are agreed."""
    row = locked_engagement(engagement)
    if row.status != EngagementStatus.TERMS:
        raise Conflict(_("The terms are agreed."), code="agreed")
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    return row


@transaction.atomic
def take_engagement_step(
    *,
    engagement: Engagement,
    step: str,
    by: User,
    reason: str = "",
    on_behalf: OnBehalf | None = None,
) -> Engagement:
    """Moves the engagement, and the request with it. Raises as ``Table.take_step`` does."""
    row = locked_engagement(engagement)
    _move(row, step, by, reason, on_behalf)
    partners = step in OF_PARTNER
    tell_recorded(
        of=row,
        request=row.request,
        whose=row.request.institution if partners else row.expert,
        readers=side_of(row, Feedback.Side.PARTNER if partners else Feedback.Side.EXPERT),
        said=lambda _reader: row.get_status_display(),
        on_behalf=on_behalf,
    )
    if step == "accept-result":
        _tell_ranker(row, Outcome.Kind.DELIVERED, by)
        _certify(row)
    follow(row.request)
    return row


@transaction.atomic
def hand_in(
    *,
    engagement: Engagement,
    by: User,
    values: Mapping[str, Any],
    files: Sequence[StoredFile] = (),
) -> Deliverable:
    """A deliverable, or the next version of one. Raises ``Conflict`` before and after the work."""
    row = locked_engagement(engagement)
    if row.status not in WORKING:
        raise Conflict(_("Deliverables are handed in while the work goes on."), code="not_working")
    versions = row.deliverables.filter(title=values["title"])
    number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Deliverable.objects.create(engagement=row, number=number, by=by, **values)
    add_deliverable_files(deliverable=made, files=files, by=by)
    return made


@transaction.atomic
def give_feedback(
    *, engagement: Engagement, side: str, by: User, rating: int, text: str = ""
) -> Feedback:
    """Once by each side, and once the result is accepted. Raises ``Conflict``."""
    row = locked_engagement(engagement)
    if row.status not in JUDGED:
        raise Conflict(_("Feedback is given once the work is over."), code="not_over")
    if row.feedback.filter(side=side).exists():
        raise Conflict(_("Feedback was given already."), code="given")
    made = Feedback.objects.create(engagement=row, side=side, by=by, rating=rating, text=text)
    if side == Feedback.Side.PARTNER:
        _tell_ranker(row, Outcome.Kind.RATED, by, rating)
    return made


def end_open(request: ConsultationRequest, by: User, reason: str) -> None:
    """All that is not judged yet: the request is over."""
    for one in request.engagements.exclude(status__in=JUDGED).order_by("pk"):
        _move(locked_engagement(one), "end-with-request", by, reason)


def follow(request: ConsultationRequest) -> None:
    """Where the request stands follows from its engagements."""
    states = set(request.engagements.values_list("status", flat=True)) - {EngagementStatus.ENDED}
    if request.status == Status.AGREED and states & (WORKING | OVER):
        request = move(request=request, step="begin", by=None)
    if request.status in (Status.IN_PROGRESS, Status.REVISION) and states and states <= OVER:
        request = move(request=request, step="deliver", by=None)
    if request.status == Status.DELIVERED and EngagementStatus.REVISION in states:
        request = move(request=request, step="ask-revision", by=None)
    if request.status == Status.DELIVERED and states == {EngagementStatus.ACCEPTED}:
        move(request=request, step="accept-result", by=None)


def _move(
    row: Engagement, step: str, by: User, reason: str, on_behalf: OnBehalf | None = None
) -> None:
    """The step and its record."""
    record_step(STEPS, step, row, by, EngagementStep, on_behalf=on_behalf, reason=reason)
    if row.status == EngagementStatus.ENDED:
        cancel_upcoming(row)


def _tell_ranker(row: Engagement, kind: str, by: User, rating: int | None = None) -> None:
    if match := row.invitation.entry.match:
        told = Happened(match.run_id, row.expert_id, kind, rating=rating)
        record_outcomes(happened=[told], by=by)


def _certify(row: Engagement) -> None:
    """What was done, once it is accepted, for the expert to show."""
    need = row.request.need
    issue_certificate(
        of=row,
        expert=row.expert,
        client=need.institution,
        title=str(need),
        language=need.language or need.detected_language,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        working_days=days_worked(row),
    )


def locked_engagement(engagement: Engagement) -> Engagement:
    """Locked after its request, as everything of a request is."""
    request = locked_request(engagement.request)
    rows = Engagement.objects.select_for_update(of=("self",))
    row = rows.select_related("expert", "invitation__entry__match").get(pk=engagement.pk)
    row.request = request
    return row
