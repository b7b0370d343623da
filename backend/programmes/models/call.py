"""A programme calls for proposals: from when, and until which instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.codelists.models.calendars import check_zone
from backend.common.models import Row
from backend.common.names import name_in
from backend.directory.selectors import is_secretariat
from backend.history.tracking import tracked
from backend.programmes.models.programme import Programme

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: User | AnonymousUser) -> CallQuerySet:
        """All for the secretariat; for others, logged in or not, those announced."""
        return self if is_secretariat(user) else self.announced()

    def announced(self) -> CallQuerySet:
        """Those that others than officers may see."""
        return self.filter(announced_at__isnull=False)


@tracked()
class Call(Row):
    """``opens_at`` until ``closes_at`` (the first instant that is too late), shown in ``zone``.

    ``internal_closes_at``: by when the secretariat wants proposals, to check them in time.
    ``full_closes_at``: where a concept note comes first, until when the proposals of those who are
    then invited can be handed in; ``closes_at`` is for the first stage.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="calls", verbose_name=_("programme")
    )
    names = models.JSONField(_("names"), default=dict)
    year = models.PositiveSmallIntegerField(_("year"))
    opens_at = models.DateTimeField(_("opens"))
    internal_closes_at = models.DateTimeField(_("internal deadline"), null=True, blank=True)
    closes_at = models.DateTimeField(_("deadline"))
    full_closes_at = models.DateTimeField(_("deadline of full proposals"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[check_zone])
    money = models.DecimalField(
        _("money available (US$)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    announced_at = models.DateTimeField(_("announced"), null=True, blank=True, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("call for proposals")
        verbose_name_plural = _("calls for proposals")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="a_call_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(internal_closes_at__isnull=True)
                | Q(internal_closes_at__gt=F("opens_at"), internal_closes_at__lte=F("closes_at")),
                name="the_internal_deadline_comes_first",
            ),
            models.CheckConstraint(
                condition=Q(full_closes_at__isnull=True) | Q(full_closes_at__gt=F("closes_at")),
                name="full_proposals_come_later",
            ),
            models.CheckConstraint(
                condition=Q(money__isnull=True) | Q(money__gte=0), name="no_debts_to_give_away"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return name_in(self.names) or f"{self.programme} {self.year}"


@tracked()
class Extension(Row):
    """A deadline moved by decision: which one, from when to when, and why."""

    class Deadline(models.TextChoices):
        INTERNAL = "internal", _("internal deadline")
        FINAL = "final", _("deadline")
        FULL = "full", _("deadline of full proposals")

    call = models.ForeignKey(
        Call, models.CASCADE, related_name="extensions", verbose_name=_("call for proposals")
    )
    deadline = models.CharField(_("which deadline"), max_length=8, choices=Deadline)
    before = models.DateTimeField(_("before"))
    after = models.DateTimeField(_("after"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta(Row.Meta):
        verbose_name = _("extension of a call")
        verbose_name_plural = _("extensions of calls")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
