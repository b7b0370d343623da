"""What the network knows, offers and teaches, found from what is needed, asked for and watched.

Each is one text against single texts, scored as the site scores them (``similar_texts`` in
``backend/matches/services/similar.py``): without codes, countries and claims, which every ask
would be held against for seeking, and with terms counted among the passages of the directory.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from matching import lexical, metrics
from matching.baselines import Remembering, encoder_alone, tf_idf
from matching.corpus import DEFAULT_ENCODERS
from matching.encoders import get_encoder
from matching.matcher import Matcher
from matching.ranker import shipped
from matching.text import language_of
from matching.types import Need, Passage, Profile, System

MEASURES = ("nDCG@10", "R@5")
ENGINE, SHOWN = "engine", "engine, what it shows"
ITEM = ("title", "summary", "challenge", "solution", "results", "adapting")
Found = dict[str, dict[str, np.ndarray]]  # system → measure → a value for each text asked


@dataclass(frozen=True)
class Search:
    """Texts that are asked, the texts they are held against, and the grades of those that fit."""

    name: str
    asked: list[Need]
    among: list[Profile]  # of one passage each
    labels: dict[str, dict[str, int]]


def load(folder: Path) -> list[Search]:
    """The three searches of the demo world. What nothing fits (grade 2 or 3) is left out."""
    items = [_text(row, *ITEM) for row in _rows(folder / "knowledge.json", "items")]
    notices = _rows(folder / "notices.json", "notices")
    others = [*notices, *_rows(folder / "courses.json", "courses")]
    new = [*items, *(_text(row, "title", "text") for row in others)]
    asks = [_need(row) for row in notices if row["direction"] == "ask"]
    offers = [_text(row, "title", "text") for row in notices if row["direction"] == "offer"]
    alerts = [_need(row) for row in _rows(folder / "alerts.json", "alerts")]
    return [
        _search("need → solution", _needs(folder), items, folder / "knowledge.labels.csv"),
        _search("ask → offer", asks, offers, folder / "notices.labels.csv"),
        _search("alert → what is new", alerts, new, folder / "alerts.labels.csv"),
    ]


def _rows(path: Path, key: str) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8"))[key]


def _needs(folder: Path) -> list[Need]:
    """Those of the four parts, and what institutions that mostly offer asked for in the past."""
    paths = [*sorted(folder.glob("*.needs.json")), folder / "partners.json"]
    return [_need(row) for path in paths for row in _rows(path, "needs")]


def _need(row: Mapping[str, Any]) -> Need:
    title = f"{row['title']}. " if "title" in row else ""
    return Need(row["external_id"], title + row["text"], row["language"])


def _text(row: Mapping[str, Any], *parts: str) -> Profile:
    title, *others = (row[part] for part in parts)
    text = " ".join(part for part in (f"{title}.", *others) if part)
    return Profile(row["external_id"], (Passage(text, row["language"]),))


def _search(name: str, asked: list[Need], among: list[Profile], path: Path) -> Search:
    labels: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for one, other, grade in list(csv.reader(file))[1:]:
            labels.setdefault(one, {})[other] = int(grade)
    kept = {pk: own for pk, own in labels.items() if max(own.values()) >= metrics.RELEVANT}
    return Search(name, [need for need in asked if need.id in kept], among, kept)


def similar(directory: Iterable[Passage]) -> System:
    """The site's way; ``directory`` are the passages among which it counts terms."""
    encoders = [Remembering(get_encoder(name)) for name in DEFAULT_ENCODERS]
    languages = ((one, language_of(one.text, one.language)) for one in directory)
    stats = lexical.statistics([lexical.terms(one.text, code) for one, code in languages])

    def scores(needs: Sequence[Need], profiles: Sequence[Profile]) -> np.ndarray:
        matcher = Matcher(encoders, claims=False).fit(profiles)
        matcher.stats_ = stats
        return matcher.affinity(needs)

    return scores


def systems(directory: Iterable[Passage]) -> dict[str, System]:
    """What is compared, the site's way last."""
    return {
        "TF-IDF": tf_idf,
        "e5, uncorrected": encoder_alone("e5-small"),
        ENGINE: similar(directory),
    }


def measure(search: Search, compared: Mapping[str, System]) -> Found:
    """All systems on one search, and of the engine also what stands at or above the line."""
    found: Found = {}
    for name, system in compared.items():
        table = system(search.asked, search.among)
        found[name] = _values(search, table)
        if name == ENGINE:
            found[SHOWN] = _values(search, table, shipped().line)
    return found


def _values(search: Search, table: np.ndarray, least: float = -np.inf) -> dict[str, np.ndarray]:
    """Each measure, where nothing that scores below ``least`` is shown."""
    scores = {
        need.id: {
            one.id: float(score)
            for one, score in zip(search.among, row, strict=True)
            if score >= least
        }
        for need, row in zip(search.asked, table, strict=True)
    }
    return metrics.per_need(search.labels, scores, recall_at=5)


def gain(found: Found, measure: str) -> metrics.Interval:
    """How far the engine is above the best of the others, text by text (paired)."""
    others = [values[measure] for name, values in found.items() if name not in (ENGINE, SHOWN)]
    return metrics.interval(found[ENGINE][measure] - max(others, key=np.mean))


def summary(name: str, found: Found) -> list[tuple[str, dict[str, Any]]]:
    """Means with their intervals by system, then the gain; each under the search's name."""
    rows = [
        (f"{name}: {system}", {one: metrics.interval(values[one]) for one in MEASURES})
        for system, values in found.items()
    ]
    above = {one: gain(found, one) for one in MEASURES}
    return [*rows, (f"{name}: engine above the best other", above)]


def as_markdown(rows: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    lines = ["| search | " + " | ".join(MEASURES) + " |", "|---" * (len(MEASURES) + 1) + "|"]
    for name, figures in rows:
        cells = ["{:.3f} [{:.3f}, {:.3f}]".format(*figures[one]) for one in MEASURES]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
