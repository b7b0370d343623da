"""Projects that were done: by this network's members or by others, brought in from spreadsheets."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import Country, Goal, Sector
from backend.common.models import Row
from backend.common.text import text_hash
from backend.directory.models import Institution
from backend.history.tracking import tracked
from backend.matches.models.embedding import Terms, Vector


@tracked(leaving=("text_hash", "row_hash"))
class PastProject(Row):
    """What was done, where, by whom, with which money and what came of it.

    ``institutions`` are those of the directory; ``others`` those that it does not hold, by name.
    ``row_hash`` is of the row as it came last, ``imported_version`` the version that the import
    left: where it is higher, a person has changed it here, and imports leave it alone.
    """

    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("what was done"))
    text_hash = models.CharField(_("text hash"), max_length=64, default="", editable=False)
    language = models.CharField(_("language"), max_length=35, blank=True)
    countries = models.ManyToManyField(Country, blank=True, verbose_name=_("countries"))
    institutions = models.ManyToManyField(
        Institution, blank=True, related_name="+", verbose_name=_("institutions")
    )
    others = ArrayField(
        models.CharField(max_length=300),
        default=list,
        blank=True,
        verbose_name=_("others who took part"),
    )
    programme = models.CharField(_("programme"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1901), MaxValueValidator(2200)],
    )
    amount = models.DecimalField(
        _("amount (US$)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    outcome = models.TextField(_("outcome"), blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    sdgs = models.ManyToManyField(Goal, blank=True, verbose_name=_("goals"))
    sectors = models.ManyToManyField(Sector, blank=True, verbose_name=_("sectors"))
    source = models.CharField(_("source"), max_length=60)
    external_id = models.CharField(_("id at its source"), max_length=120)
    row_hash = models.CharField(_("hash of the row"), max_length=64, default="", editable=False)
    imported_version = models.PositiveIntegerField(
        _("version at the import"), default=1, editable=False
    )
    demo = models.BooleanField(_("demonstration"), default=False)

    class Meta(Row.Meta):
        verbose_name = _("past project")
        verbose_name_plural = _("past projects")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], name="one_past_project_per_source_and_id"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="a_past_project_cost_nothing_or_more",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With the text's hash, by which its vectors are told to be of it."""
        if kwargs.get("update_fields") is None:
            self.text_hash = text_hash(self.text)
        super().save(*args, **kwargs)


class PastProjectTerms(Terms):
    past_project = models.OneToOneField(
        PastProject,
        models.CASCADE,
        primary_key=True,
        related_name="terms",
        verbose_name=_("past project"),
    )

    class Meta:
        verbose_name = _("terms of a past project")
        verbose_name_plural = _("terms of past projects")

    def __str__(self) -> str:
        return f"terms of {self.past_project_id}"


class PastProjectEmbedding(Vector):
    past_project = models.ForeignKey(
        PastProject,
        models.CASCADE,
        related_name="embeddings",
        verbose_name=_("past project"),
    )

    class Meta(Vector.Meta):
        verbose_name = _("vector of a past project")
        verbose_name_plural = _("vectors of past projects")
        constraints = [
            models.UniqueConstraint(
                fields=["past_project", "encoder", "encoder_version", "correction_version"],
                name="one_past_project_vector_per_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.encoder} of {self.past_project_id}"
