"""What was held against the alerts, and what each of them found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.alerts.models.alert import Alert, TargetKind
from backend.common.leases import Leased, LeasedQuerySet
from backend.common.models import Row
from backend.notifications.models import Letter


class AlertTarget(Leased):
    """Something new, to be held against all alerts: claimed by one worker at a time.

    ``target`` is the id of its row, of the kind's own table; ``text_hash`` of the text that is
    held against them. What was reworded is held against them anew, and told to nobody twice.
    """

    kind = models.CharField(_("kind"), max_length=6, choices=TargetKind)
    target = models.UUIDField(_("what is new"))
    text_hash = models.CharField(_("text hash"), max_length=64)

    objects = LeasedQuerySet.as_manager()

    class Meta(Leased.Meta):
        abstract = False
        verbose_name = _("held against alerts")
        verbose_name_plural = _("held against alerts")
        constraints = [
            models.UniqueConstraint(fields=["kind", "target"], name="once_held_against_alerts")
        ]
        indexes = [
            models.Index(
                fields=["lease_until"],
                condition=Q(status__in=["queued", "running"]),
                name="targets_to_claim",
            ),
            models.Index(fields=["finished_at"], name="targets_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"


class AlertHit(Row):
    """Something that an alert found: once, whatever happens.

    ``due_at``: not told before then. ``letter``: the one that told it; what was withdrawn before
    it was told is found no more.
    """

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="hits", verbose_name=_("alert"))
    kind = models.CharField(_("kind"), max_length=6, choices=TargetKind)
    target = models.UUIDField(_("what was found"))
    score = models.FloatField(_("score"))
    due_at = models.DateTimeField(_("to be told from"))
    told_at = models.DateTimeField(_("told"), null=True, blank=True)
    letter = models.ForeignKey(
        Letter,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("letter"),
    )

    class Meta(Row.Meta):
        verbose_name = _("what an alert found")
        verbose_name_plural = _("what alerts found")
        constraints = [
            models.UniqueConstraint(fields=["alert", "kind", "target"], name="found_once"),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="a_score_of_a_hit"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(told_at__isnull=True), name="hits_to_be_told"
            )
        ]

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.kind} {self.target}"
