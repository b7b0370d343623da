"""Nearest passages: the protocol, and the exact in-memory index, the yardstick of every other."""

from __future__ import annotations

from typing import Protocol

import numpy as np


class PassageIndex(Protocol):
    """Holds unit vectors by row number and finds those nearest to a query by cosine."""

    def build(self, vectors: np.ndarray) -> PassageIndex: ...

    def nearest(self, query: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]: ...


class NotBuilt(RuntimeError):
    """Asked before ``build``."""


class ExactIndex:
    """Every cosine computed, over half-precision vectors as the database keeps them."""

    def build(self, vectors: np.ndarray) -> ExactIndex:
        """``vectors``: float, shape (passages, dimension)."""
        self.vectors_ = halves(vectors)
        return self

    def cosines(self, query: np.ndarray) -> np.ndarray:
        """The query's cosine with every row, float32; 0 where either is empty."""
        if not hasattr(self, "vectors_"):
            raise NotBuilt("Call build() before asking for neighbours.")
        # Not by BLAS, which sums a row otherwise at another place in the matrix: equal texts would
        # differ in the last digit, and their tie be broken by chance.
        return np.einsum("ij,j->i", self.vectors_, halves(query[None])[0])

    def nearest(self, query: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Row numbers and cosines of the ``k`` nearest (fewer if there are fewer), best first."""
        cosines = self.cosines(query)
        order = np.lexsort((np.arange(len(cosines)), -cosines))[:k]
        return order, cosines[order]


def halves(vectors: np.ndarray) -> np.ndarray:
    """Vectors rounded to half precision, then scaled to length 1 in float32, as pgvector does."""
    rounded = np.asarray(vectors, np.float32).astype(np.float16).astype(np.float32)
    lengths = np.linalg.norm(rounded, axis=-1, keepdims=True)
    return np.divide(rounded, lengths, out=np.zeros_like(rounded), where=lengths > 0)
