"""People whom experts let look after their profiles."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.directory.models.expert import Expert


class DelegateQuerySet(models.QuerySet["Delegate"]):
    def in_force(self) -> DelegateQuerySet:
        return self.filter(ended_at__isnull=True, accepted_at__isnull=False)


class Delegate(Row):
    """May edit and draft an expert's profile and see invitations; decides and signs nothing.

    Named by e-mail address; in force once the letter's link was accepted, until it is ended.
    """

    expert = models.ForeignKey(
        Expert, models.CASCADE, related_name="delegates", verbose_name=_("expert")
    )
    email = models.EmailField(_("e-mail address"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("account"),
    )
    expires_at = models.DateTimeField(_("link valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("named by"),
    )

    objects = DelegateQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "email"],
                condition=Q(ended_at__isnull=True),
                name="delegate_named_once",
            ),
            models.UniqueConstraint(
                fields=["expert", "user"],
                condition=Q(ended_at__isnull=True, user__isnull=False),
                name="delegate_of_an_expert_once",
            ),
        ]

    def __str__(self) -> str:
        return f"delegate of {self.expert_id}"
