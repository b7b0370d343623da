"""Fits the probes: ``python -m matching.claims.fitting``; with ``--check``, judges them only.

Each probe is a logistic regression on raw vectors. What it is worth is told by leaving out: the
texts of one language, or of one family (a way of putting it) in all languages.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from matching.claims.probes import OF_NEEDS, OF_PASSAGES, Probes, save
from matching.claims.texts import EVERYDAY, ORDINARY, Text, everyday, needs, ordinary, pairs
from matching.encoders import Encoder, Role, get_encoder

C = 10.0  # inverse strength of the ridge: pairs to develop on are flat from 5 to 20
SHARE_OF_ORDINARY = 3.0  # weight of all ordinary texts against that of all pairs


# Pairs of another probe, both sides of which give, deny nothing, or tell of work.
ALSO_POSITIVE = {
    "role": ("level",),
    "negation": ("level", "role"),
    "work": ("level", "role", "negation"),
}


@dataclass(frozen=True)
class Sources:
    """Where ordinary evidence and sentences of daily life lie."""

    demo: Path
    tatoeba: Path


def texts_for(probe: str, evidence: Sequence[Text], sources: Sources) -> list[Text]:
    """Pairs, and ordinary texts as what they are: giving, not denying, neither high nor low."""
    found = everyday(sources.tatoeba) if probe == "work" else list(pairs(probe))
    if probe == "asked":
        return found + [one._replace(label=0.5) for one in needs()]
    if probe == "level":
        return found + [one._replace(label=0.5) for one in evidence]
    others = [one for name in ALSO_POSITIVE[probe] for one in pairs(name)]
    usual = [*evidence, *(one._replace(label=1.0, family=ORDINARY) for one in others)]
    return found + usual + (needs() if probe == "role" else [])


def fit_probe(vectors: np.ndarray, texts: Sequence[Text]) -> LogisticRegression:
    """A text labelled 0.5 counts half as each."""
    labels = np.array([one.label for one in texts])
    weights = _weights(texts)
    model = LogisticRegression(C=C, max_iter=1000)
    return model.fit(
        np.concatenate([vectors, vectors]),
        np.repeat([1, 0], len(texts)),
        np.concatenate([weights * labels, weights * (1 - labels)]),
    )


def _weights(texts: Sequence[Text]) -> np.ndarray:
    usual = np.array([one.family == ORDINARY for one in texts])
    share = (~usual).sum() / max(1, usual.sum())
    if not any(one.family == EVERYDAY for one in texts):  # of which there are plenty
        share = share * SHARE_OF_ORDINARY
    return np.where(usual, share, 1.0)


def fit(encoder: Encoder, sources: Sources) -> Probes:
    """All probes of an encoder."""
    evidence, directions, biases = ordinary(sources.demo), {}, {}
    for probe in (*OF_PASSAGES, *OF_NEEDS):
        texts = texts_for(probe, evidence, sources)
        model = fit_probe(_encode(encoder, texts, probe), texts)
        directions[probe] = model.coef_[0].astype(np.float16)
        biases[probe] = float(model.intercept_[0])
    return Probes(f"{encoder.version}-probes2", directions, biases)


def _encode(encoder: Encoder, texts: Sequence[Text], probe: str) -> np.ndarray:
    role: Role = "query" if probe in OF_NEEDS else "passage"
    return encoder.encode([one.text for one in texts], role)


def check(encoder: Encoder, sources: Sources) -> str:
    """For each probe: shares told right, and pairs in order, with languages and families left out.

    The last column is the share of ordinary evidence, held out too, that is taken for the low.
    """
    evidence = ordinary(sources.demo)
    lines = ["| probe | held out | told right | pairs in order | loss | ordinary taken for low |"]
    lines.append("|---|---|---|---|---|---|")
    for probe in (*OF_PASSAGES, *OF_NEEDS):
        texts = texts_for(probe, evidence, sources)
        vectors = _encode(encoder, texts, probe)
        for what in ("language", "family") if probe != "work" else ("language",):
            figures = _judge(vectors, texts, np.array([getattr(one, what) for one in texts]))
            lines.append(f"| {probe} | {what} | " + " | ".join(f"{f:.3f}" for f in figures) + " |")
    return "\n".join(lines) + "\n"


def _judge(vectors: np.ndarray, texts: Sequence[Text], groups: np.ndarray) -> list[float]:
    usual = np.array([one.family == ORDINARY for one in texts])
    labels = np.array([one.label for one in texts])
    logits = np.zeros(len(texts))
    for group in np.unique(groups):
        out = groups == group
        # Ordinary texts are of no family: a tenth of them goes out with each.
        out = np.where(usual & (group != ORDINARY), out | (np.arange(len(out)) % 10 == 0), out)
        if group == ORDINARY:
            continue
        kept = np.flatnonzero(~out)
        model = fit_probe(vectors[kept], [texts[int(i)] for i in kept])
        logits[out] = model.decision_function(vectors[out])
    paired = np.array([one.family not in (ORDINARY, EVERYDAY) for one in texts])
    pair = logits[paired].reshape(-1, 2)
    ordered = float((pair[:, 0] > pair[:, 1]).mean()) if len(pair) else float("nan")
    told = (logits > 0) == (labels > 0.5)
    loss = np.logaddexp(0, -logits * (2 * labels - 1))[~usual].mean()
    low = (logits < 0)[usual & (labels == 1)]
    taken = float(low.mean()) if low.size else float("nan")
    return [float(told[~usual].mean()), ordered, float(loss), taken]


def main() -> None:
    root = Path(__file__).parents[2]
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--demo", type=Path, default=root / "fixtures" / "demo")
    arguments.add_argument("--data", type=Path, default=root.parent / "shared" / "data")
    arguments.add_argument("--encoder", default="e5-small")
    arguments.add_argument("--check", action="store_true", help="judge only, with texts held out")
    given = arguments.parse_args()
    encoder = get_encoder(given.encoder).in_full_precision()
    sources = Sources(given.demo, given.data / "tatoeba")
    sys.stdout.write(check(encoder, sources))
    if not given.check:
        save(fit(encoder, sources), given.encoder, encoder.version)


if __name__ == "__main__":
    main()
