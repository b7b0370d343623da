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


@dataclass(frozen=True)
class Asking:
    """A need's text as it is to be asked: its language as stated, if it is, and its aspects."""

    content: str
    stated: str | None = None
    aspects: tuple[Aspect, ...] = ()

    @property
    def texts(self) -> list[str]:
        return [self.content, *(aspect.text for aspect in self.aspects)]


def ask(
    content: str, stated: str | None, versions: Iterable[Version], aspects: Sequence[Aspect] = ()
) -> Question:
    """Encode a need's text, and its aspects, with each of these that serves its language."""
    [question] = ask_all([Asking(content, stated, tuple(aspects))], versions)
    return question


def ask_all(asked: Sequence[Asking], versions: Iterable[Version]) -> list[Question]:
    """The same of many: each encoder is called once, with all their texts."""
    languages = [detect(one.stated or "", one.content) for one in asked]
    raw: list[dict[Version, np.ndarray]] = [{} for _one in asked]
    for version in versions:
        served = [at for at, one in enumerate(languages) if serves(encoder(version), one)]
        if not served:
            continue
        rows = encoder(version).encode([t for at in served for t in asked[at].texts], "query")
        edges = np.cumsum([len(asked[at].texts) for at in served])[:-1]
        for at, own in zip(served, np.split(rows, edges), strict=True):
            raw[at][version] = own
    return [_question(*parts) for parts in zip(asked, languages, raw, strict=True)]


def _question(one: Asking, language: str, raw: Mapping[Version, np.ndarray]) -> Question:
    spoken = [language] * len(one.texts)
    vectors = {
        version: fitted(version).correct(rows, spoken, "query") for version, rows in raw.items()
    }
    return Question(
        one.content,
        language,
        frozenset(lexical.terms(one.content, language)),
        {name: rows[0] for name, rows in vectors.items()},
        claims.ask(one.content, language, [(encoder(name), rows[0]) for name, rows in raw.items()]),
        one.aspects,
        {name: rows[1:] for name, rows in vectors.items()},
    )
