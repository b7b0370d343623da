"""Recall against the in-memory engine, and time once the need is encoded."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from tqdm import tqdm

from benchmarks.scale import searches
from benchmarks.scale.questions import (
    Filter,
    Question,
    allowed,
    common_words,
    facts_of,
    filters,
    needs,
)
from benchmarks.scale.searches import K, Search
from benchmarks.scale.yardstick import Yardstick, place_of, yardstick
from matching.types import Need
from ops.paths import local_dir

CURVE = (25, 50, 100, 400)  # profiles scored after the glance: recall and time beside each other
ROUNDS = 3  # of which the quickest counts: what else the machine does is not measured


@dataclass(frozen=True)
class Asked:
    """A question under a filter, with whom the in-memory engine finds."""

    kind: str
    question: Question
    filter: Filter
    kept: int
    best: list[str]
    deepest: int


@dataclass(frozen=True)
class Row:
    """A way to search, over all questions of a kind under one sort of filter."""

    size: int
    way: str
    kind: str
    kept: float
    recall: float
    worst: float
    too_few: int
    p50: float
    p95: float


def measure(size: int) -> list[Row]:
    _remember_queries()
    engine = yardstick()
    countries, able = facts_of(engine.profiles_)
    asked = _kept_or_asked(engine, countries, able)
    deepest = max(one.deepest for one in asked)
    print(f"by affinity, the last of the best {K} lay at place {deepest} of those weighed in full")
    arrays = searches.Arrays(engine, countries, able)
    ways: dict[str, Search] = {
        "Counterpart": searches.ours,
        "bare pgvector": searches.bare_pgvector,
        "numpy, exact": arrays.exact,
        "faiss, fp16": arrays.faiss,
    }
    rows = [row for name, way in ways.items() for row in _rows(size, name, way, asked)]
    unfiltered = [one for one in asked if one.kind == "needs" and not one.filter.countries]
    for scored in CURVE:
        with searches.scoring(scored):
            rows += _rows(size, f"Counterpart, {scored} scored", searches.ours, unfiltered)
    print_rows(rows)
    print(f"kept in {_keep(rows)}")
    return rows


def _remember_queries() -> None:
    """Encoding is measured elsewhere: each text is encoded once, before anything is timed."""
    from backend.matches.engine import encoder
    from matching.baselines import Remembering
    from matching.encoders import REGISTRY, get_encoder

    for name in list(REGISTRY):
        one = Remembering(get_encoder(name))
        REGISTRY[name] = lambda one=one: one  # type: ignore[misc]  # one is bound by its default
    get_encoder.cache_clear()
    encoder.cache_clear()


def _kept_or_asked(engine: Yardstick, countries: np.ndarray, able: np.ndarray) -> list[Asked]:
    """What the in-memory engine finds takes minutes: it is kept beside the database it is of."""
    from django.db import connection

    file = local_dir() / "bench-scale" / f"{connection.settings_dict['NAME']}.found.json"
    if not file.exists():
        found = [asdict(one) for one in _asked(engine, countries, able)]
        file.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return [_read(one) for one in json.loads(file.read_text(encoding="utf-8"))]


def _read(kept: dict) -> Asked:
    countries = tuple(kept["filter"]["countries"])
    question, chosen = Question(**kept["question"]), Filter(kept["filter"]["name"], countries)
    return Asked(**kept | {"question": question, "filter": chosen})


def _asked(engine: Yardstick, countries: np.ndarray, able: np.ndarray) -> Iterable[Asked]:
    questions = [("needs", one) for one in needs()]
    questions += [("common words", one) for one in common_words()]
    for kind, question in tqdm(questions, desc="the in-memory engine"):
        near = engine.affinities(question.text, question.language)
        place = place_of(question.country)
        need = Need("", question.text, question.language, place=place)
        for chosen in filters(near, countries):
            left = allowed(chosen, countries, able)
            best, deepest = engine.best(need, K, left)
            yield Asked(kind, question, chosen, int(left.sum()), best, deepest)


def _rows(size: int, name: str, way: Search, asked: list[Asked]) -> Iterable[Row]:
    for one in asked:  # everything is encoded, loaded and cached once
        way(one.question, one.filter)
    groups: dict[str, list[Asked]] = {}
    for one in asked:
        kind = one.kind if one.kind != "needs" else one.filter.name
        if one.kind == "needs" or not one.filter.countries:
            groups.setdefault(kind, []).append(one)
    for kind, group in groups.items():
        recalls, times, few = [], [], 0
        for one in group:
            found, seconds = _quickest(way, one)
            recalls.append(len(set(found) & set(one.best)) / max(1, len(one.best)))
            few += len(found) < len(one.best)
            times.append(1000 * seconds)
        kept = float(np.mean([one.kept for one in group]))
        p50, p95 = (float(np.percentile(times, share)) for share in (50, 95))
        yield Row(size, name, kind, kept, float(np.mean(recalls)), min(recalls), few, p50, p95)


def _quickest(way: Search, one: Asked) -> tuple[list[str], float]:
    taken = []
    for _ in range(ROUNDS):
        before = time.perf_counter()
        found = way(one.question, one.filter)
        taken.append(time.perf_counter() - before)
    return found, min(taken)


def print_rows(rows: list[Row]) -> None:
    table = Table(title=f"recall@{K} against the in-memory engine, ms once the need is encoded")
    for name in ("profiles", "way", "kept", "of them", "recall", "worst", "too few", "p50", "p95"):
        table.add_column(name, justify="left" if name in ("way", "kept") else "right")
    for row in rows:
        table.add_row(
            *(f"{row.size:,}", row.way, row.kind, f"{row.kept:,.0f}"),
            *(f"{row.recall:.4f}", f"{row.worst:.2f}", str(row.too_few)),
            *(f"{row.p50:.1f}", f"{row.p95:.1f}"),
        )
    Console(width=max(120, Console().width)).print(table)


def _keep(rows: list[Row]) -> Path:
    file = local_dir() / "bench" / f"scale-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"{json.dumps(asdict(row))}\n" for row in rows), encoding="utf-8")
    return file
