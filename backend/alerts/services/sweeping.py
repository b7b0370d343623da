"""What is shown, has its vectors and was not held against alerts yet: found, and hurried along."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from backend.alerts.kinds import KINDS, Kind
from backend.alerts.models import Alert, AlertTarget
from backend.alerts.services.calls import tell_calls_as_texts
from backend.alerts.services.keeping import expire_alerts, remind_of_expiry
from backend.alerts.services.telling import tell_due
from backend.alerts.texts import ALERTS
from backend.common import leases
from backend.common.leases import RunStatus
from backend.common.queue import enqueue
from backend.matches import engine
from backend.matches.selectors.pending import pending_vectors
from backend.matches.selectors.versions import active_versions
from backend.matches.texts import Texts

AT_ONCE = 500  # rows that one sweep brings of a kind
TASK = "alerts.match_target"


def sweep() -> None:
    """Each part by itself can be killed or run twice: the rows say what is left to do."""
    tell_calls_as_texts()
    for kind in KINDS.values():
        forget_hidden(kind)
        bring(kind)
    catch_up()
    leases.sweep(AlertTarget, TASK)
    expire_alerts()
    remind_of_expiry()
    tell_due()


@transaction.atomic
def bring(kind: Kind) -> int:
    """A row for each that is new or reworded; the message only hurries it along."""
    known = AlertTarget.objects.filter(
        kind=kind.name, target=OuterRef("pk"), text_hash=OuterRef("text_hash")
    )
    ready = with_vectors(kind.texts).filter(pk__in=kind.shown().order_by().values("pk"))
    fresh = ready.filter(~Exists(known)).order_by("pk")
    rows = [
        AlertTarget(kind=kind.name, target=pk, text_hash=text_hash, updated_at=timezone.now())
        for pk, text_hash in fresh.values_list("pk", "text_hash")[:AT_ONCE]
    ]
    AlertTarget.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["kind", "target"],
        update_fields=["text_hash", "status", "lease_until", "updated_at"],
    )
    ids = AlertTarget.objects.filter(kind=kind.name, target__in=[row.target for row in rows])
    for pk in ids.order_by("pk").values_list("pk", flat=True):
        enqueue(TASK, pk)
    return len(rows)


def with_vectors(texts: Texts) -> QuerySet[Any]:
    """The terms, where current, of texts that have each vector of today that they can have."""
    ready = texts.terms._default_manager.filter(
        text_hash=F(f"{texts.of}__text_hash"), version=engine.TERMS_VERSION
    )
    for one in active_versions():
        ready = ready.exclude(pk__in=pending_vectors(one, texts).order_by().values("pk"))
    return ready


def forget_hidden(kind: Kind) -> int:
    """What was withdrawn is held against the alerts anew should it come back."""
    gone = AlertTarget.objects.filter(kind=kind.name).exclude(
        target__in=kind.shown().order_by().values("pk")
    )
    return gone.delete()[0]


@transaction.atomic
def catch_up() -> int:
    """What was held against the others while a new alert had no vectors yet is so once more.

    Says how many alerts have caught up.
    """
    ready = with_vectors(ALERTS).values("pk")
    behind = Alert.objects.filter(caught_up=False, pk__in=ready)
    ids = list(
        behind.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)
    )
    if not ids:
        return 0
    since = Alert.objects.filter(pk__in=ids).aggregate(least=Min("asked_since"))["least"]
    # What is under way may have asked before the vectors were there: its claim stands no more.
    done = Q(status=RunStatus.DONE, finished_at__gte=since) | Q(status=RunStatus.RUNNING)
    rows = AlertTarget.objects.filter(done)
    again = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.filter(pk__in=again).update(status=RunStatus.QUEUED, lease_until=None)
    Alert.objects.filter(pk__in=ids).update(caught_up=True)
    for pk in again:
        enqueue(TASK, pk)
    return len(ids)
