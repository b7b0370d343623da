"""Fields that several serializers share."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.codelists.models import Language
from backend.common.names import EXAMPLE, primary

TAG = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
LONGEST_TAG = 35
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


def is_tag(tag: str) -> bool:
    return len(tag) <= LONGEST_TAG and bool(re.fullmatch(TAG, tag))


def canonical(tag: str) -> str:
    """The tag as BCP 47 writes it: ``ZH-hans-cn`` → ``zh-Hans-CN``."""
    language, *others = tag.split("-")
    return "-".join([language.lower(), *map(_subtag, others)])


def _subtag(text: str) -> str:
    if len(text) == 4 and text.isalpha():
        return text.title()  # a script
    return text.upper() if len(text) == 2 else text.lower()  # a country, else a variant


class LanguageTagField(serializers.CharField):
    """A BCP 47 tag whose primary subtag is a known language; empty: to be detected."""

    default_error_messages = {
        "language": _("“{tag}” is not a language tag. Tags are such as fr, pt-BR or zh-Hans."),
    }

    known: set[str] | None = None  # the languages among those of a list, looked up together

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_TAG, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        tag = super().to_internal_value(data)
        if not tag:
            return tag
        if not (is_tag(tag) and self._is_known(primary(tag))):
            self.fail("language", tag=tag[:40])
        return canonical(tag)

    def look_up(self, tags: list[Any]) -> None:
        """One query for all the tags of a list of rows."""
        codes = {primary(tag) for tag in map(str.strip, map(str, tags)) if is_tag(tag)}
        self.known = set(Language.objects.in_bulk(codes)) if codes else set()

    def _is_known(self, code: str) -> bool:
        if self.known is None:
            return Language.objects.filter(pk=code).exists()
        return code in self.known


class IdentifierField(serializers.CharField):
    """An identifier, kept in its canonical form; ``check`` raises ValidationError (Django's)."""

    def __init__(self, check: Callable[[str], str], **kwargs: Any) -> None:
        self.check = check
        super().__init__(required=False, allow_blank=True, max_length=LONGEST_IDENTIFIER, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        return self.check(super().to_internal_value(data))
