"""The correction per language: what a text's language adds to its vector is taken away again.

An encoder pulls every text towards its own language, so the nearest raw neighbours of an Arabic
need are Arabic. From each vector the mean of its language (and of its role, query or passage) is
subtracted, the rest goes through a linear map under which needs stand near to what answers them
in any language, and is scaled to length 1. Chance similarities still spread differently from one
pair of languages to the next, so a cosine is then expressed in standard deviations of that pair's
unrelated texts (z). All of it comes from texts written for it (``matching.fitting``), never from
the corpus: one need or one new profile can be scored, and a lopsided corpus shifts nothing.
Languages without such texts use the pool.

The idea of centring each language: Libovický et al. 2020, "On the Language Neutrality of
Pre-trained Multilingual Representations" (arXiv:2004.05160).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from matching.encoders import Role
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

    ``mu`` and ``sigma`` have shape (query languages, passage languages), ``map`` (dimension,
    dimension).
    """

    version: str
    languages: tuple[str, ...]
    means: np.ndarray
    mu: np.ndarray
    sigma: np.ndarray
    map: np.ndarray

    def index(self, language: str | None) -> int:
        """The row of a language, or that of the pool (the last) for one without its own."""
        code = primary(language)
        return self.languages.index(code if code in self.languages else POOL)

    def correct(self, vectors: np.ndarray, languages: list[str], role: Role) -> np.ndarray:
        """Corrected unit vectors; rows of zeros (empty texts) stay zeros."""
        rows = [self.index(language) for language in languages]
        corrected = vectors - self.means[ROLES.index(role), rows]
        corrected = corrected.astype(np.float32) @ self.map
        corrected[~vectors.any(axis=-1)] = 0
        return unit(corrected)

    def standardise(self, cosines: np.ndarray, query: str, passages: list[str]) -> np.ndarray:
        """Cosines of queries in one language with passages, in standard deviations above chance.

        Shape (passages,) or (queries, passages).
        """
        row = self.index(query)
        known = {language: self.index(language) for language in set(passages)}
        columns = [known[language] for language in passages]
        return (cosines - self.mu[row, columns]) / self.sigma[row, columns]


def save(correction: Correction, name: str) -> None:
    """Ships it; the one before stays beside it, since vectors made with it may still be asked."""
    path = _today(name)
    if path.exists() and (before := _version_in(path)) != correction.version:
        path.rename(path.with_name(f"{path.stem}@{before}.npz"))
    np.savez_compressed(
        path,
        version=correction.version,
        languages=np.array(correction.languages),
        means=correction.means.astype(np.float16),
        mu=correction.mu,
        sigma=correction.sigma,
        map=correction.map.astype(np.float16),
    )


def _today(name: str) -> Path:
    """A model's name or folder after ``st:`` may hold what no file's name can."""
    return DATA / f"correction-{re.sub(r'[^A-Za-z0-9._-]+', '-', name)}.npz"


def _version_in(path: Path) -> str:
    with np.load(path) as data:
        return str(data["version"])


def _path(name: str, version: str) -> Path:
    """The file of the version; without one, of the version that is shipped today."""
    today = _today(name)
    if not today.exists():
        raise CorrectionMissing(
            f"No correction for {name}: run python -m matching.fitting --encoder {name}"
        )
    for path in (today, *sorted(DATA.glob(f"{today.stem}@*.npz"))):
        if not version or _version_in(path) == version:
            return path
    raise CorrectionMissing(f"There is no correction {version} for {name} any more.")


@cache
def load(name: str, encoder_version: str, version: str = "") -> Correction:
    """The correction of an encoder, which must be of the same version; by default today's."""
    path = _path(name, version)
    with np.load(path) as data:
        means = data["means"].astype(np.float32)
        plain = np.eye(means.shape[-1])  # the first corrections knew no map
        correction = Correction(
            str(data["version"]),
            tuple(str(code) for code in data["languages"]),
            means,
            data["mu"],
            data["sigma"],
            data.get("map", plain).astype(np.float32),
        )
    if not correction.version.startswith(f"{encoder_version}-"):
        raise CorrectionMissing(
            f"The correction for {name} is of version {correction.version}, "
            f"the encoder of {encoder_version}: run python -m matching.fitting"
        )
    return correction
