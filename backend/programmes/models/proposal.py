"""A proposal to a call, by several institutions."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import Country, Goal, PgtfSector, Sector
from backend.common.models import Row, StepRecord
from backend.directory.models import Institution
from backend.directory.selectors import acting_for, is_secretariat
from backend.history.tracking import tracked
from backend.programmes.models.call import Call
from backend.programmes.models.idea import ProjectIdea
from backend.programmes.models.programme import Stage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User


class ProposalStatus(models.TextChoices):
    """Where a proposal stands; *submitted* only once those who decide have confirmed receipt."""

    DRAFT = "draft", _("draft")
    HANDED_IN = "handed_in", _("handed in to the secretariat")
    RETURNED = "returned", _("returned for correction")
    CHECKED = "checked", _("checked by the secretariat")
    SENT = "sent", _("sent to the Permanent Mission")
    SUBMITTED = "submitted", _("submitted, receipt confirmed")
    IN_REVIEW = "in_review", _("in review")
    INVITED = "invited", _("invited to write the full proposal")
    RECOMMENDED = "recommended", _("recommended for funding")
    NOT_RECOMMENDED = "not_recommended", _("not recommended")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("not approved")
    INELIGIBLE = "ineligible", _("ineligible")
    WITHDRAWN = "withdrawn", _("withdrawn")


WRITABLE = frozenset({ProposalStatus.DRAFT, ProposalStatus.RETURNED, ProposalStatus.INVITED})


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User | AnonymousUser) -> ProposalQuerySet:
        """All for the secretariat; for others those that their institutions write together."""
        if is_secretariat(user):
            return self
        own = acting_for(user)
        partner = ProposalPartner.objects.filter(institution__in=own, left_at__isnull=True)
        return self.filter(Q(institution__in=own) | Q(pk__in=partner.values("proposal")))


@tracked()
class Proposal(Row):
    """What several institutions would do with a programme's money, in the form of the programme.

    ``institution`` is the applicant; ``status`` moves by ``proposing.STEPS`` and nowhere else.
    ``requested`` is what the programme is asked for; the budget's lines say for what.
    ``handed_in_at`` is the instant of the last handing in, by the database's clock.
    """

    call = models.ForeignKey(
        Call, models.PROTECT, related_name="proposals", verbose_name=_("call for proposals")
    )
    idea = models.ForeignKey(
        ProjectIdea,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("project idea"),
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="proposals", verbose_name=_("applicant")
    )
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.PROPOSAL)
    status = models.CharField(
        _("status"),
        max_length=15,
        choices=ProposalStatus,
        default=ProposalStatus.DRAFT,
        editable=False,
    )
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language"), max_length=35)
    number = models.CharField(_("number"), max_length=60, blank=True)
    sector = models.ForeignKey(
        PgtfSector, models.PROTECT, null=True, blank=True, verbose_name=_("priority sector")
    )
    sectors = models.ManyToManyField(Sector, blank=True, verbose_name=_("sectors"))
    sdgs = models.ManyToManyField(Goal, blank=True, verbose_name=_("goals"))
    beneficiaries = models.TextField(_("beneficiaries"), blank=True)
    beneficiaries_number = models.PositiveIntegerField(
        _("number of beneficiaries"), null=True, blank=True
    )
    starts_on = models.DateField(_("estimated start"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(
        _("duration in months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    requested = models.DecimalField(
        _("asked of the programme (US$)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    outcome = models.TextField(_("intended outcome"), blank=True)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("created by"),
    )
    demo = models.BooleanField(_("demonstration"), default=False)
    handing_in_at: datetime.datetime | None = None  # while that step is taken; kept in no column

    objects = ProposalQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.CheckConstraint(
                condition=Q(requested__isnull=True) | Q(requested__gt=0), name="something_asked_for"
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class ProposalPartner(Row):
    """An institution that takes part, and the country for which it does.

    The applicant is one of them, so that countries and inputs are counted in one place.
    """

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="partners", verbose_name=_("proposal")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("institution")
    )
    country = models.ForeignKey(Country, models.PROTECT, verbose_name=_("country"))
    role = models.TextField(_("role in the project"), blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("partner in a proposal")
        verbose_name_plural = _("partners in proposals")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "institution"],
                condition=Q(left_at__isnull=True),
                name="takes_part_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} ({self.country_id})"


@tracked()
class ProposalStep(StepRecord):
    """``dated``: the day the step has outside, such as that of a receipt or of a decision."""

    ABOUT = "proposal"

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="steps", verbose_name=_("proposal")
    )
    dated = models.DateField(_("dated"), null=True, blank=True)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    source = models.CharField(_("from"), max_length=15, choices=ProposalStatus)
    target = models.CharField(_("to"), max_length=15, choices=ProposalStatus)

    class Meta(StepRecord.Meta):
        verbose_name = _("step of a proposal")
        verbose_name_plural = _("steps of proposals")
