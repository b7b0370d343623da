"""A logistic model whose weights keep their sign, for labels seen through a bias of position.

Who stands further down is looked at less, so that not being chosen there says little. Each
positive label is therefore weighed by one over the propensity, the chance that its rank was looked
at: Joachims, Swaminathan and Schnabel 2017, "Unbiased Learning-to-Rank with Biased Feedback",
WSDM (arXiv:1608.04468). For cross-entropy that gives ``log(1 + e^z) − (label / propensity) z``:
in expectation the loss over what would have been chosen had everybody been looked at (Saito et
al. 2020, "Unbiased Recommender Learning from Missing-Not-At-Random Implicit Feedback", WSDM), and
convex in the logit ``z``.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin

STEEPNESS = 1.0  # of looking: 1 / rank, as in Joachims et al.
LEAST = 0.05  # propensities are not taken to be smaller, or single labels would decide


def propensity(ranks: np.ndarray) -> np.ndarray:
    """The chance that a rank (1 and up) was looked at, relative to the first."""
    return np.maximum(1 / np.asarray(ranks, float) ** STEEPNESS, LEAST)


def weighed_loss(logits: np.ndarray, labels: np.ndarray, propensities: np.ndarray) -> np.ndarray:
    """The loss of each observation, corrected for position. May be negative for one of them."""
    return np.logaddexp(0, logits) - labels / propensities * logits


class MonotoneLogistic(BaseEstimator, ClassifierMixin):
    """``signs``: 1 for weights that must not fall below 0, −1 for those that must not rise above.

    Weights are drawn to ``prior`` (those of the present model), so that a feature about which the
    outcomes say nothing keeps its weight: ``strength`` × |weights − prior|² / 2 is added to the
    sum of losses. Learned: ``coef_`` of shape (features,) and ``intercept_``.
    """

    def __init__(
        self,
        prior: np.ndarray,
        signs: np.ndarray,
        bias: float = 0.0,
        strength: float = 1.0,
    ) -> None:
        self.prior = prior
        self.signs = signs
        self.bias = bias
        self.strength = strength

    def fit(
        self, X: np.ndarray, y: np.ndarray, propensities: np.ndarray | None = None
    ) -> MonotoneLogistic:
        """``X``: (observations, features); ``y``: 0 or 1. Returns self."""
        weighed = y / (np.ones(len(y)) if propensities is None else propensities)
        # Features centred, and of like curvature, are fitted in far fewer steps.
        centre, scale = X.mean(0), np.sqrt(0.1 * X.var(0) + self.strength / len(X) + 1e-9)
        scaled, prior = (X - centre) / scale, self.prior * scale

        def loss(parameters: np.ndarray) -> tuple[float, np.ndarray]:
            logits = scaled @ parameters[:-1] + parameters[-1]
            off = (parameters[:-1] - prior) / scale
            total = np.logaddexp(0, logits).sum() - weighed @ logits + self.strength * off @ off / 2
            error = expit(logits) - weighed
            slope = np.append(scaled.T @ error + self.strength * off / scale, error.sum())
            return total / len(X), slope / len(X)

        bounds = [(0, None) if sign > 0 else (None, 0) for sign in self.signs]
        start = np.append(prior, self.bias + centre @ self.prior)
        found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)])
        self.coef_ = found.x[:-1] / scale
        self.intercept_ = float(found.x[-1] - centre @ self.coef_)
        self.classes_ = np.array([0, 1])
        return self

    def decision_function(self, X: np.ndarray) -> np.ndarray:
        """Logits."""
        return X @ self.coef_ + self.intercept_

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        chance = expit(self.decision_function(X))
        return np.stack([1 - chance, chance], 1)

    def predict(self, X: np.ndarray) -> np.ndarray:
        return (self.decision_function(X) > 0).astype(int)
