"""Writing alerts, and what becomes of them by the time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.alerts.alerting import STEPS
from backend.alerts.models import Alert, AlertStatus, AlertStep
from backend.alerts.services.letters import write_of_expiry
from backend.alerts.services.matching import due_times
from backend.common.errors import Conflict
from backend.common.queue import enqueue
from backend.common.records import record_step
from backend.common.transitions import Automatic, Person

SETS = ("countries", "sectors")
MOST = 50  # alerts of one person
AHEAD = datetime.timedelta(days=14)  # of the end it is told of
FINDS_OTHERS = {"text", "language", "kinds", *SETS}  # with these changed it looks anew from now on


class TooManyAlerts(Conflict):
    """One person keeps so many at most."""

    default_code = "too_many_alerts"


@transaction.atomic
def create_alert(*, values: Mapping[str, Any], by: User) -> Alert:
    """Tells of what is new from now on. Raises ``TooManyAlerts``."""
    User.objects.select_for_update().get(pk=by.pk)  # so that two at once are counted
    if by.alerts.count() >= MOST:
        told = _("You keep %(most)d alerts, the most there can be: remove one first.")
        raise TooManyAlerts(told % {"most": MOST})
    given = dict(values)
    sets = {name: given.pop(name) for name in SETS if name in given}
    alert = Alert.objects.create(owner=by, expires_at=ends_at(), **given)
    for name, rows in sets.items():
        getattr(alert, name).set(rows)
    enqueue("matches.embed_pending")
    return alert


def locked_alert(alert: Alert) -> Alert:
    return Alert.objects.select_for_update(of=("self",)).get(pk=alert.pk)


@transaction.atomic
def change_alert(*, alert: Alert, values: Mapping[str, Any]) -> None:
    """Changes a locked alert; what it found and has not told waits as its owner now wants."""
    given = dict(values)
    if FINDS_OTHERS & set(given):
        alert.asked_since, alert.caught_up = timezone.now(), False
    for name in SETS:
        if name in given:
            getattr(alert, name).set(given.pop(name))
    for name, value in given.items():
        setattr(alert, name, value)
    alert.version += 1
    alert.save()
    if "how_often" in given:
        alert.hits.filter(told_at__isnull=True).update(due_at=due_times([alert])[alert.pk])
    enqueue("matches.embed_pending")


@transaction.atomic
def remove_alert(*, alert: Alert) -> None:
    """With all that it found."""
    alert.delete()


@transaction.atomic
def take_step(*, alert: Alert, step: str, by: Person) -> Alert:
    """Raises as ``Table.take_step`` does."""
    row = locked_alert(alert)
    record_step(STEPS, step, row, by, AlertStep)
    if step == "renew":
        row.expires_at, row.reminded_at = ends_at(), None
    if step in ("resume", "renew") and row.status == AlertStatus.ACTIVE:
        row.asked_since, row.caught_up = timezone.now(), False
    row.save(update_fields=["expires_at", "reminded_at", "asked_since", "caught_up", "updated_at"])
    return row


def ends_at() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=settings.ALERT_DAYS)


def expire_alerts() -> int:
    """Ends those whose time is over, each in a transaction of its own. Says how many."""
    over = Alert.objects.exclude(status=AlertStatus.EXPIRED).filter(expires_at__lte=Now())
    return sum(_expire(pk) for pk in list(over.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: UUID) -> bool:
    rows = Alert.objects.select_for_update(of=("self",), skip_locked=True)
    over = rows.exclude(status=AlertStatus.EXPIRED).filter(pk=pk, expires_at__lte=Now())
    if (row := over.first()) is None:
        return False
    record_step(STEPS, "expire", row, Automatic(), AlertStep)
    return True


def remind_of_expiry() -> int:
    """One letter each before the end, with a link that renews it. Says how many."""
    soon = _ending().order_by("pk").values_list("pk", flat=True)
    return sum(_remind(pk) for pk in list(soon))


def _ending() -> Any:
    soon = Alert.objects.filter(expires_at__gt=Now(), expires_at__lte=Now() + AHEAD)
    return soon.filter(status=AlertStatus.ACTIVE, reminded_at__isnull=True, owner__is_active=True)


@transaction.atomic
def _remind(pk: UUID) -> bool:
    rows = _ending().select_related("owner").filter(pk=pk)
    row = rows.select_for_update(of=("self",), skip_locked=True).first()
    if row is None:
        return False
    write_of_expiry(row)
    Alert.objects.filter(pk=pk).update(reminded_at=Now())
    return True
