"""A source of money, as data: its rules with their parameters, its form, its languages."""

from __future__ import annotations

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.common.names import name_in
from backend.history.tracking import tracked


class Stage(models.TextChoices):
    """What is handed in: most programmes know the proposal alone."""

    CONCEPT = "concept", _("concept note")
    PROPOSAL = "proposal", _("proposal")


class Channel(models.TextChoices):
    """The way a proposal reaches those who decide."""

    SECRETARIAT = "secretariat", _("handed to the secretariat, which passes it on")
    MISSION = "mission", _("through the Permanent Mission of the government")


class Severity(models.TextChoices):
    BLOCKS = "blocks", _("stops the submission")
    WARNS = "warns", _("warns")
    JUDGEMENT = "judgement", _("needs a person's judgement")


@tracked()
class Programme(Row):
    """A fund or a scheme that calls for proposals. What it demands are its ``rules``.

    ``languages`` are those of its proposals; ``page`` is how many characters it takes for one.
    What is ``edited`` here, of it, its rules and its form, is left alone when files are loaded.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    names = models.JSONField(_("names"), default=dict)
    descriptions = models.JSONField(_("descriptions"), default=dict, blank=True)
    funders = models.JSONField(_("names of the funder"), default=dict, blank=True)
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("languages"))
    stages = ArrayField(
        models.CharField(max_length=8, choices=Stage), verbose_name=_("stages in their order")
    )
    channel = models.CharField(
        _("way to those who decide"), max_length=11, choices=Channel, default=Channel.SECRETARIAT
    )
    page = models.PositiveSmallIntegerField(_("characters of a page"), default=3_000)
    source = models.TextField(_("source"), blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    is_open = models.BooleanField(_("takes proposals"), default=True)
    edited = models.BooleanField(_("edited here"), default=False, editable=False)

    class Meta(Row.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(condition=Q(page__gt=0), name="a_page_has_characters"),
            models.CheckConstraint(condition=Q(stages__len__gt=0), name="a_programme_has_a_stage"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, else in English, else the code."""
        return name_in(self.names) or self.code


class ProgrammeRuleQuerySet(models.QuerySet["ProgrammeRule"]):
    def valid_on(self, day: datetime.date) -> ProgrammeRuleQuerySet:
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gt=day))

    def for_stage(self, stage: str) -> ProgrammeRuleQuerySet:
        return self.filter(Q(stage="") | Q(stage=stage))


@tracked()
class ProgrammeRule(Row):
    """A rule of ``programmes.rules`` with this programme's parameters, from … until (exclusive).

    ``confirmed``: somebody read it in the source. What is not confirmed never stops a submission.
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="rules", verbose_name=_("programme")
    )
    rule = models.SlugField(_("rule"), max_length=40)
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, blank=True)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    severity = models.CharField(_("severity"), max_length=9, choices=Severity)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    source = models.TextField(_("source"))
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    edited = models.BooleanField(_("edited here"), default=False, editable=False)

    objects = ProgrammeRuleQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("rule of a programme")
        verbose_name_plural = _("rules of programmes")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "rule", "stage", "valid_from"],
                name="one_rule_per_start",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="a_rule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(confirmed=True) | ~Q(severity="blocks"),
                name="what_is_not_confirmed_never_blocks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.rule}"


@tracked()
class FormSection(Row):
    """A text that the programme's form asks for; ``most_pages`` pages of it at most."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="sections", verbose_name=_("programme")
    )
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.PROPOSAL)
    key = models.SlugField(_("key"), max_length=40)
    names = models.JSONField(_("names"), default=dict)
    hints = models.JSONField(_("what belongs into it"), default=dict, blank=True)
    required = models.BooleanField(_("required"), default=True)
    most_pages = models.DecimalField(
        _("pages at most"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    edited = models.BooleanField(_("edited here"), default=False, editable=False)

    class Meta(Row.Meta):
        verbose_name = _("section of a form")
        verbose_name_plural = _("sections of forms")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "stage", "key"], name="one_section_per_key"
            )
        ]

    def __str__(self) -> str:
        return name_in(self.names) or self.key

    @property
    def most_characters(self) -> int | None:
        return None if self.most_pages is None else int(self.most_pages * self.programme.page)
