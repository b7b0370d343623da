"""Colleagues whom invited experts propose: for the officer to look at."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.common.on_behalf import Heard
from backend.consultations.models.invitation import Invitation
from backend.history.tracking import tracked

MOST_SUGGESTIONS = 5  # by one invitation


@tracked()
class Suggestion(Heard, Row):
    """Somebody who could help, in the words of one who was invited. It invites nobody."""

    invitation = models.ForeignKey(
        Invitation, models.CASCADE, related_name="suggestions", verbose_name=_("invitation")
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), blank=True)
    institution = models.CharField(_("institution"), max_length=300, blank=True)
    why = models.TextField(_("why this person"))

    class Meta(Row.Meta):
        verbose_name = _("colleague suggested")
        verbose_name_plural = _("colleagues suggested")

    def __str__(self) -> str:
        return self.name
