"""Languages, goals, sectors and fields of practice."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.models import Code


class Language(Code):
    """A language; ``code`` is its BCP 47 primary subtag."""

    native_name = models.CharField(max_length=100, verbose_name=_("native name"))
    right_to_left = models.BooleanField(default=False, verbose_name=_("written right to left"))

    class Meta(Code.Meta):
        verbose_name = _("language")
        verbose_name_plural = _("languages")


class Goal(Code):
    """A Sustainable Development Goal; ``code`` is 1 to 17."""

    number = models.PositiveSmallIntegerField(unique=True, verbose_name=_("number"))
    color = models.CharField(max_length=7, verbose_name=_("colour"))
    title = models.TextField(verbose_name=_("title"))

    class Meta(Code.Meta):
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["number"]


class Target(Code):
    """A target of a goal, such as 6.2."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="targets", verbose_name=_("goal"))
    position = models.PositiveSmallIntegerField(verbose_name=_("position"))

    class Meta(Code.Meta):
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["goal__number", "position"]


class SectorCategory(Code):
    """A three-digit category of the DAC list."""

    class Meta(Code.Meta):
        verbose_name = _("category of sectors")
        verbose_name_plural = _("categories of sectors")


class Sector(Code):
    """A five-digit sector of the DAC list."""

    category = models.ForeignKey(
        SectorCategory, models.PROTECT, related_name="sectors", verbose_name=_("category")
    )
    description = models.TextField(blank=True, verbose_name=_("description"))
    withdrawn = models.BooleanField(default=False, verbose_name=_("withdrawn"))

    class Meta(Code.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class PgtfSector(Code):
    """One of the eight priority sectors of the Pérez-Guerrero Trust Fund."""

    class Meta(Code.Meta):
        verbose_name = _("PGTF sector")
        verbose_name_plural = _("PGTF sectors")


class Field(Code):
    """A field of practice, such as small hydropower, in which profiles are browsed."""

    goals = models.ManyToManyField(Goal, related_name="fields", blank=True, verbose_name=_("goals"))
    sectors = models.ManyToManyField(
        Sector, related_name="fields", blank=True, verbose_name=_("sectors")
    )

    class Meta(Code.Meta):
        verbose_name = _("field of practice")
        verbose_name_plural = _("fields of practice")
