"""What files of requests look like over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.common.fields import ChoiceField, ReferenceField
from backend.consultations.models import RequestFile
from backend.directory.selectors import is_secretariat
from backend.discussion.models import Visibility
from backend.files.api import FileSerializer
from backend.files.models import StoredFile

POSSIBLE = (Visibility.PARTNER, Visibility.ALL)
OF_OFFICERS = (Visibility.INTERNAL, *POSSIBLE)


class RequestFileSerializer(serializers.ModelSerializer):
    """A file of a request: what it is, and who may have it."""

    file = FileSerializer(read_only=True)
    by = serializers.SerializerMethodField()

    class Meta:
        model = RequestFile
        fields = ("id", "kind", "visibility", "file", "by", "created_at")

    def get_by(self, row: RequestFile) -> str:
        """A name; an account without one is told by its side, never by its address."""
        return row.by.get_full_name() or str(_("somebody of the secretariat or the partner"))


class NewRequestFileSerializer(serializers.Serializer):
    """An uploaded file to go with a request.

    ``visibility`` left out: an annex is for the experts who are invited too, others are not.
    """

    serializer_choice_field = ChoiceField
    file = ReferenceField(queryset=StoredFile.objects.none())
    kind = ChoiceField(choices=RequestFile.Kind.choices)
    visibility = ChoiceField(
        choices=[(one.value, one.label) for one in OF_OFFICERS], required=False
    )

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        if "user" in self.context:
            fields["file"].queryset = StoredFile.objects.attachable_by(self.context["user"])
        return fields

    def validate_visibility(self, wanted: str) -> str:
        possible = OF_OFFICERS if is_secretariat(self.context["user"]) else POSSIBLE
        if wanted not in possible:
            told = _("Say who is to read it. Possible here and now: %(possible)s.")
            raise serializers.ValidationError(told % {"possible": ", ".join(possible)})
        return wanted


class InvitedFileSerializer(serializers.ModelSerializer):
    """A file of a request as those invited see it."""

    file = FileSerializer(read_only=True)

    class Meta:
        model = RequestFile
        fields = ("id", "kind", "file", "created_at")
