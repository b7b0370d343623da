"""Values with few choices, by code or by a word in any of the seven languages."""

from __future__ import annotations

import datetime
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from backend.directory.imports.values.base import BadValue, clean_text, plain, western_digits
from backend.directory.imports.values.words import FOLDER, data, words
from backend.directory.models import Institution, Passage

MODEL_CHOICES: dict[str, type[TextChoices]] = {
    "passage_kind": Passage.Kind,
    "attestation": Passage.Attestation,
    "institution_type": Institution.Type,
}


@cache
def _labels(group: str) -> dict[str, str]:
    """The choices' labels in every language of the interface."""
    labels: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            labels |= {plain(str(c.label)): str(c.value) for c in MODEL_CHOICES[group]}
    return labels


def choice(group: str, value: Any, folder: Path = FOLDER) -> str:
    """The code a word stands for; `group` is one of words.json's. Raises BadValue."""
    text = clean_text(value)
    known = words(group, folder)
    for key in (text.casefold(), plain(text)):
        if key in known:
            return known[key]
    if group in MODEL_CHOICES and plain(text) in _labels(group):
        return _labels(group)[plain(text)]
    raise BadValue(
        _("is not one of the known values"), ", ".join(dict.fromkeys(data("words", folder)[group]))
    )


def yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    try:
        return choice("yes_no", value) == "yes"
    except BadValue:
        raise BadValue(_("is neither yes nor no"), _("yes or no")) from None


def gender(value: Any, *, m_is_female: bool = False) -> str:
    """female, male, or empty where the cell says that it is not stated.

    `m_is_female`: the column also says H (hombre, homem, homme), so that M is mujer or mulher.
    """
    if m_is_female and plain(clean_text(value)) == "m":
        return "female"
    found = choice("gender", value)
    return "" if found == "unstated" else found


def institution_type(value: Any) -> str:
    return choice("institution_type", value)


def type_in_name(name: str) -> str:
    """The type a name itself tells (Ministry of …, …大学), else empty: better none than wrong."""
    folded = f" {plain(name)} "
    for code, marks in data("words")["type_in_name"].items():
        for mark in marks:
            if mark.startswith(".*") and re.fullmatch(mark, name.strip()):
                return code
            wanted = plain(mark)
            scriptless = not wanted.isascii() and len(wanted) <= 4
            if (wanted in folded) if scriptless else (f" {wanted} " in folded):
                return code
    return ""


def whole_number(value: Any, *, least: int, most: int) -> int:
    text = western_digits(clean_text(value))
    if not re.fullmatch(r"\d{1,6}", text) or not least <= int(text) <= most:
        limits = {"least": least, "most": most}
        raise BadValue(
            _("is not a number within the limits"),
            _("a whole number from %(least)d to %(most)d") % limits,
        )
    return int(text)


def year(value: Any) -> int:
    """A year after 1900, at most next year."""
    if isinstance(value, datetime.date):
        value = value.year
    text = re.sub(r"(年|г\.?|год)$", "", clean_text(value)).strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        text = text[:4]
    return whole_number(text, least=1901, most=datetime.date.today().year + 1)
