"""Codes of countries, languages, fields, goals and sectors, by code or name in any language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _

from backend.codelists.models import Country, Field, Goal, Language, Sector
from backend.directory.imports.values.base import (
    BadValue,
    clean_text,
    comma_parts,
    items,
    numbers_in,
    plain,
    western_digits,
)
from backend.directory.imports.values.words import data

LOCALES = ("ar", "en", "es", "fr", "pt", "pt_PT", "ru", "zh", "zh_Hant")
OTHER_LANGUAGE_NAMES = {
    "mandarin": "zh", "mandarin chinese": "zh", "putonghua": "zh", "普通话": "zh",
    "汉语": "zh", "华语": "zh", "英文": "en", "法文": "fr", "俄文": "ru", "西文": "es",
    "葡文": "pt", "阿文": "ar", "farsi": "fa", "castellano": "es", "castilian": "es",
    "bengali": "bn", "kiswahili": "sw",
}  # fmt: skip


@dataclass(frozen=True)
class Codelists:
    """Folded code or name → code, read once a run."""

    countries: dict[str, str]
    languages: dict[str, str]
    fields: dict[str, str]
    goals: dict[str, str]
    sectors: dict[str, str]
    withdrawn_sectors: frozenset[str]

    @classmethod
    def load(cls) -> Codelists:
        sectors = list(Sector.objects.all())
        return cls(
            countries=_countries(),
            languages=_languages(),
            fields=_named(Field.objects.values_list("code", "names")),
            goals=_named(Goal.objects.values_list("code", "names")),
            sectors=_named((s.code, s.names) for s in sectors if not s.withdrawn),
            withdrawn_sectors=frozenset(s.code for s in sectors if s.withdrawn),
        )

    def country(self, value: Any) -> str:
        text = clean_text(value)
        found = self._country(text)
        if found is None:
            raise BadValue(
                _("is not a country we know"), _("a code such as KEN, or the country's name")
            )
        return found

    def countries_in(self, value: Any) -> list[str]:
        return _codes(value, self._country, _("a country we know"))

    def fields_in(self, value: Any) -> list[str]:
        return _codes(value, lambda t: self.fields.get(plain(t)), _("a field of the list"))

    def goals_in(self, value: Any) -> list[str]:
        """`7`, `SDG 7; 13`, `ODD 7 et 13`, or names of goals."""
        if isinstance(value, list):
            value = ";".join(str(entry) for entry in value)
        text = western_digits(clean_text(value))
        expected = _("the numbers of goals, 1 to 17, separated by ;")
        if re.search(r"\d[.]\d", text):
            raise BadValue(_("holds a decimal number"), expected)
        numbers = numbers_in(text)
        if not numbers:
            return _codes(value, lambda t: self.goals.get(plain(t)), _("a goal of the list"))
        if not all(1 <= number <= 17 for number in numbers):
            raise BadValue(_("is not the number of a goal"), expected)
        return sorted({str(number) for number in numbers}, key=int)

    def sectors_in(self, value: Any) -> list[str]:
        return _codes(value, self._sector, _("a five-digit code of the DAC list in force"))

    def _country(self, text: str) -> str | None:
        key = plain(text)
        if key.isdigit():
            key = key.zfill(3)
        return self.countries.get(key) or self.countries.get(key.removeprefix("the "))

    def _sector(self, text: str) -> str | None:
        code = re.match(r"\d{5}(?!\d)", text)
        if code and code[0] in self.withdrawn_sectors:
            raise BadValue(_("is a code withdrawn from the DAC list"), _("a code in force"))
        return self.sectors.get(code[0] if code else plain(text))


def _codes(value: Any, find: Callable[[str], str | None], expected: str) -> list[str]:
    """The codes of a list; a comma separates only where the entry as a whole is unknown."""
    found: list[str] = []
    for item in items(value):
        for part in [item] if find(item) else _parts(item):
            code = find(part)
            if code is None:
                raise BadValue(_("“%(item)s” is not known") % {"item": part[:60]}, expected)
            found.append(code)
    return sorted(set(found))


def _parts(item: str) -> list[str]:
    parts = comma_parts(item)
    if len(parts) > 1:
        return parts
    by_slash = [part.strip() for part in item.split("/") if part.strip()]
    return by_slash if len(by_slash) > 1 else item.split()


def _named(rows: Iterable[tuple[str, dict[str, str]]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, names in rows:
        for name in (code, *names.values()):
            found.setdefault(plain(name), code)
    found.pop("", None)
    return found


def _countries() -> dict[str, str]:
    rows = list(Country.objects.values_list("code", "names", "alpha2", "m49"))
    found = _named((code, names) for code, names, _alpha2, _m49 in rows)
    for code, _names, alpha2, m49 in rows:
        found[alpha2.casefold()] = found[m49] = code
    known = set(found.values())
    for code, variants in data("country_variants").items():
        if code in known:
            found.update({plain(variant): code for variant in variants})
    short = {alpha2: code for code, _names, alpha2, _m49 in rows}
    for locale in LOCALES:
        for alpha2, name in Locale.parse(locale).territories.items():
            if alpha2 in short:
                found.setdefault(plain(name), short[alpha2])
    return found


def _languages() -> dict[str, str]:
    rows = list(Language.objects.values_list("code", "names", "native_name"))
    found = _named((code, {**names, "own": native}) for code, names, native in rows)
    known = {code for code, _names, _native in rows}
    for locale in LOCALES:
        for code, name in Locale.parse(locale).languages.items():
            if code in known:
                found.setdefault(plain(name), code)
    for name, code in OTHER_LANGUAGE_NAMES.items():
        if code in known:
            found.setdefault(plain(name), code)
    return found
