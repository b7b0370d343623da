"""Fields of request bodies that hold a code."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.codelists.models import Language
from backend.common.names import primary

TAG = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
LONGEST_TAG = 35


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
