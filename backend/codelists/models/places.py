"""Regions, countries, and groups of countries over time."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Code


class Region(Code):
    """A region of the M49 standard; ``code`` is its M49 code, the world is 001."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("part of")
    )

    class Meta(Code.Meta):
        verbose_name = _("region")
        verbose_name_plural = _("regions")


class Country(Code):
    """A country or area; ``code`` is ISO 3166-1 alpha-3."""

    alpha2 = models.CharField(max_length=2, unique=True, verbose_name=_("ISO alpha-2"))
    m49 = models.CharField(max_length=3, unique=True, verbose_name=_("M49"))
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="countries", verbose_name=_("region")
    )

    class Meta(Code.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")


class CountryGroup(Code):
    """A group of countries whose members change over time: G77, LDC, LLDC, SIDS."""

    note = models.TextField(blank=True, verbose_name=_("note"))

    class Meta(Code.Meta):
        verbose_name = _("group of countries")
        verbose_name_plural = _("groups of countries")


class GroupMembershipQuerySet(models.QuerySet):
    def valid_on(self, day: datetime.date) -> GroupMembershipQuerySet:
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gt=day))


class GroupMembership(models.Model):
    """A country's time in a group; ``valid_to`` is the first day it is no longer a member."""

    group = models.ForeignKey(
        CountryGroup, models.CASCADE, related_name="memberships", verbose_name=_("group")
    )
    country = models.ForeignKey(
        Country, models.CASCADE, related_name="group_memberships", verbose_name=_("country")
    )
    valid_from = models.DateField(null=True, blank=True, verbose_name=_("from"))
    valid_to = models.DateField(null=True, blank=True, verbose_name=_("until"))
    source = models.TextField(verbose_name=_("source"))
    confirmed = models.BooleanField(default=False, verbose_name=_("confirmed"))
    edited = models.BooleanField(default=False, editable=False, verbose_name=_("edited here"))

    objects = GroupMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership of a group")
        verbose_name_plural = _("memberships of groups")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "country", "valid_from"],
                name="one_membership_per_start",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} in {self.group_id}"
