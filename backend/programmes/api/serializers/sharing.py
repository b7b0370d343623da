"""What shared dossiers look like over HTTP."""

from __future__ import annotations

from rest_framework import serializers

from backend.programmes.models import SharedDossier
from backend.programmes.services.sharing import LINK

LONGEST, USUAL = 90, 14  # days


class SharedDossierSerializer(serializers.ModelSerializer):
    """A dossier as it was shared. ``link``: whoever has it reads the file until it ends."""

    link = serializers.SerializerMethodField()
    by = serializers.CharField(source="by.get_full_name", read_only=True)

    class Meta:
        model = SharedDossier
        fields = ("id", "whom", "link", "expires_at", "revoked_at", "by", "created_at", "version")
        read_only_fields = fields

    def get_link(self, shared: SharedDossier) -> str:
        return LINK.to(shared)


class NewSharedDossierSerializer(serializers.Serializer):
    """For whom, and for how many days."""

    whom = serializers.CharField(max_length=200)
    days = serializers.IntegerField(min_value=1, max_value=LONGEST, default=USUAL)
