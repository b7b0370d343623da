"""Colleagues who are invited to act for an institution."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.directory.models import Institution, Membership
from backend.history.tracking import tracked


class MemberInvitationStatus(models.TextChoices):
    SENT = "sent", _("sent")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("taken back")


@tracked()
class MemberInvitation(Row):
    """A signed link by which somebody joins an institution in a role, until ``expires_at``.

    ``status`` moves by ``inviting.STEPS`` and nowhere else. One that has expired is sent again.
    """

    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="+", verbose_name=_("institution")
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Membership.Role)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=MemberInvitationStatus,
        default=MemberInvitationStatus.SENT,
        editable=False,
    )
    sent_at = models.DateTimeField(_("sent at"))
    expires_at = models.DateTimeField(_("valid until"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    membership = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("membership"),
    )

    class Meta(Row.Meta):
        verbose_name = _("invitation of a colleague")
        verbose_name_plural = _("invitations of colleagues")
        constraints = [
            models.UniqueConstraint(
                F("institution"),
                Lower("email"),
                condition=Q(status="sent"),
                name="colleague_invited_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.institution_id}"
