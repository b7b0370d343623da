"""Partners for ideas: reciprocal matching beside likeness, and beside each direction alone."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from matching import metrics
from matching.baselines import Remembering
from matching.corpus import DEFAULT_ENCODERS
from matching.datasets import Collection
from matching.encoders import get_encoder
from matching.matcher import Matcher
from matching.reciprocal import harmonic, reciprocal
from matching.types import Need, Passage, Profile

LIKENESS, GIVES, TAKES = "likeness", "they give", "they take"
HARMONIC, BOTH = "reciprocal, by the harmonic mean", "reciprocal"


@dataclass(frozen=True)
class Idea:
    """What an institution would do with others, in three texts of one language."""

    id: str
    institution: str
    language: str
    text: str
    offers: str
    seeks: str


@dataclass(frozen=True)
class Partners:
    """Ideas, all institutions with what they offer, what each needs, and the labels."""

    ideas: list[Idea]
    institutions: list[Profile]
    needs: list[tuple[str, Need]]  # whose, and what
    labels: dict[str, dict[str, int]]


def load(folder: Path, world: Collection) -> Partners:
    """The demo world with what ``partners.json`` adds to it."""
    data = json.loads((folder / "partners.json").read_text(encoding="utf-8"))
    brings: dict[str, list[Passage]] = {}
    for row in data["passages"]:
        brings.setdefault(row["institution"], []).append(_passage(row))
    institutions = [
        replace(one, passages=(*one.passages, *brings.pop(one.id, ())))
        for one in world.profiles
        if one.kind == "institution"
    ]
    institutions += [Profile(pk, tuple(own), "institution") for pk, own in brings.items()]
    needs = [
        (row["institution"], Need(row["external_id"], row["text"], row["language"]))
        for path in sorted(folder.glob("*.needs.json"))
        for row in json.loads(path.read_text(encoding="utf-8"))["needs"]
    ]
    needs += [
        (row["institution"], Need(row["external_id"], row["text"], row["language"]))
        for row in data["needs"]
    ]
    labels: dict[str, dict[str, int]] = {}
    with (folder / "partners.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            labels.setdefault(row["idea"], {})[row["institution"]] = int(row["grade"])
    return Partners([_idea(row) for row in data["ideas"]], institutions, needs, labels)


def _passage(row: Mapping[str, Any]) -> Passage:
    told = ("text", "language", "kind", "year", "external_id", "attestation")
    return Passage(*(row[name] for name in told))


def _idea(row: Mapping[str, Any]) -> Idea:
    text = f"{row['title']}. {row['text']}"
    who = (row["external_id"], row["institution"], row["language"])
    return Idea(*who, text, row["offers"], row["seeks"])


def run(found: Partners) -> dict[str, metrics.Scores]:
    """The scores of each way, of every institution for every idea but of the idea's own."""
    encoders = [Remembering(get_encoder(name)) for name in DEFAULT_ENCODERS]
    offers = Matcher(encoders).fit(found.institutions)
    texts = [
        Profile(need.id, (Passage(need.text, need.language),), "institution")
        for _, need in found.needs
    ]
    needs = Matcher(encoders, claims=False).fit(texts)  # every need seeks
    alike = offers.affinity(_asked(found.ideas, "text", "offers", "seeks"))
    # With the text, which says what it is about: alone, the two are often too short to tell.
    gives = offers.affinity(_asked(found.ideas, "text", "seeks"))
    takes = _by_institution(found, needs.affinity(_asked(found.ideas, "text", "offers")))
    known = [bool(one.passages) for one in found.institutions]
    gives = np.where(known, gives, np.nan)
    ways = {LIKENESS: alike, GIVES: gives, TAKES: takes}
    for name, join in ((HARMONIC, harmonic), (BOTH, reciprocal)):
        ways[name] = np.stack([join(*pair) for pair in zip(gives, takes, strict=True)])
    return {name: _scores(found, np.nan_to_num(table)) for name, table in ways.items()}


def _asked(ideas: Sequence[Idea], *parts: str) -> list[Need]:
    texts = (" ".join(getattr(one, part) for part in parts) for one in ideas)
    return [Need(one.id, text, one.language) for one, text in zip(ideas, texts, strict=True)]


def _by_institution(found: Partners, scores: np.ndarray) -> np.ndarray:
    """Of the needs of each institution the best, shape (ideas, institutions); nan: it has none."""
    table = np.full((len(scores), len(found.institutions)), np.nan)
    columns = {one.id: i for i, one in enumerate(found.institutions)}
    for (whose, _), own in zip(found.needs, scores.T, strict=True):
        if whose in columns:
            table[:, columns[whose]] = np.fmax(table[:, columns[whose]], own)
    return table


def _scores(found: Partners, table: np.ndarray) -> metrics.Scores:
    return {
        idea.id: {
            one.id: float(score)
            for one, score in zip(found.institutions, row, strict=True)
            if one.id != idea.institution
        }
        for idea, row in zip(found.ideas, table, strict=True)
    }


def measure(found: Partners) -> dict[str, dict[str, np.ndarray]]:
    """By way and measure a figure for each idea."""
    return {name: metrics.per_need(found.labels, scores) for name, scores in run(found).items()}


def gain(measured: Mapping[str, Mapping[str, np.ndarray]], measure: str) -> metrics.Interval:
    """How far reciprocal matching is above likeness, idea by idea, with the paired interval."""
    return metrics.interval(measured[BOTH][measure] - measured[LIKENESS][measure])


def summary(measured: Mapping[str, Mapping[str, np.ndarray]]) -> list[tuple[str, dict[str, Any]]]:
    rows = [
        (name, {one: metrics.interval(values[one]) for one in metrics.MEASURES})
        for name, values in measured.items()
    ]
    above = {one: gain(measured, one) for one in metrics.MEASURES}
    return [*rows, (f"{BOTH} above {LIKENESS}", above)]


def as_markdown(rows: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    lines = [
        "| way | " + " | ".join(metrics.MEASURES) + " |",
        "|---" * (len(metrics.MEASURES) + 1) + "|",
    ]
    for name, figures in rows:
        cells = ["{:.3f} [{:.3f}, {:.3f}]".format(*figures[one]) for one in metrics.MEASURES]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
