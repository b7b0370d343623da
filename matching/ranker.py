"""Features → a score between 0 and 1, the same for every caller.

A linear model whose logit is a sum, so that each feature's part can be shown. The shipped weights
are a prior that needs no outcomes: `docs/evaluation.md` says how they were chosen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import expit

from matching.folders import DATA


@dataclass(frozen=True)
class LinearRanker:
    """``logit = bias + Σ weight × feature``.

    ``line``: the score from which on a candidate is likely to be able to help.
    """

    version: str
    bias: float
    weights: Mapping[str, float]
    line: float = 0.5

    def contributions(self, features: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """What each feature adds to the logit. Unknown features raise KeyError."""
        return {name: self.weights[name] * value for name, value in features.items()}

    def score(self, logits: np.ndarray) -> np.ndarray:
        """The logistic function, kept inside (0, 1) for any finite logit."""
        return expit(np.clip(logits, -30.0, 30.0))


@cache
def shipped() -> LinearRanker:
    data = json.loads((DATA / "ranker.json").read_text(encoding="utf-8"))
    return LinearRanker(data["version"], data["bias"], data["weights"], data["line"])
