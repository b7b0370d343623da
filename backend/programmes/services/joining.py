"""Asking institutions to join an idea, their answers, and what becomes of it by the time."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.on_behalf import OnBehalf
from backend.common.records import record_step
from backend.common.transitions import Automatic, Person
from backend.directory.models import Institution
from backend.programmes.joining import STEPS
from backend.programmes.models import (
    IdeaPartner,
    IdeaPartnerStep,
    IdeaStatus,
    PartnerStatus,
    ProjectIdea,
)
from backend.programmes.models.idea import CONCERNED
from backend.programmes.services.joining_letters import (
    no_longer_letter,
    recorded_letter,
    tell_leaders,
    write_to_asked,
)

USUAL_TIME = datetime.timedelta(days=21)  # for an answer, where nobody says otherwise


class CannotInvite(Conflict):
    """The institution can't be asked now; the message says why."""

    default_code = "cannot_invite"


@dataclass(frozen=True)
class JoinAsking:
    """Why this institution, in which words it is asked, and until when it may answer."""

    why: str = ""
    message: str = ""
    answer_by: datetime.datetime | None = None


@transaction.atomic
def invite_to_join(
    *, idea: ProjectIdea, institution: Institution, by: User, asking: JoinAsking
) -> IdeaPartner:
    """Asks those who speak for the institution. Raises ``CannotInvite``."""
    row = ProjectIdea.objects.select_for_update(of=("self",)).get(pk=idea.pk)
    if row.status != IdeaStatus.OPEN:
        raise CannotInvite(_("The idea is open to partners no more."))
    if institution.pk == row.institution_id:
        raise CannotInvite(_("It is this institution’s own idea."))
    if row.partners.filter(institution=institution, status__in=CONCERNED).exists():
        raise CannotInvite(_("The institution is asked already, or has joined."))
    values = asdict(asking)
    values["answer_by"] = asking.answer_by or timezone.now() + USUAL_TIME
    partner = IdeaPartner.objects.create(idea=row, institution=institution, invited_by=by, **values)
    write_to_asked(partner)
    return partner


def locked_partner(partner: IdeaPartner) -> IdeaPartner:
    """Locked after its idea, as everything of an idea is."""
    ideas = ProjectIdea.objects.select_for_update(of=("self",)).select_related("institution")
    idea = ideas.get(pk=partner.idea_id)
    rows = IdeaPartner.objects.select_for_update(of=("self",)).select_related("institution")
    row = rows.get(pk=partner.pk)
    row.idea = idea
    return row


@transaction.atomic
def accept_joining(
    *, partner: IdeaPartner, by: Person, contribution: str = "", on_behalf: OnBehalf | None = None
) -> IdeaPartner:
    """It takes part from now on. ``contribution``: what it brings. Raises as ``take_step`` does."""
    row = locked_partner(partner)
    _record(row, "accept", by, on_behalf=on_behalf)
    if contribution:
        row.contribution = contribution
        row.save(update_fields=["contribution", "updated_at"])
    tell_leaders(row, gettext_noop("%(institution)s joins the idea."))
    return row


@transaction.atomic
def decline_joining(
    *, partner: IdeaPartner, by: Person, reason: str = "", on_behalf: OnBehalf | None = None
) -> IdeaPartner:
    """It does not take part. Raises as ``take_step`` does."""
    row = locked_partner(partner)
    _record(row, "decline", by, reason, on_behalf)
    tell_leaders(row, gettext_noop("%(institution)s does not join the idea."), reason)
    return row


@transaction.atomic
def leave_idea(
    *, partner: IdeaPartner, by: Person, reason: str, on_behalf: OnBehalf | None = None
) -> IdeaPartner:
    """It took part until now. Raises as ``take_step`` does."""
    row = locked_partner(partner)
    _record(row, "leave", by, reason, on_behalf)
    tell_leaders(row, gettext_noop("%(institution)s leaves the idea."), reason)
    return row


@transaction.atomic
def withdraw_invitation(*, partner: IdeaPartner, by: Person) -> IdeaPartner:
    """Takes it back, and tells those who were asked."""
    row = locked_partner(partner)
    _record(row, "withdraw", by)
    write_to_asked(row, no_longer_letter)
    return row


def expire_joining() -> int:
    """Ends what was not answered in time, each in a transaction of its own. Says how many."""
    waiting = IdeaPartner.objects.filter(
        status=PartnerStatus.INVITED, answer_by__lte=timezone.now()
    )
    return sum(_expire(pk) for pk in list(waiting.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: UUID) -> bool:
    row = locked_partner(IdeaPartner.objects.get(pk=pk))
    if row.status != PartnerStatus.INVITED or row.answer_by is None:
        return False  # answered in the meantime
    if row.answer_by > timezone.now():
        return False
    _record(row, "expire", Automatic())
    tell_leaders(row, gettext_noop("%(institution)s has not answered in time."))
    return True


def _record(
    row: IdeaPartner,
    step: str,
    by: Person,
    reason: str = "",
    on_behalf: OnBehalf | None = None,
) -> None:
    """Moves a locked row; whoever did not take the step themselves is told of it."""
    record_step(STEPS, step, row, by, IdeaPartnerStep, on_behalf=on_behalf, reason=reason)
    if on_behalf:
        write_to_asked(row, recorded_letter)


ANSWERS: dict[str, Callable[..., IdeaPartner]] = {
    "accept": accept_joining,
    "decline": decline_joining,
    "leave": leave_idea,
}
