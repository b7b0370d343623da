"""``python -m matching.evaluation``: every system on every collection, in one run.

Writes ``results.json``, ``results.md`` (means with 95% intervals) and plots to the folder named.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from matching import baselines, metrics
from matching.collections_measured import collections
from matching.datasets import Collection
from matching.sections_measured import SECTIONS, Folders
from matching.types import System

Row = dict[str, Any]
Found = dict[str, np.ndarray]  # measure → a value for each need
GAIN = "engine above the best baseline"


def as_scores(matrix: np.ndarray, collection: Collection) -> metrics.Scores:
    """A matrix (needs, profiles) as ir-measures wants it."""
    ids = [profile.id for profile in collection.profiles]
    return {
        need.id: dict(zip(ids, map(float, row), strict=True))
        for need, row in zip(collection.needs, matrix, strict=True)
    }


def measure(collection: Collection, system: System) -> Found:
    """One system on one collection: each measure of each need."""
    scores = as_scores(system(collection.needs, collection.profiles), collection)
    return metrics.per_need(collection.labels, scores, collection.relevant)


def rows_of(collection: Collection, found: Mapping[str, Found]) -> list[Row]:
    """Means with their intervals by system, then the engine's gain, need by need."""
    rows: list[Row] = [
        {"collection": collection.name, "system": name, **_intervals(values)}
        for name, values in found.items()
    ]
    return [*rows, {"collection": collection.name, "system": GAIN, **gain(found)}]


def _intervals(found: Found) -> dict[str, metrics.Interval]:
    return {measure: metrics.interval(values) for measure, values in found.items()}


def gain(found: Mapping[str, Found]) -> Row:
    """How far the engine is above the best baseline of each measure, with the paired interval.

    The best is picked after the fact, which makes it look better than it is.
    """
    others = [name for name in found if not name.startswith("engine")]
    against = {
        measure: max(others, key=lambda name: found[name][measure].mean())
        for measure in metrics.MEASURES
    }
    above = {one: found["engine"][one] - found[name][one] for one, name in against.items()}
    return {**_intervals(above), "against": against}


def run(chosen: Sequence[Collection]) -> list[Row]:
    """All systems on all collections, with a bar."""
    systems, rows = baselines.systems(), []
    with tqdm(total=len(chosen) * len(systems), desc="evaluating", unit=" runs") as bar:
        for collection in chosen:
            found = {}
            for name, system in systems.items():
                found[name] = measure(collection, system)
                bar.update()
            rows += rows_of(collection, found)
    return rows


def as_markdown(rows: Sequence[Row]) -> str:
    """A table per collection; after each mean its 95% interval."""
    lines: list[str] = []
    for collection in dict.fromkeys(row["collection"] for row in rows):
        lines += ["", f"### {collection}", "", "| system | " + " | ".join(metrics.MEASURES) + " |"]
        lines.append("|---" * (len(metrics.MEASURES) + 1) + "|")
        for row in rows:
            if row["collection"] == collection:
                cells = " | ".join(_cell(row, measure) for measure in metrics.MEASURES)
                lines.append(f"| {row['system']} | {cells} |")
    return "\n".join(lines).strip() + "\n"


def _cell(row: Row, measure: str) -> str:
    told = "{:.3f} [{:.3f}, {:.3f}]".format(*row[measure])
    return f"{told} against {row['against'][measure]}" if "against" in row else told


def main() -> None:
    root = Path(__file__).parent.parent
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--demo", type=Path, default=root / "fixtures" / "demo")
    arguments.add_argument("--data", type=Path, default=root.parent / "shared" / "data")
    arguments.add_argument("--sets", type=Path, default=root / "fixtures" / "evaluation")
    arguments.add_argument("--out", type=Path, default=root / "docs" / "evaluation")
    arguments.add_argument("--only", help="collections, or a section, whose name contains this")
    given = arguments.parse_args()
    folders, only = Folders(given.demo, given.data, given.sets), given.only or ""
    rows = run([one for one in collections(given.demo, given.data) if only in one.name])
    text = as_markdown(rows)
    for name, section in SECTIONS.items():
        if only in name:
            figures, table = section(folders)
            text += f"\n### {name}\n\n{table}"
            rows += [{"collection": name, "system": system, **one} for system, one in figures]
    sys.stdout.write(text)
    if not only:
        keep(given.out, rows, text)


def keep(folder: Path, rows: Sequence[Row], text: str) -> None:
    """The figures, the tables and the plots."""
    from matching.plots import draw

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    (folder / "results.md").write_text(text, encoding="utf-8")
    draw(rows, folder)


if __name__ == "__main__":
    main()
