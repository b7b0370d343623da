"""What a need asks for, and what the passages of a corpus in memory claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from matching.claims.agreement import Asked, agreements
from matching.claims.probes import OF_NEEDS, OF_PASSAGES, load
from matching.claims.quantities import quantities
from matching.encoders import Encoder


def ask(text: str, language: str, vectors: Iterable[tuple[Encoder, np.ndarray]]) -> Asked:
    """A need's amounts and level; ``vectors`` are its raw ones by encoder, shape (dimension,)."""
    level = 0.0
    for encoder, vector in vectors:
        if probes := load(encoder.name, encoder.version):
            level = float(probes.read(vector, OF_NEEDS)[0])
    return Asked(quantities(text, language), level)


class CorpusClaims:
    """The claims of all passages: amounts at once, the rest as an encoder's vectors come in."""

    def __init__(self, texts: Sequence[str], languages: Sequence[str]) -> None:
        pairs = zip(texts, languages, strict=True)
        self.amounts = [quantities(text, language) for text, language in pairs]
        self.readings = np.full((len(texts), len(OF_PASSAGES)), np.nan)

    def read(self, encoder: Encoder, rows: np.ndarray, vectors: np.ndarray) -> None:
        """Reads raw vectors of the passages ``rows``, if the encoder has probes."""
        if probes := load(encoder.name, encoder.version):
            self.readings[rows] = probes.read(vectors)

    def agreements(self, asked: Asked, rows: Sequence[int]) -> dict[str, np.ndarray]:
        """The features of the claims of these passages."""
        return agreements(asked, [self.amounts[row] for row in rows], self.readings[list(rows)])
