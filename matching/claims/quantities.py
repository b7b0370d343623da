"""Amounts with their units, brought to one unit for each dimension."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from matching.claims.numbers import number_pattern, read_digits, read_number
from matching.claims.types import Quantity
from matching.claims.words import LANGUAGES, lists, pattern, plain
from matching.folders import DATA
from matching.text import normalise, primary

QUANTITIES_VERSION = "2"  # raised when `quantities` would give others for the same text
COUNTED = frozenset(
    ["people", "farmer", "pupil", "patient", "worker", "bed", "animal", "bird", "place", "tree"]
)  # what is counted: an adjective or two may stand before it
MOST = 12  # quantities kept of one text
LEAST_COUNT = 2  # "a village" says nothing of how many

Units = dict[str, tuple[str, float]]  # group's name → dimension, factor


@cache
def _symbols() -> dict:
    return json.loads((DATA / "quantities" / "symbols.json").read_text(encoding="utf-8"))


def _named(language: str) -> Iterator[tuple[str, str, float]]:
    for source in (lists(language)["units"], _symbols()["units"]):
        for dimension, units in source.items():
            for unit, factor in units.items():
                yield unit, dimension, factor


@cache
def _units(language: str, kind: str) -> tuple[str, Units]:
    """An alternation of named groups, the longest unit first, and what each group stands for.

    ``kind`` begins the groups' names: one expression may hold the units twice.
    """
    ordered = sorted(set(_named(language)), key=lambda one: (-len(one[0]), one))
    patterns, known = [], {}
    for i, (unit, dimension, factor) in enumerate(ordered):
        word = pattern(unit, language).removeprefix(r"(?<!\w)")
        boundary = r"(?![a-z])" if language == "zh" and unit[-1].isascii() else ""
        patterns.append(f"(?P<{kind}{i}>{word}{boundary})")
        known[f"{kind}{i}"] = (dimension, factor)
    return "|".join(patterns), known


@cache
def _finder(language: str) -> re.Pattern[str]:
    number = number_pattern(language)
    told = lists(language)
    to = "|".join(re.escape(plain(one)) for one in told["ranges"])
    per = "|".join(re.escape(plain(one)) for one in told["per"])
    space = r"\s*" if language == "zh" else r"\s+"
    units, _ = _units(language, "u")
    again, _ = _units(language, "p")
    between = "" if language == "zh" else r"(?:\s+[^\W\d]+){0,2}?"  # "litres of milk per day"
    gap = r"" if language == "zh" else r"(?:(?:de|d'|of)\s+)?(?P<gap>(?:[^\W\d][\w'-]*\s+){0,2}?)"
    before, after = (_alternatives(told[f"rates_{side}"], language) for side in ("before", "after"))
    return re.compile(
        rf"(?:(?P<before>{before})\s*)?(?<![\d])(?P<low>{number})"
        rf"(?:(?:\s*(?:-|–|—|~|−)\s*|{space}(?:{to}){space})(?P<high>{number}))?"
        rf"[\s-]*{gap}(?:{units})"
        rf"(?:(?:\s*/\s*|{between}{space}(?:{per}){space})(?:{again})"
        rf"|{between}{space}(?P<after>{after}))?"
    )


def _alternatives(entries: Iterable[str], language: str) -> str:
    """An alternation of the entries, the longest first; of none, what never matches."""
    ordered = sorted(entries, key=lambda one: (-len(one), one))
    return "|".join(pattern(one, language) for one in ordered) or r"(?!)"


def _rate(match: re.Match[str], language: str) -> tuple[str, float] | None:
    """Per how much time, where an adverb says so: "daily", سنويا, 年产."""
    for side in ("before", "after"):
        if written := match[side]:
            for entry, seconds in lists(language)[f"rates_{side}"].items():
                if re.fullmatch(pattern(entry, language), written):
                    return "time", seconds
    return None


@cache
def _money(language: str) -> re.Pattern[str]:
    signs = "|".join(re.escape(sign) for sign in _symbols()["units"]["money"])
    scales = "|".join(re.escape(scale) for scale in _symbols()["scales"])
    return re.compile(
        rf"(?P<sign>{signs})\s*(?P<low>{number_pattern(language)})(?:\s?(?P<scale>{scales})(?!\w))?"
    )


@lru_cache(maxsize=50_000)  # a text is read again by every matcher that is fitted on it
def quantities(text: str, language: str | None) -> tuple[Quantity, ...]:
    """The amounts of a text, in the order in which they stand; none in an unknown language."""
    code = primary(language)
    if code not in LANGUAGES:
        return ()
    clean = plain(normalise(text))
    found = [*_amounts(clean, code), *_sums(clean, code)]
    return tuple(dict.fromkeys(found))[:MOST]


def _amounts(text: str, language: str) -> Iterator[Quantity]:
    _, units = _units(language, "u")
    _, per = _units(language, "p")
    for match in _finder(language).finditer(text):
        groups = {name: value for name, value in match.groupdict().items() if value}
        dimension, factor = units[next(name for name in groups if name in units)]
        divisor = next((per[name] for name in groups if name in per), _rate(match, language))
        low = read_number(match["low"], language)
        high = read_number(match["high"], language) if match["high"] else low
        low = _shared_scale(low, high, match["high"] or "", language)
        if low is None or high is None or (groups.get("gap") and dimension not in COUNTED):
            continue
        if dimension in COUNTED and high < LEAST_COUNT:
            continue
        if divisor:
            rate = factor / divisor[1]
            yield from _quantity(f"{dimension}/{divisor[0]}", low * rate, high * rate)
        # "30 tonnes daily" is 30 tonnes too, for one who says just that: a plant "of 30 tonnes".
        if not divisor or match["before"] or match["after"]:
            yield from _quantity(dimension, low * factor, high * factor)


def _sums(text: str, language: str) -> Iterator[Quantity]:
    for match in _money(language).finditer(text):
        value = read_number(match["low"], language) or 0.0
        scale = _symbols()["scales"].get(match["scale"] or "", 1)
        value *= scale * _symbols()["units"]["money"][match["sign"]]
        yield from _quantity("money", value, value)


def _shared_scale(
    low: float | None, high: float | None, written: str, language: str
) -> float | None:
    """The lower end of "8 to 15 million", which says the scale once, at the upper end."""
    digits = re.match(r"\d[\d.,]*(?=\s*[^\W\d])", written)
    if not (low and high and digits and low * 1000 <= high):
        return low
    bare = read_digits(digits.group().rstrip(".,"), language)
    return low * high / bare if bare else low


def _quantity(dimension: str, low: float, high: float) -> Iterator[Quantity]:
    if low > high:
        low, high = high, low
    if low > 0 and high < 1e18:
        yield Quantity(dimension, float(f"{low:.6g}"), float(f"{high:.6g}"))
