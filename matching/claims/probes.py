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

import numpy as np

from matching.folders import DATA

OF_PASSAGES = ("role", "negation", "level", "work")
OF_NEEDS = ("asked",)


class ProbesMissing(LookupError):
    """The probes shipped for an encoder are of another version of it."""


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
    """The probes of an encoder, None where none were fitted for it. Raises ``ProbesMissing``."""
    path = DATA / f"probes-{encoder}.npz"
    if not path.exists():
        return None
    with np.load(path) as data:
        names, biases = [str(name) for name in data["names"]], data["biases"]
        probes = Probes(
            str(data["version"]),
            dict(zip(names, data["directions"], strict=True)),
            {name: float(bias) for name, bias in zip(names, biases, strict=True)},
        )
    if not probes.version.startswith(f"{encoder_version}-"):
        raise ProbesMissing(
            f"The probes for {encoder} are of version {probes.version}, the encoder of "
            f"{encoder_version}: run python -m matching.claims.fitting"
        )
    return probes


def save(probes: Probes, encoder: str) -> None:
    """Ships the probes of an encoder."""
    np.savez_compressed(
        DATA / f"probes-{encoder}.npz",
        version=probes.version,
        names=np.array(list(probes.directions)),
        directions=np.stack(list(probes.directions.values())),
        biases=np.array([probes.biases[name] for name in probes.directions], np.float32),
    )
