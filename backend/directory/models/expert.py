"""People who have expertise; linked to a user only once claimed by invitation."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import Country, Language, Sector
from backend.directory.models.institution import Institution
from backend.directory.models.profile import Profile, ProfileQuerySet
from backend.history.tracking import tracked


class ExpertQuerySet(ProfileQuerySet["Expert"]):
    def available_on(self, day: datetime.date) -> ExpertQuerySet:
        """Those with a period that holds the day, and those who named no period at all."""
        return self.filter(
            Q(availability__start__lte=day, availability__end__gte=day)
            | Q(availability__isnull=True)
        ).distinct()

    def speaking(self, *codes: str) -> ExpertQuerySet:
        """Those who speak every one of the languages (primary subtags)."""
        experts = self
        for code in codes:
            experts = experts.filter(language_skills__language_id=code)
        return experts


@tracked(personal=True)
class Expert(Profile):
    """An expert. Contact data stand in a row of their own, so that no list can leak them."""

    class Gender(models.TextChoices):
        FEMALE = "female", _("female")
        MALE = "male", _("male")

    gender = models.CharField(_("gender"), max_length=6, choices=Gender, blank=True)
    orcid = models.CharField(max_length=19, blank=True, verbose_name=_("ORCID iD"))
    countries_worked_in = models.ManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("countries worked in")
    )
    max_open_engagements = models.PositiveSmallIntegerField(_("most open engagements"), default=2)
    sectors_not_wanted = models.ManyToManyField(
        Sector, blank=True, related_name="+", verbose_name=_("sectors not wanted")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="expert",
        verbose_name=_("account"),
    )

    objects = ExpertQuerySet.as_manager()  # type: ignore[misc]  # the parent’s manager is of profiles

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        constraints = [
            models.UniqueConstraint(
                fields=["orcid"], condition=~Q(orcid=""), name="one_expert_per_orcid"
            )
        ]
        indexes = [
            models.Index(
                fields=["max_open_engagements"],
                condition=Q(max_open_engagements=0),
                name="experts_who_take_no_work",
            )
        ]

    def save(self, *args, **kwargs) -> None:
        self.kind = self.Kind.EXPERT
        super().save(*args, **kwargs)


@tracked(personal=True)
class Contact(models.Model):
    """How to reach an expert: for the secretariat and the expert alone."""

    expert = models.OneToOneField(
        Expert, models.CASCADE, related_name="contact", primary_key=True, verbose_name=_("expert")
    )
    email = models.EmailField(blank=True, verbose_name=_("e-mail address"))
    phone = models.CharField(max_length=40, blank=True, verbose_name=_("telephone number"))

    class Meta:
        verbose_name = _("contact data")
        verbose_name_plural = _("contact data")

    def __str__(self) -> str:
        return f"contact of {self.expert_id}"


@tracked(personal=True)
class Affiliation(models.Model):
    """An expert works at an institution, in a position, from … to (years, or empty)."""

    expert = models.ForeignKey(
        Expert, models.CASCADE, related_name="affiliations", verbose_name=_("expert")
    )
    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="affiliations", verbose_name=_("institution")
    )
    position = models.CharField(max_length=200, blank=True, verbose_name=_("position"))
    start_year = models.PositiveSmallIntegerField(
        null=True, blank=True, verbose_name=_("from year")
    )
    end_year = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name=_("until year"))

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = (F("end_year").desc(nulls_first=True), "institution_id")
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "institution", "start_year"],
                name="one_affiliation_per_start",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} at {self.institution_id}"


class LanguageSkill(models.Model):
    """A language an expert speaks, with its level (CEFR, or native)."""

    LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2", "native")

    expert = models.ForeignKey(
        Expert, models.CASCADE, related_name="language_skills", verbose_name=_("expert")
    )
    language = models.ForeignKey(Language, models.PROTECT, verbose_name=_("language"))
    level = models.CharField(
        max_length=6,
        choices=[(level, level) for level in LEVELS],
        blank=True,
        verbose_name=_("level"),
    )

    class Meta:
        verbose_name = _("language spoken")
        verbose_name_plural = _("languages spoken")
        constraints = [
            models.UniqueConstraint(fields=["expert", "language"], name="one_level_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.language_id} {self.level}".strip()


class AvailabilityPeriod(models.Model):
    """A period, both days included, in which an expert can take work."""

    expert = models.ForeignKey(
        Expert, models.CASCADE, related_name="availability", verbose_name=_("expert")
    )
    start = models.DateField(verbose_name=_("from"))
    end = models.DateField(verbose_name=_("until"))

    class Meta:
        verbose_name = _("period of availability")
        verbose_name_plural = _("periods of availability")
        ordering = ("start",)
        constraints = [
            models.UniqueConstraint(fields=["expert", "start", "end"], name="one_such_period"),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="availability_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"
