"""Experts say once a year that their profiles still hold."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.common.on_behalf import Heard
from backend.directory.models.expert import Expert


class Confirmation(Heard, Row):
    """An expert was asked whether the profile still holds, or said so unasked.

    ``asked_at`` and ``reminded_at``: when the letters were written. ``by`` is nobody where the
    button behind the letter's link was pressed.
    """

    expert = models.ForeignKey(
        Expert, models.CASCADE, related_name="confirmations", verbose_name=_("expert")
    )
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta(Row.Meta):
        verbose_name = _("confirmation of a profile")
        verbose_name_plural = _("confirmations of profiles")
        constraints = [
            models.UniqueConstraint(
                fields=["expert"],
                condition=Q(confirmed_at__isnull=True),
                name="asked_to_confirm_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"confirmation of {self.expert_id}"
