"""The score sheet of a programme, as data: what reviewers look at, and how much each counts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.common.names import name_in
from backend.history.tracking import tracked
from backend.programmes.models.programme import Programme, Stage


@tracked()
class Criterion(Row):
    """One line of the sheet: a mark from ``least`` to ``most``, which counts ``weight`` times.

    ``confirmed``: somebody read it in the programme's own papers. What is not confirmed is the
    secretariat's aid, and is shown as such.
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="criteria", verbose_name=_("programme")
    )
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.PROPOSAL)
    key = models.SlugField(_("key"), max_length=40)
    names = models.JSONField(_("names"), default=dict)
    hints = models.JSONField(_("what to look at"), default=dict, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2, default=1)
    least = models.SmallIntegerField(_("lowest mark"), default=1)
    most = models.SmallIntegerField(_("highest mark"), default=5)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    source = models.TextField(_("source"), blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Row.Meta):
        verbose_name = _("criterion of a score sheet")
        verbose_name_plural = _("criteria of score sheets")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "stage", "key"], name="one_criterion_per_key"
            ),
            models.CheckConstraint(condition=Q(weight__gt=0), name="a_criterion_counts"),
            models.CheckConstraint(condition=Q(most__gt=F("least")), name="marks_from_low_to_high"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language, else in English, else the key."""
        return name_in(self.names) or self.key
