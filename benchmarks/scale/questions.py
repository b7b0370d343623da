"""What is asked of the network: needs of the demo world, common words, and filters of any size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching import lexical

EVERY = 4  # of the demo needs one in so many, which are all languages and fields
COMMONEST = 15  # words
SHARES = (0.1, 0.01, 0.001)


@dataclass(frozen=True)
class Question:
    """A text, its language, where the work is to be done."""

    text: str
    language: str
    country: str = ""


@dataclass(frozen=True)
class Filter:
    """Countries that leave about this share; chosen for one question."""

    name: str
    countries: tuple[str, ...]


def needs() -> list[Question]:
    from backend.needs.models import Need

    rows = list(Need.objects.filter(source="demo").order_by("external_id"))[::EVERY]
    return [Question(row.text, row.language, row.country_id or "") for row in rows]


def common_words() -> list[Question]:
    """For each language of the passages a text of the words that occur in most of them."""
    from backend.directory.models import Passage

    counts: dict[str, Counter[str]] = {}
    rows = Passage.objects.matchable().filter(profile__source="demo")
    for text, language in rows.values_list("text", "terms__language"):
        words = {word.casefold() for _, word in lexical.surfaces(text, language)}
        counts.setdefault(language, Counter()).update(words)
    return [
        Question(" ".join(word for word, _ in words.most_common(COMMONEST)), language)
        for language, words in sorted(counts.items())
        if len(words) > 10 * COMMONEST
    ]


def filters(affinities: np.ndarray, countries: np.ndarray) -> list[Filter]:
    """None, and for each share countries where the best are near to the question, and far."""
    codes, sizes = np.unique(countries[countries != ""], return_counts=True)
    nearest = [np.partition(affinities[countries == code], -1)[-1] for code in codes]
    order = codes[np.argsort(nearest)].tolist()
    size = dict(zip(codes.tolist(), sizes.tolist(), strict=True))
    made = [Filter("all", ())]
    for share in SHARES:
        wanted = share * len(countries)
        made.append(Filter(f"{share:.1%}, alike", _reaching(order[::-1], size, wanted)))
        made.append(Filter(f"{share:.1%}, unlike", _reaching(order, size, wanted)))
    return made


def _reaching(order: Sequence[str], size: dict[str, int], wanted: float) -> tuple[str, ...]:
    """The first of these countries that together hold about so many, none of them too large."""
    taken: list[str] = []
    held = 0
    for code in order:
        if held < 0.75 * wanted and held + size[code] <= 1.5 * wanted:
            taken.append(str(code))
            held += size[code]
    return tuple(taken) or (str(min(order, key=lambda code: abs(size[code] - wanted))),)


def allowed(chosen: Filter, countries: np.ndarray, able: np.ndarray) -> np.ndarray:
    """Which profiles the filter and the hard rules leave."""
    return able & (np.isin(countries, chosen.countries) if chosen.countries else True)


def facts_of(profiles: Sequence[Any]) -> tuple[np.ndarray, np.ndarray]:
    """Each profile's country, and whether it takes any work at all."""
    countries = np.array([one.place.country if one.place else "" for one in profiles])
    return countries, np.array([one.capacity is None or one.capacity > 0 for one in profiles])
