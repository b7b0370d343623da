"""What an institution says: whom it proposes, whom it releases, and whom not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.on_behalf import OnBehalf
from backend.consultations.models import (
    Nomination,
    NominationStatus,
    Nominee,
    NomineeStatus,
    ShortlistEntry,
)
from backend.consultations.nominating import OF_NOMINEE
from backend.consultations.selectors import latest_match
from backend.consultations.services.nomination_letters import tell_officer
from backend.consultations.services.nomination_steps import locked_nomination, record
from backend.directory.models import Expert, Profile
from backend.directory.services.invitations import invite_expert
from backend.directory.services.profiles import create_profile

MOST = 20  # whom one nomination can name
TOLD = {
    "release": gettext_noop("%(institution)s releases %(name)s."),
    "refuse": gettext_noop("%(institution)s does not release %(name)s: %(reason)s"),
}


@dataclass(frozen=True)
class Proposed:
    """An expert of the directory, or somebody new by name; and why, in ``language``."""

    statement: str
    language: str
    expert: Expert | None = None
    name: str = ""
    email: str = ""


@transaction.atomic
def propose(
    *, nomination: Nomination, person: Proposed, by: User, on_behalf: OnBehalf | None = None
) -> Nominee:
    """Puts somebody on the shortlist. Raises as ``take_step`` does, and ``Conflict``.

    Somebody new gets a draft of a profile, which is listed only once its owner consents.
    """
    row = locked_nomination(nomination)
    record(row, "propose", by, on_behalf=on_behalf)
    if row.nominees.count() >= MOST:
        raise Conflict(_("At most %(most)d people.") % {"most": MOST}, code="too_many")
    if person.expert and row.nominees.filter(expert=person.expert).exists():
        raise Conflict(_("This person is named already."), code="named")
    expert = person.expert or _new_expert(row, person, by)
    made = Nominee.objects.create(
        nomination=row,
        expert=expert,
        entry=_entry(row, expert, person, by),
        status=NomineeStatus.PROPOSED,
        statement=person.statement,
    )
    tell_officer(row, gettext_noop("%(institution)s proposes %(name)s."), name=expert.name)
    return made


@transaction.atomic
def answer_for(
    *,
    nominee: Nominee,
    step: str,
    by: User,
    reason: str = "",
    on_behalf: OnBehalf | None = None,
) -> Nominee:
    """Releases one of the people, or not (``step``). Raises as ``take_step`` does."""
    row = locked_nomination(nominee.nomination)
    one = Nominee.objects.select_for_update(of=("self",)).select_related("expert")
    found = one.get(pk=nominee.pk)
    found.nomination = row
    if reason:
        _give_reason(found, reason)  # a no has one from its first moment
    OF_NOMINEE.take_step(step, found, by)
    if not reason:
        _give_reason(found, "")  # a yes has none, and may follow a no
    record(row, step, by, reason, on_behalf)
    tell_officer(row, TOLD[step], name=found.expert.name, reason=reason)
    return found


def _give_reason(nominee: Nominee, reason: str) -> None:
    nominee.reason = reason
    nominee.save(update_fields=["reason"])


def follow_merge(*, dropped: Profile, kept: Profile, **_signal: Any) -> None:
    """What was said of a profile that was merged, or by it, stands for the one that stayed."""
    there = Nominee.objects.filter(expert=kept.pk).values("nomination")
    Nominee.objects.filter(expert=dropped.pk).exclude(nomination__in=there).update(expert=kept.pk)
    if kept.kind == Profile.Kind.INSTITUTION:
        open_there = Nomination.objects.filter(institution=kept.pk, status=NominationStatus.SENT)
        twice = Q(status=NominationStatus.SENT, request__in=open_there.values("request"))
        theirs = Nomination.objects.filter(institution=dropped.pk).exclude(twice)
        theirs.update(institution=kept.pk)
        ShortlistEntry.objects.filter(nominated_by=dropped.pk).update(nominated_by=kept.pk)


def _new_expert(row: Nomination, person: Proposed, by: User) -> Expert:
    """A draft that nobody sees but its owner, who is written to, and the secretariat."""
    made: Expert = create_profile(
        model=Expert,
        values={
            "names": {person.language: person.name},
            "country": row.institution.country,
            "demo": row.institution.demo,
            "contact": {"email": person.email},
            "affiliations": [{"institution": row.institution}],
            "passages": [{"text": person.statement, "language": person.language}],
        },
    )
    if person.email:
        invite_expert(expert=made, by=by)
    return made


def _entry(row: Nomination, expert: Expert, person: Proposed, by: User) -> ShortlistEntry:
    """The expert's place on the list: the one there is, else the next after the last."""
    request = row.request
    last = request.shortlist.aggregate(last=Max("place"))["last"] or 0
    entry, made = request.shortlist.get_or_create(
        profile_id=expert.pk,
        defaults={
            "place": last + 1,
            "why": person.statement,
            "why_language": person.language[:8],
            "chosen_by": by,
            "match": latest_match(request, expert),
            "released_at": timezone.now(),
            "nominated_by": row.institution,
        },
    )
    if not made and entry.nominated_by_id is None:
        entry.nominated_by = row.institution
        entry.version += 1
        entry.save(update_fields=["nominated_by", "version", "updated_at"])
    return entry
