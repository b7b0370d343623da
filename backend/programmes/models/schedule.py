"""Which reports a programme wants, and when: data of the programme."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import WorkingCalendar
from backend.common.models import Row
from backend.common.names import name_in
from backend.history.tracking import tracked
from backend.programmes.models.programme import Programme


class ReportKind(models.TextChoices):
    PROGRESS = "progress", _("progress report")
    FINAL = "final", _("final report")
    FINANCIAL = "financial", _("financial report")
    FOLLOW_UP = "follow_up", _("follow-up")


@tracked()
class ReportRule(Row):
    """A report is due so many months after the project begins, or ends.

    ``sections``: what it tells, a list of ``{"key", "names", "required"}``. ``remind_before``: so
    many working days before it is due somebody is reminded. ``confirmed`` as with other rules:
    somebody read it in the programme's papers.
    """

    class CountedFrom(models.TextChoices):
        START = "start", _("the beginning")
        END = "end", _("the end")

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="report_rules", verbose_name=_("programme")
    )
    kind = models.CharField(_("kind"), max_length=9, choices=ReportKind)
    names = models.JSONField(_("names"), default=dict, blank=True)
    counted_from = models.CharField(
        _("counted from"), max_length=5, choices=CountedFrom, default=CountedFrom.START
    )
    months = models.PositiveSmallIntegerField(
        _("months after it"), validators=[MaxValueValidator(120)]
    )
    sections = models.JSONField(_("sections"), default=list, blank=True)
    remind_before = models.PositiveSmallIntegerField(
        _("working days before, to remind"), default=10
    )
    calendar = models.ForeignKey(
        WorkingCalendar,
        models.PROTECT,
        default="secretariat",
        related_name="+",
        verbose_name=_("calendar"),
    )
    confirmed = models.BooleanField(_("confirmed"), default=False)
    source = models.TextField(_("source"), blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Row.Meta):
        verbose_name = _("report that is wanted")
        verbose_name_plural = _("reports that are wanted")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "counted_from", "months"], name="wanted_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language, else in English, else what its kind is called."""
        return name_in(self.names) or str(ReportKind(self.kind).label)
