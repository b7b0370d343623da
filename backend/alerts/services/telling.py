"""Letters of what alerts found: one for all that is due to a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.accounts.models import User
from backend.alerts.kinds import KINDS
from backend.alerts.models import Alert, AlertHit, AlertStatus
from backend.common.queue import enqueue
from backend.directory.selectors import language_of
from backend.notifications.models import Kind as LetterKind
from backend.notifications.services import write_letter

MOST = 100  # hits in one letter; the rest goes with the next
SHOWN_WORDS = 120  # characters of an alert's own words
Rows = Mapping[str, Mapping[UUID, Any]]  # by kind and id


def tell_due() -> int:
    """Hurries along the letters of all to whom something is due. Says how many people."""
    owners = due_owners()
    for owner in owners:
        enqueue("alerts.tell", owner)
    return len(owners)


def due_owners() -> list[UUID]:
    return list(_due().order_by("alert__owner").values_list("alert__owner", flat=True).distinct())


@transaction.atomic
def tell(*, owner_id: Any) -> int:
    """The letter and the mark on what it tells in one transaction: nothing twice, nothing lost.

    Says how many were told. What is no longer shown, or not to this person, is found no more.
    """
    owner = User.objects.filter(pk=owner_id, is_active=True).first()
    if owner is None:
        return 0
    due = _due().filter(alert__owner=owner).select_related("alert").order_by("alert", "-score")
    hits = list(due.select_for_update(of=("self",), skip_locked=True)[:MOST])
    rows = _rows(owner, hits)
    told = [one for one in hits if one.target in rows[one.kind]]
    gone = [one.pk for one in hits if one.target not in rows[one.kind]]
    AlertHit.objects.filter(pk__in=gone).delete()
    if told:
        letter = _write(owner, told, rows)
        marked = AlertHit.objects.filter(pk__in=[one.pk for one in told])
        marked.update(told_at=Now(), letter=letter)
    if len(hits) == MOST:
        enqueue("alerts.tell", owner.pk)
    return len(told)


def _due() -> Any:
    """Not of what is paused: it is told once that goes on."""
    waiting = AlertHit.objects.filter(told_at__isnull=True, due_at__lte=Now())
    return waiting.exclude(alert__status=AlertStatus.PAUSED)


def _rows(owner: User, hits: Iterable[AlertHit]) -> Rows:
    """What each hit is about: two or three queries for each kind."""
    ids: dict[str, set[UUID]] = defaultdict(set)
    for one in hits:
        ids[one.kind].add(one.target)
    return {name: KINDS[name].rows_for(owner, wanted) for name, wanted in ids.items()}


def _write(owner: User, hits: list[AlertHit], rows: Rows) -> Any:
    language = language_of(owner)
    with translation.override(language):
        number = len({(one.kind, one.target) for one in hits})
        subject = ngettext(
            "%(number)d thing new that you asked for", "%(number)d things new that you asked for",
            number,
        ) % {"number": number}  # fmt: skip
        text = "\n\n".join(_parts(hits, rows))
    return write_letter(
        address=owner.email,
        language=language,
        subject=subject,
        text=text,
        of=hits[0].alert,
        kind=LetterKind.ALERT,
    )


def _parts(hits: list[AlertHit], rows: Rows) -> Iterable[str]:
    """Alert by alert, what it found by kind; what two alerts found is told once."""
    by_alert: dict[Alert, list[AlertHit]] = defaultdict(list)
    for one in hits:
        by_alert[one.alert].append(one)
    seen: set[tuple[str, UUID]] = set()
    for alert, own in by_alert.items():
        fresh = [one for one in own if (one.kind, one.target) not in seen]
        seen |= {(one.kind, one.target) for one in own}
        if fresh:
            yield _("You look for: %(words)s") % {"words": _shortened(alert.text)}
            yield from _lines(fresh, rows)


def _lines(hits: list[AlertHit], rows: Rows) -> Iterable[str]:
    for kind in KINDS.values():
        found = [one for one in hits if one.kind == kind.name]
        told = [kind.told(rows[kind.name][one.target]) for one in found]
        if told:
            listed = [f"• {one.line}\n  {one.address}" for one in told]
            yield "\n".join([f"{kind.name.label}:", *listed])


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SHOWN_WORDS else f"{words[:SHOWN_WORDS]}…"
