"""What files of proposals look like over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.common.fields import ReferenceField
from backend.files.api import FileSerializer
from backend.files.models import StoredFile
from backend.programmes.models import ProposalFile


class ProposalFileSerializer(serializers.ModelSerializer):
    """``kind``: what the programme calls it, or ``other``."""

    file = FileSerializer(read_only=True)
    by = serializers.SerializerMethodField()

    class Meta:
        model = ProposalFile
        fields = ("id", "kind", "is_signed", "file", "by", "created_at")

    def get_by(self, row: ProposalFile) -> str:
        """A name; an account without one is told by its side, never by its address."""
        return row.by.get_full_name() or str(_("somebody of the secretariat or the partners"))


class NewProposalFileSerializer(serializers.Serializer):
    """An uploaded file to go with a proposal."""

    file = ReferenceField(queryset=StoredFile.objects.none())
    kind = serializers.SlugField(max_length=40, default="other")
    is_signed = serializers.BooleanField(default=False)

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        if request := self.context.get("request"):
            fields["file"].queryset = StoredFile.objects.attachable_by(request.user)
        return fields
