"""Which target a heading means, in any of the seven languages."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from backend.directory.imports.columns import INSTITUTIONS, OTHERS, PROSE, is_target
from backend.directory.imports.values.base import plain
from backend.directory.imports.values.words import data

CERTAIN, LIKELY, GUESS = "certain", "likely", "guess"
NEAR = 0.86  # difflib's ratio from which a spelling counts as near
SHORTEST_NEAR = 5  # characters; shorter words resemble one another by chance
SEPARATORS = re.compile(r"[/()（）\[\]|\n:：–—]+|\s-\s")
SCRIPT_BORDER = re.compile(
    r"(?<=[\u4e00-\u9fff])\s*(?=[A-Za-zÀ-ÿ\u0400-\u04ff\u0600-\u06ff])"
    r"|(?<=[A-Za-zÀ-ÿ\u0400-\u04ff\u0600-\u06ff])\s*(?=[\u4e00-\u9fff])"
    r"|(?<=[A-Za-zÀ-ÿ])\s+(?=[\u0400-\u04ff\u0600-\u06ff])"
    r"|(?<=[\u0400-\u04ff\u0600-\u06ff])\s+(?=[A-Za-zÀ-ÿ])"
)
TRAILING_NUMBER = re.compile(r"\s*[#№]?\s*\d{1,2}$")


@dataclass(frozen=True)
class Heading:
    """A recognised heading: target, how sure, and the languages whose word it is."""

    target: str
    confidence: str
    languages: frozenset[str] = frozenset()
    exact: bool = False  # the target's own name, as the templates have it


def recognise(heading: str, kind: str) -> Heading | None:
    """The target of a heading in a file of `kind`, or None where no word tells."""
    own = "_".join(heading.strip().lower().replace("-", "_").split())
    if is_target(own, kind):
        return Heading(own, CERTAIN, exact=True)
    return _whole(heading, kind) or _in_parts(heading, kind) or _near(heading, kind)


def _whole(heading: str, kind: str) -> Heading | None:
    known = synonyms(kind)
    text = plain(heading)
    for form in (text, f"{text}s", text.removesuffix("s")):
        if found := known.get(form):
            return Heading(found[0], CERTAIN, found[1])
    without_number = TRAILING_NUMBER.sub("", heading)
    numbered = _whole(without_number, kind) if without_number != heading else None
    return numbered if numbered and numbered.target in PROSE else None


def _in_parts(heading: str, kind: str) -> Heading | None:
    """Bilingual headings, and those with a remark: 姓名 Name; Country (ISO3)."""
    parts = [p for piece in SEPARATORS.split(heading) for p in SCRIPT_BORDER.split(piece)]
    parts = [part for part in parts if part.strip()]
    found = [_whole(part, kind) for part in parts]
    known = [match for match in found if match]
    if len(parts) < 2 or not known:
        return None
    agree = len({_meaning(match.target) for match in known}) == 1
    named = next((match for match in known if match.target != "bare_name"), known[0])
    languages = frozenset().union(*(match.languages for match in known))
    return Heading(named.target, CERTAIN if agree and found[0] else LIKELY, languages)


def _meaning(target: str) -> str:
    return "name" if target in {"bare_name", "name"} else target


def _near(heading: str, kind: str) -> Heading | None:
    wanted, known = plain(heading), synonyms(kind)
    shortest = SHORTEST_NEAR if wanted.isascii() else 4
    if len(wanted) < shortest:
        return None
    near = difflib.get_close_matches(wanted, known, n=1, cutoff=NEAR)
    return Heading(known[near[0]][0], LIKELY, known[near[0]][1]) if near else None


@cache
def synonyms(kind: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Folded heading → target and its languages; a kind's own words win over the common ones."""
    found: dict[str, tuple[str, set[str]]] = {}
    for by_target in _known(kind):
        for target, by_language in by_target.items():
            wanted = "name" if kind == INSTITUTIONS and target == "bare_name" else target
            for language, headings in by_language.items():
                for heading in headings:
                    entry = found.setdefault(plain(heading), (wanted, set()))
                    if entry[0] == wanted:
                        entry[1].add(language)
    return {key: (target, frozenset(langs)) for key, (target, langs) in found.items() if key}


def _known(kind: str) -> Iterator[dict[str, dict[str, list[str]]]]:
    """The words for each target, by language: the kind's own, then those that kinds share."""
    shared = data("headings")["common"]
    if other := OTHERS.get(kind):
        yield data("headings", other.folder)
        yield {target: found for target, found in shared.items() if target in other.targets}
    else:
        yield data("headings")[kind]
        yield shared
