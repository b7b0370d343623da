"""Whom the secretariat proposes to a partner, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.consultations.models.request import ConsultationRequest
from backend.directory.models import Institution, Profile
from backend.history.tracking import tracked
from backend.matches.models import Match


@tracked()
class ShortlistEntry(Row):
    """A candidate for a request: proposed, or left out.

    ``match`` is where the ranking had the candidate; empty for one who was added by hand. ``why``
    is what the partner reads, in ``why_language``; ``note`` is for the secretariat: why somebody
    was added by hand, or left out. ``nominated_by``: the institution that named this person.
    """

    request = models.ForeignKey(
        ConsultationRequest, models.CASCADE, related_name="shortlist", verbose_name=_("request")
    )
    profile = models.ForeignKey(
        Profile, models.PROTECT, related_name="+", verbose_name=_("candidate")
    )
    match = models.ForeignKey(
        Match,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place in the ranking"),
    )
    place = models.PositiveSmallIntegerField(_("place"))
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    left_out = models.BooleanField(_("left out"), default=False)
    why = models.TextField(_("why this person"), blank=True)
    why_language = models.CharField(_("language of the reasons"), max_length=8)
    note = models.TextField(_("note of the secretariat"), blank=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("chosen by")
    )

    nominated_by = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nominated by"),
    )

    class Meta(Row.Meta):
        verbose_name = _("entry of a shortlist")
        verbose_name_plural = _("entries of shortlists")
        ordering = ["request", "place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "profile"], name="once_on_a_shortlist"),
            models.CheckConstraint(
                condition=Q(left_out=False) | ~Q(note=""), name="left_out_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.profile_id}"
