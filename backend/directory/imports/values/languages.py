"""Languages a person speaks, each with its level in the same cell: `French (C1); 法语 流利`."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from backend.directory.imports.values.base import BadValue, clean_text, comma_parts, items, plain
from backend.directory.imports.values.codelists import Codelists
from backend.directory.imports.values.words import words

AND = re.compile(r"\s+(?:and|et|y|e|и|و|和|及|&)\s+", re.IGNORECASE)
RUN_TOGETHER = re.compile(
    r"([\u4e00-\u9fff]{1,5}语|中文|英文|法文|俄文|阿文|西文|葡文)([\u4e00-\u9fff]+)"
)


def languages(value: Any, lists: Codelists) -> list[tuple[str, str]]:
    """Pairs of language code and level (empty: not said), sorted by code. Raises BadValue."""
    found: dict[str, str] = {}
    for entry in _entries(value):
        code, level = _one(entry, lists)
        found[code] = level or found.get(code, "")
    return sorted(found.items())


def _entries(value: Any) -> list[str]:
    if isinstance(value, list):
        return [_of_object(entry) if isinstance(entry, dict) else str(entry) for entry in value]
    entries: list[str] = []
    for item in items(value):
        for part in comma_parts(item):
            entries.extend(piece for slash in _slashed(part) for piece in AND.split(slash))
    return [entry.strip() for entry in entries if entry.strip()]


def _slashed(part: str) -> list[str]:
    return (
        part.split("/") if "/" in part and not re.search(r"[A-C][12]/[A-C][12]", part) else [part]
    )


def _of_object(entry: dict[str, Any]) -> str:
    return f"{entry.get('code') or entry.get('language') or ''} ({entry.get('level') or ''})"


def _one(entry: str, lists: Codelists) -> tuple[str, str]:
    """The language is the longest run of words from the start that names one; the rest is level."""
    tokens = plain(RUN_TOGETHER.sub(r"\1 \2", clean_text(entry))).split()
    for end in range(len(tokens), 0, -1):
        code = lists.languages.get(" ".join(tokens[:end]))
        if code:
            return code, _level(" ".join(tokens[end:]), entry)
    for start in range(1, len(tokens)):  # the level first: "fluent French"
        code = lists.languages.get(" ".join(tokens[start:]))
        if code:
            return code, _level(" ".join(tokens[:start]), entry)
    raise BadValue(
        _("“%(item)s” is not a language we know") % {"item": entry[:60]},
        _("a code or a name, with a level: fr C1; English (native)"),
    )


def _level(text: str, entry: str) -> str:
    if not text:
        return ""
    known = words("level")
    for candidate in (text, *text.split()):
        if candidate in known:
            return known[candidate]
    raise BadValue(
        _("“%(item)s” has a level we do not know") % {"item": entry[:60]},
        "A1, A2, B1, B2, C1, C2, native",
    )


def language_tag(value: Any, lists: Codelists) -> str:
    """A language tag as BCP 47 writes it; regions and scripts are kept."""
    text = clean_text(value)
    code = lists.languages.get(plain(text))
    if code:
        return code
    parts = text.replace("_", "-").split("-")
    if len(parts) > 1 and parts[0].lower() in lists.languages.values():
        rest = [part.title() if len(part) == 4 else part.upper() for part in parts[1:]]
        return "-".join([parts[0].lower(), *rest])[:35]
    raise BadValue(_("is not a language we know"), _("a code such as fr, or the language's name"))
