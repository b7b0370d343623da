"""Organisations of every kind (partners included), and the people who act for them."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.directory.models.profile import Profile
from backend.history.tracking import tracked


@tracked()
class Institution(Profile):
    """An organisation: a centre with expertise, a ministry with needs, or both."""

    class Type(models.TextChoices):
        MINISTRY = "ministry", _("ministry")
        AGENCY = "agency", _("agency")
        RESEARCH_INSTITUTE = "research_institute", _("research institute")
        UNIVERSITY = "university", _("university")
        TRAINING_CENTRE = "training_centre", _("training centre")
        HOSPITAL = "hospital", _("hospital")
        COMPANY = "company", _("company")
        NGO = "ngo", _("non-governmental organisation")
        INTERNATIONAL_ORGANISATION = "international_organisation", _("international organisation")

    type = models.CharField(_("type"), max_length=30, choices=Type)
    ror = models.CharField("ROR", max_length=9, blank=True)
    website = models.URLField(_("website"), blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    illustrative = models.BooleanField(_("illustrative, not a real institution"), default=False)
    network_from = models.DateField(_("network member from"), null=True, blank=True)
    network_to = models.DateField(_("network member until"), null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("part of")
    )
    requires_clearance = models.BooleanField(_("releases its people itself"), default=False)
    is_secretariat = models.BooleanField(default=False, verbose_name=_("is the secretariat"))

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        constraints = [
            models.UniqueConstraint(
                fields=["is_secretariat"],
                condition=Q(is_secretariat=True),
                name="one_secretariat",
            )
        ]

    def save(self, *args, **kwargs) -> None:
        self.kind = self.Kind.INSTITUTION
        super().save(*args, **kwargs)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_on(self, day: datetime.date) -> MembershipQuerySet:
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gt=day))


@tracked(personal=True)
class Membership(Row):
    """A person acts for an institution, in a role, from … until (exclusive).

    Ended on the day it began, it is in force on no day any more, and remains on record.
    """

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        EDITOR = "editor", _("editor")
        APPROVER = "approver", _("approver")
        READER = "reader", _("reader")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("account"),
    )
    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="memberships", verbose_name=_("institution")
    )
    role = models.CharField(max_length=10, choices=Role, verbose_name=_("role"))
    valid_from = models.DateField(null=True, blank=True, verbose_name=_("from"))
    valid_to = models.DateField(null=True, blank=True, verbose_name=_("until"))

    objects = MembershipQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "institution", "role", "valid_from"],
                name="one_membership_per_role",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="acting_ends_not_before_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.institution_id}"
