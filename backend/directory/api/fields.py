"""Fields that several serializers share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.codelists.fields import canonical, is_tag
from backend.common.names import EXAMPLE

LONGEST_NAME = 300
MOST_NAMES = 50
LONGEST_IDENTIFIER = 100  # with the address in front of it


class NamesField(serializers.DictField):
    """A map from language or script to name, such as ``{"zh-Hans": "…", "zh-Latn": "…"}``."""

    child = serializers.CharField(max_length=LONGEST_NAME)
    default_error_messages = {
        "empty": _("Give at least one name, such as {example}."),
        "many": _("At most {most} names."),
        "tag": _("“{tag}” is not a language tag. Tags are such as en, zh-Hans or ar-Latn."),
        "twice": _("“{tag}” is there twice."),
    }

    def run_child_validation(self, data: Any) -> dict[str, str]:
        if len(data) > MOST_NAMES:
            self.fail("many", most=MOST_NAMES)
        found: dict[str, str] = {}
        for given, name in super().run_child_validation(data).items():
            if not is_tag(given):
                self.fail("tag", tag=given[:40])
            tag = canonical(given)
            if tag in found:
                self.fail("twice", tag=tag)
            found[tag] = name
        return found or self.fail("empty", example=EXAMPLE)


class IdentifierField(serializers.CharField):
    """An identifier, kept in its canonical form; ``check`` raises ValidationError (Django's)."""

    def __init__(self, check: Callable[[str], str], **kwargs: Any) -> None:
        self.check = check
        super().__init__(required=False, allow_blank=True, max_length=LONGEST_IDENTIFIER, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        return self.check(super().to_internal_value(data))
