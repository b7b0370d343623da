"""Linear probes: what a text claims, read from its vector as encoded.

The vectors of "offers" and "seeks" or of "experience" and "no experience" are nearly the same
for a cosine, and yet lie on two sides of a plane, in all languages alike (probing: Alain and
Bengio 2017, arXiv:1610.01644). Each probe is a logistic regression fitted on minimal pairs written
for it (``data/probes``, `matching.claims.fitting`); its logit is above 0 where a text

- ``role``: gives (offers, taught, led), rather than seeks, was taught or assisted;
- ``negation``: says that a thing is there or was done, rather than that it is not;
- ``level``: is of the high end of its field (nation, industry, advanced) rather than of the low
  (village, workshop, beginners);
- ``work``: tells of work at all, rather than of daily life, of which the other probes know nothing.

A need is read for its level alone, by a probe of its own (``asked``): it always seeks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from matching.folders import DATA

OF_PASSAGES = ("role", "negation", "level", "work")
OF_NEEDS = ("asked",)


@dataclass(frozen=True)
class Probes:
    """``directions``: name → float16, shape (dimension,); ``biases``: name → logit at zero."""

    version: str
    directions: Mapping[str, np.ndarray]
    biases: Mapping[str, float]

    def read(self, vectors: np.ndarray, names: tuple[str, ...] = OF_PASSAGES) -> np.ndarray:
        """Logits of raw vectors (shape (texts, dimension)), one column for each name.

        Vectors are rounded to half precision, as the database keeps them. An empty text, whose
        vector is all zeros, has the probe's bias.
        """
        halves = np.asarray(vectors, np.float16).astype(np.float32)
        # Not by BLAS, for the reason that ``matching.index`` names: equal texts must read alike.
        columns = [
            np.einsum("...j,j->...", halves, self.directions[name].astype(np.float32))
            for name in names
        ]
        return np.stack(columns, -1) + [self.biases[name] for name in names]


@cache
def load(encoder: str, encoder_version: str) -> Probes | None:
    """The probes of this version of an encoder; None where there are none: claims are left aside.

    An older version, which answers until it is switched from, has those that were shipped with it.
    """
    path = next((one for one in _files(encoder) if _is_of(one, encoder_version)), None)
    if path is None:
        return None
    with np.load(path) as data:
        names, biases = [str(name) for name in data["names"]], data["biases"]
        return Probes(
            str(data["version"]),
            dict(zip(names, data["directions"], strict=True)),
            {name: float(bias) for name, bias in zip(names, biases, strict=True)},
        )


def _files(encoder: str) -> list[Path]:
    """Today's, then those of older versions of the encoder."""
    found = [DATA / f"probes-{encoder}.npz", *sorted(DATA.glob(f"probes-{encoder}@*.npz"))]
    return [path for path in found if path.exists()]


def _is_of(path: Path, encoder_version: str) -> bool:
    with np.load(path) as data:
        return str(data["version"]).startswith(f"{encoder_version}-")


def save(probes: Probes, encoder: str, encoder_version: str) -> None:
    """Ships the probes of an encoder; those of an older version of it stay beside them."""
    path = DATA / f"probes-{encoder}.npz"
    if path.exists() and not _is_of(path, encoder_version):
        with np.load(path) as data:
            before = str(data["version"]).rpartition("-")[0]
        path.rename(DATA / f"probes-{encoder}@{before}.npz")
    np.savez_compressed(
        path,
        version=probes.version,
        names=np.array(list(probes.directions)),
        directions=np.stack(list(probes.directions.values())),
        biases=np.array([probes.biases[name] for name in probes.directions], np.float32),
    )
