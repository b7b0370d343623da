"""What those who take part in a proposal look like over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.codelists.models import Country
from backend.common.fields import ReferenceField
from backend.directory.models import Institution
from backend.programmes.models import ProposalPartner


class ProposalPartnerSerializer(serializers.ModelSerializer):
    """``country`` left out: the one that the institution is in. ``left_at``: it left then."""

    serializer_related_field = ReferenceField
    institution = ReferenceField(queryset=Institution.objects.listed())
    name = serializers.CharField(source="institution.name", read_only=True)
    country = ReferenceField(queryset=Country.objects.all(), required=False)
    is_applicant = serializers.SerializerMethodField()

    class Meta:
        model = ProposalPartner
        fields = (
            *("id", "institution", "name", "country", "role", "is_applicant", "left_at"),
            *("created_at", "updated_at", "version"),
        )
        read_only_fields = ("left_at", "created_at", "updated_at", "version")
        extra_kwargs = {"role": {"max_length": 5_000}}

    def get_is_applicant(self, partner: ProposalPartner) -> bool:
        return partner.institution_id == self.context["proposal"].institution_id

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if self.instance:
            if values.get("institution", self.instance.institution) != self.instance.institution:
                told = _("A partner stays the institution that it is: add the other one.")
                raise serializers.ValidationError({"institution": told})
        elif "country" not in values:
            values["country"] = self._country_of(values["institution"])
        return values

    def _country_of(self, institution: Institution) -> Country:
        if institution.country is None:
            told = _("It is not known in which country this institution is: say it.")
            raise serializers.ValidationError({"country": told})
        return institution.country
