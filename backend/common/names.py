"""Names that exist in several languages and scripts, kept as a map from tag to name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from babel import Locale
from babel.lists import format_list
from django.utils.translation import get_language, to_locale

EXAMPLE = '{"en": "…"}'  # a map of names, as errors show it


def primary(tag: str) -> str:
    """The primary subtag: ``zh-Hans`` → ``zh``."""
    return tag.split("-")[0].lower()


def name_in(names: Mapping[str, str], language: str | None = None) -> str:
    """The name for a reader of ``language`` (default: the one being used), else the English one.

    Codelists: keys are interface languages, and English stands in for what is missing.
    """
    wanted = (language or get_language() or "en").lower()
    lowered = {key.lower(): value for key, value in names.items()}
    for key in (wanted, primary(wanted), "en"):
        if lowered.get(key):
            return lowered[key]
    return next((value for value in names.values() if value), "")


def display_name(names: Mapping[str, str], language: str | None = None) -> str:
    """A person's or an institution's name for a reader: own language first, else Latin script.

    ``{"zh-Hans": "王丽华", "zh-Latn": "Wang Lihua"}`` is 王丽华 to a reader of Chinese and
    Wang Lihua to everybody else.
    """
    wanted = primary(language or get_language() or "en")
    native = [v for k, v in names.items() if primary(k) == wanted and not k.endswith("-Latn")]
    latin = [v for k, v in names.items() if k.endswith("-Latn")]
    english = [v for k, v in names.items() if primary(k) == "en"]
    others = [v for k, v in names.items() if primary(k) in {"es", "fr", "pt"}]
    candidates = [*native, *english, *latin, *others, *names.values()]
    return next((name for name in candidates if name), "")


def joined(names: Iterable[str]) -> str:
    """Names in a row, with the reader's word for "and"."""
    locale = Locale.parse(to_locale(get_language() or "en"))
    return format_list(list(names), locale=locale)
