"""A need's text ready to be asked, and what is read of passages to be held against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from backend.matches.engine.encoders import Version, encoder, fitted
from matching import claims, lexical, text
from matching.encoders import serves
from matching.types import Aspect

# A passage's terms and amounts are read and kept together.
TERMS_VERSION = f"{lexical.TERMS_VERSION}.{claims.QUANTITIES_VERSION}"


def detect(stated: str, content: str) -> str:
    """The language of a text: as stated, else detected."""
    return text.language_of(content, stated or None)


def terms(content: str, language: str) -> Mapping[str, int]:
    return lexical.terms(content, language)


def quantities(content: str, language: str) -> list[claims.Quantity]:
    """The amounts a text names, to be kept beside its terms."""
    return list(claims.quantities(content, language))


def directions(version: Version) -> list[np.ndarray]:
    """What a raw vector of this version is multiplied with to read its claims; may be none."""
    probes = claims.load(version.encoder, version.encoder_version)
    return [probes.directions[name] for name in claims.OF_PASSAGES] if probes else []


@dataclass(frozen=True)
class Question:
    """A need's text ready to be asked: its language, and its corrected vector by version.

    ``asked`` is what passages' claims are held against. ``aspect_vectors`` by version: one row for
    each aspect that a panel must cover.
    """

    content: str
    language: str
    terms: frozenset[str]
    vectors: Mapping[Version, np.ndarray]
    asked: claims.Asked
    aspects: tuple[Aspect, ...] = ()
    aspect_vectors: Mapping[Version, np.ndarray] = field(default_factory=dict)


def ask(
    content: str, stated: str | None, versions: Iterable[Version], aspects: Sequence[Aspect] = ()
) -> Question:
    """Encode a need's text, and its aspects, with each of these that serves its language."""
    language = detect(stated or "", content)
    texts = [content, *(aspect.text for aspect in aspects)]
    raw = {
        one: encoder(one).encode(texts, "query")
        for one in versions
        if serves(encoder(one), language)
    }
    vectors = {
        one: fitted(one).correct(rows, [language] * len(texts), "query")
        for one, rows in raw.items()
    }
    return Question(
        content,
        language,
        frozenset(lexical.terms(content, language)),
        {name: rows[0] for name, rows in vectors.items()},
        claims.ask(content, language, [(encoder(one), rows[0]) for one, rows in raw.items()]),
        tuple(aspects),
        {name: rows[1:] for name, rows in vectors.items()},
    )
