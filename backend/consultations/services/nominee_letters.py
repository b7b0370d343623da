"""Institutions are told what came of the people they named: that they answered, and never why."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from backend.accounts.models import User
from backend.consultations.models import (
    ConsultationRequest,
    Invitation,
    InvitationStatus,
    Nomination,
    Nominee,
)
from backend.consultations.services.letters import Letter, title_of
from backend.consultations.services.nomination_letters import write_to_focal_points
from backend.notifications.models import Kind

ANSWERED = {
    InvitationStatus.ACCEPTED: gettext_noop("%(name)s has accepted."),
    InvitationStatus.DECLINED: gettext_noop("%(name)s has declined."),
    InvitationStatus.EXPIRED: gettext_noop("%(name)s has not answered in time."),
    InvitationStatus.WITHDRAWN: gettext_noop(
        "%(name)s was asked, and need not answer any more: the invitation was taken back."
    ),
}
NOT_ASKED = gettext_noop("%(name)s was not asked.")


def tell_of_answer(invitation: Invitation) -> None:
    """To each institution that proposed or released the expert for this request."""
    rows = _named(invitation.request).filter(expert=invitation.expert_id)
    for one in rows:
        _tell(one.nomination, [one], ANSWERED[InvitationStatus(invitation.status)])


def tell_not_asked(request: ConsultationRequest) -> None:
    """Nobody is looked for any more: once of each who was named, and then not invited."""
    invited = request.invitations.values("expert")
    by_nomination: dict[Nomination, list[Nominee]] = {}
    for one in _named(request).filter(told_at=None).exclude(expert__in=invited):
        by_nomination.setdefault(one.nomination, []).append(one)
    for nomination, people in by_nomination.items():
        _tell(nomination, people, NOT_ASKED)


def _named(request: ConsultationRequest):
    rows = Nominee.objects.cleared().filter(nomination__request=request)
    return rows.select_related("nomination__institution", "expert").order_by("pk")


def _tell(nomination: Nomination, people: Sequence[Nominee], told: str) -> None:
    """One letter for all of them; noted, so that what is said once is not said again."""
    Nominee.objects.filter(pk__in=[one.pk for one in people]).update(told_at=timezone.now())

    def writing(row: Nomination, reader: User) -> Letter:
        lines = [_(told) % {"name": one.expert.name} for one in people]
        subject = _("Whom you named: %(title)s") % {"title": title_of(row.request)}
        return Letter(translation.get_language(), subject, "\n".join(lines), Kind.PROGRESS)

    write_to_focal_points(nomination, writing)
