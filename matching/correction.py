"""The correction per language: what a text's language adds to its vector is taken away again.

An encoder pulls every text towards its own language, so the nearest raw neighbours of an Arabic
need are Arabic. From each vector the mean of its language (and of its role, query or passage) is
subtracted and the rest scaled to length 1; what is left is nearly the same in every language.
Chance similarities still spread differently from one pair of languages to the next, so a cosine
is then expressed in standard deviations of that pair's unrelated texts (z). Both come from the
parallel texts in ``data/reference.json``, never from the corpus: one need or one new profile can
be scored, and a lopsided corpus shifts nothing. Languages without reference text use the pool.

The idea of centring each language: Libovický et al. 2020, "On the Language Neutrality of
Pre-trained Multilingual Representations" (arXiv:2004.05160).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from matching.encoders import Encoder, Role
from matching.folders import DATA
from matching.text import primary
from matching.vectors import unit

POOL = "und"
ROLES: tuple[Role, ...] = ("query", "passage")


class CorrectionMissing(LookupError):
    """No correction has been fitted for this version of the encoder."""


@dataclass(frozen=True)
class Correction:
    """Means (float32, shape (roles, languages, dimension)) and chance cosines by language pair.

    ``mu`` and ``sigma`` have shape (query languages, passage languages).
    """

    version: str
    languages: tuple[str, ...]
    means: np.ndarray
    mu: np.ndarray
    sigma: np.ndarray

    def index(self, language: str | None) -> int:
        """The row of a language, or that of the pool (the last) for one without its own."""
        code = primary(language)
        return self.languages.index(code if code in self.languages else POOL)

    def correct(self, vectors: np.ndarray, languages: list[str], role: Role) -> np.ndarray:
        """Corrected unit vectors; rows of zeros (empty texts) stay zeros."""
        rows = [self.index(language) for language in languages]
        corrected = vectors - self.means[ROLES.index(role), rows]
        corrected[~vectors.any(axis=-1)] = 0
        return unit(corrected.astype(np.float32))

    def standardise(self, cosines: np.ndarray, query: str, passages: list[str]) -> np.ndarray:
        """Cosines of one query with passages, in standard deviations above chance."""
        row = self.index(query)
        columns = [self.index(language) for language in passages]
        return (cosines - self.mu[row, columns]) / self.sigma[row, columns]


def reference() -> dict[str, list[str]]:
    """The parallel texts by language; the same place in each list is the same content."""
    entries = json.loads((DATA / "reference.json").read_text(encoding="utf-8"))
    return {code: [entry["texts"][code] for entry in entries] for code in entries[0]["texts"]}


def fit(encoder: Encoder) -> Correction:
    """Fit an encoder's correction on the reference texts in the languages it serves."""
    texts = {
        code: found
        for code, found in reference().items()
        if encoder.languages is None or code in encoder.languages
    }
    codes = (*sorted(texts), POOL)
    raw = {(role, code): encoder.encode(texts[code], role) for role in ROLES for code in texts}
    means = np.zeros((2, len(codes), encoder.dimension), np.float32)
    for r, role in enumerate(ROLES):
        for c, code in enumerate(codes[:-1]):
            means[r, c] = raw[role, code].mean(0)
        means[r, -1] = means[r, :-1].mean(0)
    blank = np.ones((len(codes), len(codes)), np.float32)
    bare = Correction("", codes, means, blank, blank)
    mu, sigma = _chance(bare, raw)
    return Correction(f"{encoder.version}-ref1", codes, means, mu, sigma)


def _chance(bare: Correction, raw: dict) -> tuple[np.ndarray, np.ndarray]:
    """Mean and spread of the cosines of texts that are not about the same thing."""
    size = len(bare.languages)
    mu, sigma = np.zeros((size, size), np.float32), np.ones((size, size), np.float32)
    corrected = {
        (role, code): bare.correct(vectors, [code] * len(vectors), role)
        for (role, code), vectors in raw.items()
    }
    for a, query in enumerate(bare.languages[:-1]):
        for b, passage in enumerate(bare.languages[:-1]):
            cosines = corrected["query", query] @ corrected["passage", passage].T
            unrelated = cosines[~np.eye(len(cosines), dtype=bool)]
            mu[a, b], sigma[a, b] = unrelated.mean(), unrelated.std()
    for table in (mu, sigma):
        table[-1, :-1] = table[:-1, :-1].mean(0)
        table[:, -1] = table[:, :-1].mean(1)
    return mu, sigma


def save(correction: Correction, name: str) -> None:
    """Ships it; the one before stays beside it, since vectors made with it may still be asked."""
    path = DATA / f"correction-{name}.npz"
    if path.exists() and (before := _version_in(path)) != correction.version:
        path.rename(DATA / f"correction-{name}@{before}.npz")
    np.savez_compressed(
        path,
        version=correction.version,
        languages=np.array(correction.languages),
        means=correction.means.astype(np.float16),
        mu=correction.mu,
        sigma=correction.sigma,
    )


def _version_in(path: Path) -> str:
    with np.load(path) as data:
        return str(data["version"])


def _path(name: str, version: str) -> Path:
    """The file of the version; without one, of the version that is shipped today."""
    today = DATA / f"correction-{name}.npz"
    if not today.exists():
        raise CorrectionMissing(f"No correction for {name}: run python -m matching.correction")
    for path in (today, *sorted(DATA.glob(f"correction-{name}@*.npz"))):
        if not version or _version_in(path) == version:
            return path
    raise CorrectionMissing(f"There is no correction {version} for {name} any more.")


@cache
def load(name: str, encoder_version: str, version: str = "") -> Correction:
    """The correction of an encoder, which must be of the same version; by default today's."""
    path = _path(name, version)
    with np.load(path) as data:
        correction = Correction(
            str(data["version"]),
            tuple(str(code) for code in data["languages"]),
            data["means"].astype(np.float32),
            data["mu"],
            data["sigma"],
        )
    if not correction.version.startswith(f"{encoder_version}-"):
        raise CorrectionMissing(
            f"The correction for {name} is of version {correction.version}, "
            f"the encoder of {encoder_version}: run python -m matching.correction"
        )
    return correction


if __name__ == "__main__":
    from matching.encoders import REGISTRY, get_encoder

    for registered in REGISTRY:
        save(fit(get_encoder(registered)), registered)
