"""Steps that officers record for partners and experts: how and when they heard of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.common.fields import ChoiceField
from backend.common.on_behalf import Channel, OnBehalf
from backend.directory.models import Profile
from backend.directory.selectors import is_secretariat
from backend.history.context import acting_for


class OnBehalfSerializer(serializers.Serializer):
    """How the officer heard of it."""

    channel = ChoiceField(choices=Channel.choices)
    told_on = serializers.DateField()
    evidence = serializers.CharField(max_length=2_000, required=False, allow_blank=True)


class SaysOnBehalf(serializers.Serializer):
    """``on_behalf``: where an officer records the step of a partner or an expert."""

    on_behalf = OnBehalfSerializer(required=False)

    def check_on_behalf(self, given: Mapping[str, Any]) -> None:
        """Officers owe it; ``user`` of the context is who asks. Raises ValidationError."""
        if is_secretariat(self.context["user"]) and "on_behalf" not in given:
            told = _("This is a step of the expert or the partner: say how and when you were told.")
            raise serializers.ValidationError({"on_behalf": told})

    def get_on_behalf(self, whose: Profile) -> OnBehalf | None:
        """What an officer told of a step that is ``whose``; the history names both."""
        told = self.validated_data.get("on_behalf")
        if not told:
            return None
        acting_for(whose, told["channel"], told["told_on"])
        return OnBehalf(**told)
