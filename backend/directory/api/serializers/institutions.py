"""Institutions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.directory.api.fields import IdentifierField
from backend.directory.api.serializers.checks import check_order
from backend.directory.api.serializers.profiles import ProfileSerializer
from backend.directory.models import Institution
from backend.directory.validation import check_parent, check_ror


class InstitutionSerializer(ProfileSerializer):
    ror = IdentifierField(check=check_ror)

    class Meta:
        model = Institution
        fields = (
            *ProfileSerializer.BASE,
            "type",
            "ror",
            "website",
            "source_url",
            "illustrative",
            "network_from",
            "network_to",
            "parent",
            "requires_clearance",
        )
        read_only_fields = (*ProfileSerializer.READ_ONLY, "illustrative")

    def validate_parent(self, parent: Institution | None) -> Institution | None:
        return check_parent(self.instance, parent)

    def validate(self, values: dict) -> dict:
        check_order(self.instance, values, "network_from", "network_to")
        for name in ("network_from", "network_to"):
            changed = name in values and values[name] != getattr(self.instance, name, None)
            if changed and not self._has_right("directory.admit_institution"):
                raise serializers.ValidationError(
                    {name: _("Only the secretariat decides who is a member of the network.")}
                )
        if "requires_clearance" in values and not self._has_right("directory.decide_clearance"):
            told = _("Only the institution’s owners and the secretariat decide this.")
            raise serializers.ValidationError({"requires_clearance": told})
        return values
