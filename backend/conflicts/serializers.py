"""Findings over HTTP, for those with the right to them."""

from __future__ import annotations

from rest_framework import serializers

from backend.conflicts.findings import Finding, Kind


class WaiverSerializer(serializers.Serializer):
    reason = serializers.CharField()
    by = serializers.CharField(source="by.get_full_name")
    created_at = serializers.DateTimeField()


class FindingSerializer(serializers.Serializer):
    """``evidence`` shows what it rests on; ``waiver`` is empty where it stands in the way."""

    key = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    name = serializers.SerializerMethodField()
    evidence = serializers.CharField()
    may_be_waived = serializers.BooleanField()
    waiver = WaiverSerializer(allow_null=True)

    def get_name(self, finding: Finding) -> str:
        return str(finding.kind.label)


class WaiveSerializer(serializers.Serializer):
    """Which finding does not stand in the way, and why."""

    key = serializers.CharField(max_length=200)
    reason = serializers.CharField(max_length=2_000)
