"""What files look like over HTTP, on their way and where they belong to something."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.common.fields import ReferenceField, ReferencesField
from backend.files.models import FileStatus, StoredFile

MOST_FILES = 10  # with one message, deliverable and the like


class FileSerializer(serializers.ModelSerializer):
    """A file that belongs to something: what everybody is told who may have it."""

    media_type = serializers.CharField(read_only=True)

    class Meta:
        model = StoredFile
        fields: tuple[str, ...] = ("id", "name", "size", "sha256", "media_type", "created_at")
        read_only_fields: tuple[str, ...] = fields


class UploadSerializer(serializers.ModelSerializer):
    """A file on its way: ``offset`` bytes of it are kept. ``refused``: why, where it is."""

    size = serializers.IntegerField(min_value=1)
    sha256 = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=1_000)
    media_type = serializers.CharField(read_only=True)
    refused = serializers.SerializerMethodField()

    class Meta:
        model = StoredFile
        fields = (
            *("id", "name", "size", "sha256", "offset", "status", "media_type", "refused"),
            *("attached_at", "created_at", "version"),
        )
        read_only_fields = ("offset", "status", "attached_at", "created_at", "version")

    def get_refused(self, file: StoredFile) -> str:
        return file.get_refusal_display() if file.refusal else ""

    def validate_size(self, size: int) -> int:
        if size > settings.FILE_MAX_MB * 1024 * 1024:
            told = _("A file has at most %(most)d MB: make it smaller, or divide it.")
            raise serializers.ValidationError(told % {"most": settings.FILE_MAX_MB})
        return size

    def validate_sha256(self, digest: str) -> str:
        if not re.fullmatch("[0-9a-fA-F]{64}", digest):
            raise serializers.ValidationError(_("The SHA-256 of the file: 64 hexadecimal digits."))
        return digest.lower()


class FilesField(ReferencesField):
    """Ids of files of one's own that are ready and belong to nothing yet."""

    def __init__(self, **kwargs: Any) -> None:
        rows = StoredFile.objects.filter(status=FileStatus.READY)
        super().__init__(child_relation=ReferenceField(queryset=rows), **kwargs)

    def to_internal_value(self, data: Any) -> list[StoredFile]:
        if isinstance(data, list) and len(data) > MOST_FILES:
            told = _("At most %(most)d files.") % {"most": MOST_FILES}
            raise serializers.ValidationError(told)
        one: Any = self.child_relation
        one.queryset = StoredFile.objects.attachable_by(self.context["request"].user)
        return super().to_internal_value(data)
