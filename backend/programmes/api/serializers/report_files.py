"""Files of reports over HTTP, and the versions they were handed in with."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from backend.common.fields import ReferenceField
from backend.files.api import FileSerializer
from backend.files.models import StoredFile
from backend.programmes.models import ProjectReportFile, ProjectReportVersion


class ProjectReportFileSerializer(serializers.ModelSerializer):
    file = FileSerializer(read_only=True)

    class Meta:
        model = ProjectReportFile
        fields = ("id", "file", "created_at")


class NewProjectReportFileSerializer(serializers.Serializer):
    """An uploaded file to go with a report."""

    file = ReferenceField(queryset=StoredFile.objects.none())

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        if request := self.context.get("request"):
            fields["file"].queryset = StoredFile.objects.attachable_by(request.user)
        return fields


class ProjectReportVersionSerializer(serializers.ModelSerializer):
    """A version as it was handed in."""

    files = ProjectReportFileSerializer(many=True)

    class Meta:
        model = ProjectReportVersion
        fields = ("number", "texts", "spent", "files", "created_at")
