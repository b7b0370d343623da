"""Names, each under the tag of its language or script."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.utils.translation import gettext as _

from backend.directory.imports.values.base import BadValue, line
from backend.directory.name_keys import script_of

LONGEST_NAME = 300  # characters
BY_SCRIPT = {
    "CJK": "zh-Hans", "ARABIC": "ar", "CYRILLIC": "ru", "ETHIOPIC": "am", "DEVANAGARI": "hi",
    "BENGALI": "bn", "THAI": "th", "LAO": "lo", "KHMER": "km", "MYANMAR": "my", "HANGUL": "ko",
    "HIRAGANA": "ja", "KATAKANA": "ja", "GEORGIAN": "ka", "ARMENIAN": "hy", "HEBREW": "he",
    "GREEK": "el", "TAMIL": "ta", "SINHALA": "si", "MONGOLIAN": "mn", "TIBETAN": "bo",
}  # fmt: skip
LATIN_LANGUAGES = frozenset({"en", "es", "fr", "pt"})
SCRIPTED = {"zh-Hans": "zh-Latn", "ar": "ar-Latn", "ru": "ru-Latn"}
TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")
BORDER = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z])|(?<=[A-Za-z])(?=[\u4e00-\u9fff])")
TAG_ALIASES = {"zh": "zh-Hans", "zh-CN": "zh-Hans", "latin": "latin", "pinyin": "latin"}


def names(values: dict[str, Any], *, language: str = "", person: bool = True) -> dict[str, str]:
    """The map of names from cells by tag; the tag `""` is a name in any script.

    `language` is the language of the sheet, for a Latin name that stands alone. A person's
    Latin name beside one in another script is its transcription, an institution's a translation.
    """
    found: dict[str, str] = {}
    loose: list[str] = []
    for tag, value in values.items():
        text = line(value, LONGEST_NAME)
        if tag in {"", "latin"}:
            loose.extend(by_script(text))
        elif text:
            found[canonical_tag(tag)] = text
    latin = [part for part in loose if script_of(part) in {"LATIN", ""}]
    for part in (part for part in loose if part not in latin):
        found.setdefault(BY_SCRIPT.get(script_of(part), "und"), part)
    if latin:
        tag = _latin_tag(found if person else {}, language)
        found.setdefault(tag, " ".join(latin))
    if not any(char.isalpha() for name in found.values() for char in name):
        raise BadValue(_("is no name"), _("a name with letters"))
    return found


def _latin_tag(found: dict[str, str], language: str) -> str:
    native = next((tag for tag in found if tag in SCRIPTED), None)
    if native:
        return SCRIPTED[native]
    return language if language in LATIN_LANGUAGES else "en"


def canonical_tag(tag: str) -> str:
    """`zh_latn` → `zh-Latn`, `zh` → `zh-Hans`. Raises BadValue."""
    parts = tag.replace("_", "-").split("-")
    written = [parts[0].lower(), *(p.title() if len(p) == 4 else p.upper() for p in parts[1:])]
    joined = "-".join(written)
    if not TAG.fullmatch(joined):
        raise BadValue(_("“%(tag)s” is not a language tag") % {"tag": tag}, "en, zh-Hans, zh-Latn")
    return TAG_ALIASES.get(joined, joined)


def by_script(text: str) -> list[str]:
    """`王丽华 (Wang Lihua)` → both; a name in one script stays whole."""
    groups: list[list[str]] = []
    scripts: list[str] = []
    for word in re.split(r"[\s/()（）|]+", BORDER.sub(" ", text)):
        script = script_of(word)
        if scripts and script in {"", scripts[-1]}:
            groups[-1].append(word)
        elif script:
            scripts.append(script)
            groups.append([word])
    if len(scripts) < 2 or len(set(scripts)) < len(scripts):
        return [_tidy(text)] if text else []
    return [_tidy(" ".join(group)) for group in groups]


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip(" ,;/-–")


def together(first: str, middle: str, last: str) -> str:
    """One name out of its parts: last name first without a space in Han, first name first else."""
    if script_of(last or first) == "CJK":
        return f"{last}{middle}{first}"
    order = (
        (last, first, middle) if script_of(last or first) == "CYRILLIC" else (first, middle, last)
    )
    return " ".join(part for part in order if part)
