"""What projects look like over HTTP."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import ReferenceField
from backend.directory.models import Institution
from backend.files.api import FileSerializer
from backend.files.models import StoredFile
from backend.programmes.implementing import STEPS
from backend.programmes.models import (
    Milestone,
    Project,
    ProjectParty,
    ProjectReport,
    ProjectStatus,
    ProjectStep,
    ReportKind,
    ReportStatus,
)
from backend.programmes.services.projects.letters import name_of

MOST_PARTIES = 30


class ProjectSerializer(serializers.ModelSerializer):
    """A project in a list. ``amount``: what the programme gives, as agreed."""

    proposal = serializers.UUIDField(source="proposal_id", read_only=True)
    title = serializers.CharField(source="proposal.title", read_only=True)
    number = serializers.CharField(source="proposal.number", read_only=True)
    programme = serializers.CharField(source="proposal.call.programme.code", read_only=True)
    institution = serializers.UUIDField(source="proposal.institution_id", read_only=True)
    institution_name = serializers.CharField(source="proposal.institution.name", read_only=True)
    status = serializers.ChoiceField(choices=ProjectStatus.choices, read_only=True)
    status_label = serializers.CharField(source="get_status_display", read_only=True)

    class Meta:
        model = Project
        fields: tuple[str, ...] = (
            *("id", "proposal", "title", "number", "programme", "institution"),
            *("institution_name", "status", "status_label", "reference", "amount", "signed_on"),
            *("starts_on", "ends_on", "created_at", "version"),
        )
        read_only_fields: tuple[str, ...] = ("created_at", "version")
        extra_kwargs = {"amount": {"min_value": Decimal("0.01")}}

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        first, last = (
            values.get(name, getattr(self.instance, name, None))
            for name in ("starts_on", "ends_on")
        )
        if first and last and last < first:
            told = _("It ends before it begins: give a day from %(day)s on.")
            raise serializers.ValidationError({"ends_on": told % {"day": first}})
        return values


class PartySerializer(serializers.ModelSerializer):
    """An institution of the directory, or one named by ``name``."""

    institution = ReferenceField(
        queryset=Institution.objects.all(), required=False, allow_null=True
    )
    institution_name = serializers.CharField(
        source="institution.name", default=None, read_only=True, allow_null=True
    )

    class Meta:
        model = ProjectParty
        fields = ("institution", "institution_name", "name", "signer", "position")

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if not values.get("institution") and not values.get("name", "").strip():
            raise serializers.ValidationError(_("Name the party, or choose an institution."))
        return values


class MilestoneSerializer(serializers.ModelSerializer):
    output = serializers.UUIDField(source="output_id", read_only=True, allow_null=True)
    activity = serializers.UUIDField(source="activity_id", read_only=True, allow_null=True)

    class Meta:
        model = Milestone
        fields = (
            *("id", "output", "activity", "text", "due_on", "done_on", "note", "position"),
            "version",
        )
        read_only_fields = ("text", "position", "version")
        extra_kwargs = {"note": {"max_length": 5_000}}


class ProjectReportLineSerializer(serializers.ModelSerializer):
    """A report that is owed, or was handed in."""

    name = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(choices=ReportKind.choices)
    status = serializers.ChoiceField(choices=ReportStatus.choices)
    status_label = serializers.CharField(source="get_status_display")

    class Meta:
        model = ProjectReport
        fields = ("id", "kind", "name", "due_on", "status", "status_label")
        read_only_fields = fields

    def get_name(self, report: ProjectReport) -> str:
        return name_of(report)


class ProjectStepTakenSerializer(serializers.ModelSerializer):
    class Meta:
        model = ProjectStep
        fields = ("step", "source", "target", "created_at", "reason")


class ProjectDetailSerializer(ProjectSerializer):
    """The agreement with its parties, milestones and reports.

    ``upload``: the id of an uploaded file, the signed agreement; ``agreement`` is it as it is kept.
    """

    parties = PartySerializer(many=True, required=False)
    upload = ReferenceField(
        source="agreement", queryset=StoredFile.objects.none(), write_only=True, required=False
    )
    agreement = serializers.SerializerMethodField()
    milestones = MilestoneSerializer(many=True, read_only=True)
    reports = ProjectReportLineSerializer(many=True, read_only=True)
    steps = ProjectStepTakenSerializer(many=True, read_only=True)
    allowed_steps = serializers.SerializerMethodField()

    class Meta(ProjectSerializer.Meta):
        fields = (
            *ProjectSerializer.Meta.fields,
            *("parties", "upload", "agreement", "milestones", "reports", "steps", "allowed_steps"),
        )

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        if request := self.context.get("request"):
            fields["upload"].queryset = StoredFile.objects.attachable_by(request.user)
        return fields

    def validate_parties(self, parties: list[Any]) -> list[Any]:
        if not 1 <= len(parties) <= MOST_PARTIES:
            told = _("Name 1 to %(most)d parties.") % {"most": MOST_PARTIES}
            raise serializers.ValidationError(told)
        return parties

    @extend_schema_field(FileSerializer(allow_null=True))
    def get_agreement(self, project: Project) -> Any:
        return FileSerializer(project.agreement).data if project.agreement else None

    def get_allowed_steps(self, project: Project) -> list[str]:
        return STEPS.allowed(project, self.context["request"].user)
