"""What a project reports: its texts and files, each version that was handed in, and its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row, StepRecord
from backend.directory.rights import is_secretariat
from backend.files.models import StoredFile
from backend.history.tracking import tracked
from backend.programmes.models.project import Project
from backend.programmes.models.schedule import ReportKind, ReportRule

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User


class ReportStatus(models.TextChoices):
    WAITED_FOR = "waited_for", _("to be handed in")
    HANDED_IN = "handed_in", _("handed in")
    RETURNED = "returned", _("returned for correction")
    ACCEPTED = "accepted", _("accepted")
    WAIVED = "waived", _("not wanted any more")


OWED = frozenset({ReportStatus.WAITED_FOR, ReportStatus.RETURNED})  # it is the project's turn
TOLD = frozenset({ReportStatus.HANDED_IN, ReportStatus.ACCEPTED})  # what it says counts


class ReportQuerySet(models.QuerySet["ProjectReport"]):
    def visible_to(self, user: User | AnonymousUser) -> ReportQuerySet:
        if is_secretariat(user):
            return self
        return self.filter(project__in=Project.objects.visible_to(user))

    def owed(self) -> ReportQuerySet:
        return self.filter(status__in=OWED)


@tracked(leaving=("texts",))  # its versions are kept whole
class ProjectReport(Row):
    """One report that is due; ``texts`` by the key of its section, as they stand now.

    ``rule`` is what wanted it, and ``sections`` are those it wanted then. ``status`` moves by
    ``reporting.STEPS``.
    """

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="reports", verbose_name=_("project")
    )
    rule = models.ForeignKey(
        ReportRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wanted by"),
    )
    kind = models.CharField(_("kind"), max_length=9, choices=ReportKind)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ReportStatus,
        default=ReportStatus.WAITED_FOR,
        editable=False,
    )
    due_on = models.DateField(_("due on"))
    sections = models.JSONField(_("sections"), default=list, blank=True)
    texts = models.JSONField(_("texts"), default=dict, blank=True)
    reminded_on = models.DateField(_("reminded"), null=True, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("report of a project")
        verbose_name_plural = _("reports of projects")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "rule"], name="one_report_per_rule")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.due_on}"


@tracked()
class ProjectReportFile(Row):
    report = models.ForeignKey(
        ProjectReport, models.CASCADE, related_name="files", verbose_name=_("report of a project")
    )
    file = models.OneToOneField(
        StoredFile, models.PROTECT, related_name="+", verbose_name=_("file")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta(Row.Meta):
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")

    def __str__(self) -> str:
        return str(self.file_id)


class ProjectReportVersion(Row):
    """A report as it was handed in. Never changed."""

    report = models.ForeignKey(
        ProjectReport,
        models.CASCADE,
        related_name="versions",
        verbose_name=_("report of a project"),
    )
    number = models.PositiveSmallIntegerField(_("version"))
    texts = models.JSONField(_("texts"), default=dict)
    spent = models.JSONField(_("spent"), default=list)
    files = models.ManyToManyField(
        ProjectReportFile, blank=True, related_name="versions", verbose_name=_("files")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta(Row.Meta):
        verbose_name = _("version of a report")
        verbose_name_plural = _("versions of reports")
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_report_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} ({self.number})"


@tracked()
class ProjectReportStep(StepRecord):
    ABOUT = "report"

    report = models.ForeignKey(
        ProjectReport, models.CASCADE, related_name="steps", verbose_name=_("report of a project")
    )
    source = models.CharField(_("from"), max_length=15, choices=ReportStatus)
    target = models.CharField(_("to"), max_length=15, choices=ReportStatus)

    class Meta(StepRecord.Meta):
        verbose_name = _("step of a report")
        verbose_name_plural = _("steps of reports")
