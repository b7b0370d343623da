"""What reports of projects look like over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import ChoiceField, ReferenceField
from backend.common.names import name_in
from backend.directory.api.serializers.on_behalf import SaysOnBehalf
from backend.programmes.api.serializers.nested import check_named
from backend.programmes.api.serializers.report_files import (
    ProjectReportFileSerializer,
    ProjectReportVersionSerializer,
)
from backend.programmes.models import (
    BudgetLine,
    ProjectReport,
    ProjectReportStep,
    ReportKind,
    ReportStatus,
    Spending,
)
from backend.programmes.reporting import OF_PARTNERS, STEPS
from backend.programmes.services.projects.letters import name_of

LONGEST = 50_000


class ProjectReportSerializer(serializers.ModelSerializer):
    """A report in a list. ``confirmed`` false: nobody has read this schedule in the programme's
    papers; it is the secretariat's."""

    serializer_choice_field = ChoiceField
    project = serializers.UUIDField(source="project_id", read_only=True)
    title = serializers.CharField(source="project.proposal.title", read_only=True)
    name = serializers.SerializerMethodField()
    status = serializers.ChoiceField(choices=ReportStatus.choices, read_only=True)
    status_label = serializers.CharField(source="get_status_display", read_only=True)
    confirmed = serializers.SerializerMethodField()

    class Meta:
        model = ProjectReport
        fields: tuple[str, ...] = (
            *("id", "project", "title", "kind", "name", "due_on", "status", "status_label"),
            *("confirmed", "created_at", "version"),
        )
        read_only_fields: tuple[str, ...] = fields

    def get_name(self, report: ProjectReport) -> str:
        return name_of(report)

    def get_confirmed(self, report: ProjectReport) -> bool:
        return report.rule is not None and report.rule.confirmed


class SpendingSerializer(serializers.ModelSerializer):
    line = ReferenceField(queryset=BudgetLine.objects.all())

    class Meta:
        model = Spending
        fields = ("line", "year", "amount", "note")
        extra_kwargs = {"amount": {"min_value": 0}, "year": {"min_value": 1, "max_value": 20}}
        validators: tuple = ()

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        check_named(self, values, "line", "amount")
        return values


class ReportSectionSerializer(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()
    is_required = serializers.BooleanField()
    text = serializers.CharField()


class ProjectReportStepTakenSerializer(serializers.ModelSerializer):
    class Meta:
        model = ProjectReportStep
        fields = ("step", "source", "target", "created_at", "reason", "channel", "told_on")


class ProjectReportDetailSerializer(ProjectReportSerializer):
    """``texts``: by the key of a section; sections left out stay as they are. ``spendings``: all
    that this report tells, in place of what it told before."""

    sections = serializers.SerializerMethodField()
    texts = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST, allow_blank=True, trim_whitespace=False),
        required=False,
    )
    spendings = SpendingSerializer(many=True, required=False)
    files = ProjectReportFileSerializer(many=True, read_only=True)
    versions = ProjectReportVersionSerializer(many=True, read_only=True)
    steps = ProjectReportStepTakenSerializer(many=True, read_only=True)
    allowed_steps = serializers.SerializerMethodField()

    class Meta(ProjectReportSerializer.Meta):
        fields = (
            *ProjectReportSerializer.Meta.fields,
            *("sections", "texts", "spendings", "files", "versions", "steps", "allowed_steps"),
        )
        read_only_fields = ProjectReportSerializer.Meta.fields

    @extend_schema_field(ReportSectionSerializer(many=True))
    def get_sections(self, report: ProjectReport) -> list[dict[str, Any]]:
        return [
            {
                "key": one["key"],
                "name": name_in(one.get("names", {})) or one["key"],
                "is_required": one.get("required", True),
                "text": report.texts.get(one["key"], ""),
            }
            for one in report.sections
        ]

    def get_allowed_steps(self, report: ProjectReport) -> list[str]:
        return STEPS.allowed(report, self.context["request"].user)

    def validate_texts(self, texts: Mapping[str, str]) -> Mapping[str, str]:
        known = [one["key"] for one in self._report.sections]
        if unknown := sorted(set(texts) - set(known)):
            told = _("Unknown: %(unknown)s. Sections are %(known)s.") % {
                "unknown": ", ".join(unknown)[:100],
                "known": ", ".join(known),
            }
            raise serializers.ValidationError(told)
        return texts

    def validate_spendings(self, spendings: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Of the budget of this project, and one amount for each line and year."""
        of = self._report.project.proposal_id
        if any(one["line"].proposal_id != of for one in spendings):
            raise serializers.ValidationError(_("This line is not of the budget of the project."))
        pairs = [(one["line"].pk, one.get("year", 1)) for one in spendings]
        if len(pairs) != len(set(pairs)):
            raise serializers.ValidationError(_("Give one amount for each line and year."))
        return spendings

    @property
    def _report(self) -> ProjectReport:
        assert isinstance(self.instance, ProjectReport)
        return self.instance


class NewProjectReportSerializer(serializers.ModelSerializer):
    """A report besides the schedule."""

    kind = ChoiceField(choices=ReportKind.choices)

    class Meta:
        model = ProjectReport
        fields = ("kind", "due_on")


class ProjectReportStepSerializer(SaysOnBehalf):
    """What goes with a step. ``on_behalf``: where an officer hands in for the partners."""

    reason = serializers.CharField(max_length=5_000, required=False, allow_blank=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        step = STEPS.steps[self.context["step"]]
        if step.needs_reason and not given.get("reason", "").strip():
            raise serializers.ValidationError({"reason": _("Say why: it is kept with the step.")})
        if step.name in OF_PARTNERS:
            self.check_on_behalf(given)
        return given
