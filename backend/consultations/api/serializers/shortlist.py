"""What a shortlist looks like over HTTP, to a partner and to the secretariat."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import ReferenceField
from backend.consultations.models import ShortlistEntry
from backend.directory.models import Profile
from backend.matches.api.serializers import MatchedProfileSerializer, StoredReasonSerializer

LONGEST_WHY = 5_000


class ShortlistedSerializer(serializers.ModelSerializer):
    """A candidate as the partner sees one. ``reasons`` are the passages that spoke for it."""

    profile = MatchedProfileSerializer(read_only=True)
    reasons = serializers.SerializerMethodField()
    nominated_by = serializers.UUIDField(
        source="nominated_by_id", read_only=True, allow_null=True, help_text="the institution"
    )

    class Meta:
        model = ShortlistEntry
        fields: tuple[str, ...] = (
            *("id", "place", "profile", "why", "why_language", "reasons", "released_at"),
            "nominated_by",
        )

    @extend_schema_field(StoredReasonSerializer(many=True))
    def get_reasons(self, entry: ShortlistEntry) -> Any:
        kept = entry.match.reasons if entry.match else []
        told = [{**reason, "profile": entry.profile} for reason in kept]
        return StoredReasonSerializer(told, many=True, context=self.context).data


class ShortlistEntrySerializer(ShortlistedSerializer):
    """The same for the secretariat. ``rank`` and ``score``: where the ranking has the candidate."""

    rank = serializers.IntegerField(
        source="match.rank", read_only=True, default=None, allow_null=True
    )
    score = serializers.FloatField(
        source="match.score", read_only=True, default=None, allow_null=True
    )

    class Meta(ShortlistedSerializer.Meta):
        fields = (
            *ShortlistedSerializer.Meta.fields,
            *("rank", "score", "left_out", "note", "version"),
        )
        read_only_fields = ("why_language", "released_at", "version")
        extra_kwargs = {
            "place": {"min_value": 1, "max_value": 1_000},
            "why": {"max_length": LONGEST_WHY},
            "note": {"max_length": LONGEST_WHY},
        }

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        left_out, note = (
            values.get(name, getattr(self.instance, name, "")) for name in ("left_out", "note")
        )
        if left_out and not note.strip():
            raise serializers.ValidationError({"note": _("Say why you leave this one out.")})
        return values


class NewEntrySerializer(serializers.Serializer):
    """A candidate to be put on the list. ``note``: why, where the ranking does not have it."""

    profile = ReferenceField(queryset=Profile.objects.all())
    place = serializers.IntegerField(min_value=1, max_value=1_000, required=False)
    why = serializers.CharField(max_length=LONGEST_WHY, required=False)
    note = serializers.CharField(max_length=LONGEST_WHY, required=False)

    def validate_profile(self, profile: Profile) -> Profile:
        if not profile.is_listed:
            told = _("This profile is not listed: who does not consent, or withdrew, stays out.")
            raise serializers.ValidationError(told)
        if profile.pk == self.context["request"].institution.pk:
            raise serializers.ValidationError(_("This is the institution that asks."))
        return profile

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if not self.context["is_ranked"](values["profile"]) and not values.get("note", "").strip():
            told = _("The ranking does not have this candidate: say why you add it by hand.")
            raise serializers.ValidationError({"note": told})
        return values
