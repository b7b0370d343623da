"""A period that both requests and engagements have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


def check_period(values: Mapping[str, Any], instance: Any) -> None:
    """Of what is given, else of what is there. Raises ValidationError."""
    names = ("starts_on", "ends_on")
    begins, ends = (values.get(name, getattr(instance, name, None)) for name in names)
    if begins and ends and ends < begins:
        told = _("It ends before it begins: give a day from %(day)s on.") % {"day": begins}
        raise serializers.ValidationError({"ends_on": told})
