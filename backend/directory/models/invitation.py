"""Invitations of experts to take over their own profiles."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.directory.models.expert import Expert


class Invitation(Row):
    """A signed link by which an expert claims a profile, once."""

    expert = models.ForeignKey(
        Expert, models.CASCADE, related_name="invitations", verbose_name=_("expert")
    )
    expires_at = models.DateTimeField(verbose_name=_("valid until"))
    accepted_at = models.DateTimeField(null=True, blank=True, verbose_name=_("accepted"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("invited by"),
    )

    class Meta(Row.Meta):
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"invitation of {self.expert_id}"
