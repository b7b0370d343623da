"""An approved proposal that is carried out: the agreement, its parties, and what is due when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row, StepRecord
from backend.directory.models import Institution
from backend.directory.rights import is_secretariat
from backend.files.models import StoredFile
from backend.history.tracking import tracked
from backend.programmes.models.framework import Activity, Output
from backend.programmes.models.proposal import Proposal

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User


class ProjectStatus(models.TextChoices):
    AGREEING = "agreeing", _("agreement to be signed")
    RUNNING = "running", _("running")
    SUSPENDED = "suspended", _("suspended")
    COMPLETED = "completed", _("completed")
    CANCELLED = "cancelled", _("cancelled")


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User | AnonymousUser) -> ProjectQuerySet:
        """All for the secretariat; for others those whose proposal they see."""
        if is_secretariat(user):
            return self
        return self.filter(proposal__in=Proposal.objects.visible_to(user))


@tracked()
class Project(Row):
    """One for each approved proposal; ``status`` moves by ``implementing.STEPS``.

    ``amount`` is what the programme gives, as agreed; ``agreement`` the signed file.
    """

    proposal = models.OneToOneField(
        Proposal, models.PROTECT, related_name="project", verbose_name=_("proposal")
    )
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=ProjectStatus,
        default=ProjectStatus.AGREEING,
        editable=False,
    )
    reference = models.CharField(_("reference of the agreement"), max_length=200, blank=True)
    amount = models.DecimalField(
        _("amount granted (US$)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    agreement = models.OneToOneField(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed agreement"),
    )

    objects = ProjectQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0), name="something_is_granted"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="a_project_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return str(self.proposal_id)


@tracked()
class ProjectParty(Row):
    """Who signs the agreement: an institution of the directory, or one named here."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="parties", verbose_name=_("project")
    )
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("institution"),
    )
    name = models.CharField(_("name of the party"), max_length=300, blank=True)
    signer = models.CharField(_("name of who signs"), max_length=200, blank=True)
    position = models.CharField(_("position of who signs"), max_length=200, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("party to an agreement")
        verbose_name_plural = _("parties to agreements")
        constraints = [
            models.CheckConstraint(
                condition=Q(institution__isnull=False) | ~Q(name=""), name="somebody_agrees"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.institution_id)


@tracked()
class Milestone(Row):
    """What is to be there by a day: an output, or the end of an activity; made with the project."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="milestones", verbose_name=_("project")
    )
    output = models.ForeignKey(
        Output, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("output")
    )
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("activity"),
    )
    text = models.TextField(_("what is to be there"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Row.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text[:60]


@tracked()
class ProjectStep(StepRecord):
    ABOUT = "project"

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="steps", verbose_name=_("project")
    )
    source = models.CharField(_("from"), max_length=15, choices=ProjectStatus)
    target = models.CharField(_("to"), max_length=15, choices=ProjectStatus)

    class Meta(StepRecord.Meta):
        verbose_name = _("step of a project")
        verbose_name_plural = _("steps of projects")
