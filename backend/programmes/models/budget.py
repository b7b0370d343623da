"""Money and what is given in kind: what each output takes in each year, and from whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.directory.models import Institution
from backend.files.models import StoredFile
from backend.history.tracking import tracked
from backend.programmes.models.framework import Output
from backend.programmes.models.proposal import Proposal


@tracked()
class Contribution(Row):
    """A source of inputs besides the programme: who gives, how sure it is, and what shows it."""

    class Status(models.TextChoices):
        PROMISED = "promised", _("promised")
        CONFIRMED = "confirmed", _("confirmed")

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="contributions", verbose_name=_("proposal")
    )
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("institution"),
    )
    name = models.CharField(_("name of the source"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PROMISED)
    evidence = models.TextField(_("evidence"), blank=True)
    file = models.OneToOneField(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("file that shows it"),
    )

    class Meta(Row.Meta):
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.CheckConstraint(
                condition=Q(institution__isnull=False) | ~Q(name=""), name="somebody_gives_it"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.institution)


@tracked()
class BudgetLine(Row):
    """An amount for an output (or for all of it) in a year, from one source, in cash or in kind.

    ``contribution`` empty: the programme pays. ``year`` counts from 1.
    """

    class Kind(models.TextChoices):
        CASH = "cash", _("in cash")
        IN_KIND = "in_kind", _("in kind")

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="budget_lines", verbose_name=_("proposal")
    )
    output = models.ForeignKey(
        Output,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name=_("output"),
    )
    contribution = models.ForeignKey(
        Contribution,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="budget_lines",
        verbose_name=_("given by"),
    )
    text = models.CharField(_("for what"), max_length=300)
    year = models.PositiveSmallIntegerField(_("year"), default=1)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.CASH)
    amount = models.DecimalField(_("amount (US$)"), max_digits=14, decimal_places=2)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Row.Meta):
        verbose_name = _("line of a budget")
        verbose_name_plural = _("lines of budgets")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_amount_of_something"),
            models.CheckConstraint(condition=Q(year__gte=1), name="years_count_from_one"),
            models.CheckConstraint(
                condition=Q(contribution__isnull=False) | Q(kind="cash"),
                name="a_programme_gives_cash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.amount}"
