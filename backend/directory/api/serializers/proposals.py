"""Files read for an expert, and what they propose."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.common.fields import ReferenceField
from backend.directory.api.serializers.on_behalf import SaysOnBehalf
from backend.directory.models import Proposal, ProposalSource
from backend.directory.validation import LONGEST_TEXT


class PassageProposalSerializer(serializers.ModelSerializer):
    """A passage that a file holds; ``source_file`` is the file's name."""

    expert = serializers.UUIDField(source="source.expert_id")
    source_file = serializers.CharField(source="source.file_name")
    source = serializers.CharField(source="origin")  # type: ignore[assignment]  # as passages

    class Meta:
        model = Proposal
        fields = (
            *("id", "expert", "source_file", "status", "kind", "text", "language", "year"),
            *("source", "identifier", "passage", "decided_at", "version"),
        )
        read_only_fields = fields


class ProfileProposalSourceSerializer(serializers.ModelSerializer):
    """What a file was found to be, and what it proposes; ``left_out``: how much more it holds."""

    proposals = PassageProposalSerializer(many=True)

    class Meta:
        model = ProposalSource
        fields = ("id", "kind", "file_name", "created_at", "left_out", "proposals")
        read_only_fields = fields


class ProfileProposalUploadSerializer(SaysOnBehalf):
    """A CV (PDF, DOCX), references (RIS, EndNote), an ORCID record or works from OpenAlex (JSON).

    An officer adds ``on_behalf.channel``, ``on_behalf.told_on`` and ``on_behalf.evidence``.
    """

    file = serializers.FileField(allow_empty_file=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        self.check_on_behalf(given)
        return given

    def get_name(self) -> str:
        """As the person's computer calls it, without what can't be printed."""
        file: UploadedFile = self.validated_data["file"]
        return "".join(filter(str.isprintable, file.name or ""))[:255]


class TakeSerializer(SaysOnBehalf):
    """``text``: in other words than the file's."""

    text = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        self.check_on_behalf(given)
        return given


class RefuseProfileProposalSerializer(SaysOnBehalf):
    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        self.check_on_behalf(given)
        return given


class DecideSerializer(SaysOnBehalf):
    """Which are taken as they are, and which refused: all of it is done, or nothing."""

    take = ReferenceField(queryset=Proposal.objects.none(), many=True, required=False)
    refuse = ReferenceField(queryset=Proposal.objects.none(), many=True, required=False)

    def get_fields(self) -> dict[str, serializers.Field]:
        """Only what was proposed for this expert."""
        found = super().get_fields()
        if proposals := self.context.get("proposals"):
            for name in ("take", "refuse"):
                found[name].child_relation.queryset = proposals()  # type: ignore[attr-defined]  # a plain field
        return found

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        self.check_on_behalf(given)
        both = {one.pk for one in given.get("take", [])} & {
            one.pk for one in given.get("refuse", [])
        }
        if both:
            raise serializers.ValidationError(
                {"refuse": _("%(id)s is to be taken and refused at once.") % {"id": min(both)}}
            )
        return given
