"""What the letters of the countries look like over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.common.fields import ReferenceField
from backend.files.api import FileSerializer
from backend.files.models import StoredFile
from backend.programmes.endorsing import STEPS
from backend.programmes.models import Endorsement, EndorsementStatus, EndorsementStep

SCANS = frozenset({"pdf", "png", "jpeg", "jpg", "webp", "tiff", "tif"})


class EndorsementSerializer(serializers.ModelSerializer):
    """The letter of a country. ``needed``: whether the country takes part still."""

    country = serializers.CharField(source="country_id", read_only=True)
    country_name = serializers.CharField(source="country.name", read_only=True)
    status = serializers.ChoiceField(choices=EndorsementStatus.choices, read_only=True)
    status_label = serializers.CharField(source="get_status_display", read_only=True)
    scan = FileSerializer(read_only=True, allow_null=True)
    needed = serializers.SerializerMethodField()
    allowed_steps = serializers.SerializerMethodField()

    class Meta:
        model = Endorsement
        fields = (
            *("id", "country", "country_name", "needed", "status", "status_label"),
            *("institution", "signer", "position", "email", "is_signed", "signed_on", "scan"),
            *("requested_at", "reminded_on", "allowed_steps"),
            *("created_at", "updated_at", "version"),
        )
        read_only_fields = (
            *("requested_at", "reminded_on", "created_at", "updated_at", "version"),
        )

    def get_needed(self, row: Endorsement) -> bool:
        return row.country_id in self.context["countries"]

    def get_allowed_steps(self, row: Endorsement) -> list[str]:
        return STEPS.allowed(row, self.context["request"].user)


class EndorsementStepTakenSerializer(serializers.ModelSerializer):
    by = serializers.SerializerMethodField()

    class Meta:
        model = EndorsementStep
        fields = ("step", "source", "target", "by", "created_at", "reason")

    def get_by(self, step: EndorsementStep) -> str:
        """A name; an account without one is told by its side, never by its address."""
        name = step.by.get_full_name() if step.by else str(_("by itself"))
        return name or str(_("somebody of the secretariat or the partners"))


class EndorsementStepSerializer(serializers.Serializer):
    """What goes with a step. ``file``: the scan of the letter that came, a PDF or a picture."""

    reason = serializers.CharField(max_length=5_000, required=False, allow_blank=True)
    file = ReferenceField(queryset=StoredFile.objects.none(), required=False)

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        if request := self.context.get("request"):
            fields["file"].queryset = StoredFile.objects.attachable_by(request.user)
        return fields

    def validate_file(self, file: StoredFile) -> StoredFile:
        if file.kind not in SCANS:
            raise serializers.ValidationError(
                _("A scan is a PDF or a picture: it goes into the dossier as a page.")
            )
        return file

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        step = STEPS.steps[self.context["step"]]
        if step.needs_reason and not given.get("reason", "").strip():
            raise serializers.ValidationError({"reason": _("Say why: it is kept with the step.")})
        if "file" in given and step.name != "receive":
            told = _("A scan comes with the letter that is received (receive).")
            raise serializers.ValidationError({"file": told})
        return given
