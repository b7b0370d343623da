"""A person's data are to be erased, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.common.on_behalf import Heard
from backend.directory.models.expert import Expert


class ErasureStatus(models.TextChoices):
    ASKED = "asked", _("asked for")
    CONFIRMED = "confirmed", _("confirmed")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("taken back")


class Erasure(Heard, Row):
    """Of an account, an expert's profile, or both; the one record of it that stays.

    ``status`` moves by ``erasing.STEPS`` and nowhere else. ``due_at``: carried out from then on,
    unless it is taken back.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    expert = models.ForeignKey(
        Expert, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("expert")
    )
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=ErasureStatus,
        default=ErasureStatus.ASKED,
        editable=False,
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(expert__isnull=False),
                name="erasure_of_somebody",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(status__in=["asked", "confirmed"]),
                name="one_erasure_per_account",
            ),
            models.UniqueConstraint(
                fields=["expert"],
                condition=Q(status__in=["asked", "confirmed"]),
                name="one_erasure_per_expert",
            ),
        ]

    def __str__(self) -> str:
        return f"erasure of {self.user_id or self.expert_id}"
