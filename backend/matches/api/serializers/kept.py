"""A ranking that was kept, as JSON: quoted as it was when it was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.matches.api.serializers.answers import (
    AspectSerializer,
    CoverSerializer,
    ExcludedSerializer,
    MatchedProfileSerializer,
    PanelMemberSerializer,
    ReasonSerializer,
)
from backend.matches.models import Match, MatchRun
from backend.matches.sentences import Evidence


class StoredQuotedSerializer(serializers.Serializer):
    """A passage as it was quoted when the ranking was made."""

    passage = serializers.CharField()
    kind = serializers.CharField()
    year = serializers.IntegerField(allow_null=True)
    attestation = serializers.CharField()


class StoredReasonSerializer(StoredQuotedSerializer, ReasonSerializer):
    """A reason as it was quoted when the ranking was made, told in the reader's language."""

    # Gists are of passages as they are today, which may say something else.
    gist = None  # type: ignore[assignment]  # DRF's way to drop an inherited field

    def evidence(self, reason: Mapping[str, Any]) -> tuple[Evidence, str]:  # type: ignore[override]  # as kept, not as made
        values = (reason[name] for name in ("kind", "year", "attestation", "language", "profile"))
        return Evidence(*values), reason["passage"]


class StoredCoverSerializer(StoredQuotedSerializer, CoverSerializer):
    """An aspect with the passage as it was quoted when the ranking was made."""


class StoredPanelMemberSerializer(PanelMemberSerializer):
    covers = StoredCoverSerializer(many=True)


class MatchSerializer(serializers.ModelSerializer):
    profile = MatchedProfileSerializer()
    reasons = serializers.SerializerMethodField()
    shared_terms = serializers.ListField(child=serializers.CharField())
    features = serializers.DictField(child=serializers.FloatField())

    class Meta:
        model = Match
        fields = ("rank", "score", "profile", "reasons", "shared_terms", "features")

    @extend_schema_field(StoredReasonSerializer(many=True))
    def get_reasons(self, match: Match) -> Any:
        told = [{**reason, "profile": match.profile} for reason in match.reasons]
        return StoredReasonSerializer(told, many=True, context=self.context).data


class MatchRunSerializer(serializers.ModelSerializer):
    """A ranking asked for: how far it has come, and what came of it."""

    matches = MatchSerializer(many=True, read_only=True)
    excluded = ExcludedSerializer(many=True, read_only=True)
    parameters = serializers.DictField(read_only=True)
    versions = serializers.DictField(child=serializers.CharField(), read_only=True)
    panel = serializers.SerializerMethodField()
    nobody = serializers.BooleanField(read_only=True, allow_null=True)
    missing = AspectSerializer(many=True, read_only=True)

    class Meta:
        model = MatchRun
        fields = (
            "id",
            "need",
            "status",
            "progress",
            "error",
            "parameters",
            "versions",
            "created_at",
            "finished_at",
            "excluded",
            "line",
            "nobody",
            "missing",
            "matches",
            "panel",
        )
        read_only_fields = fields

    @extend_schema_field(StoredPanelMemberSerializer(many=True, allow_null=True))
    def get_panel(self, run: MatchRun) -> Any:
        """Who covers the need together; null where no panel was asked for."""
        if not run.parameters.get("panel"):
            return None
        return StoredPanelMemberSerializer(run.panel.all(), many=True).data
