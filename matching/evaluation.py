"""``python -m matching.evaluation``: every system on every collection, in one run.

Writes ``results.json``, ``results.md`` (means with 95% intervals) and plots to the folder named.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np
from tqdm import tqdm

from matching import (
    baselines,
    corrections_compared,
    datasets,
    language_trap,
    metrics,
    near_misses,
    nobody,
    panels_measured,
)
from matching.datasets import Collection
from matching.ranker import shipped
from matching.types import System

Row = dict[str, object]
Section = tuple[list[tuple[str, dict[str, Any]]], str]  # figures by system, and a table


def as_scores(matrix: np.ndarray, collection: Collection) -> metrics.Scores:
    """A matrix (needs, profiles) as ir-measures wants it."""
    ids = [profile.id for profile in collection.profiles]
    return {
        need.id: dict(zip(ids, map(float, row), strict=True))
        for need, row in zip(collection.needs, matrix, strict=True)
    }


def measure(collection: Collection, name: str, system: System) -> Row:
    """One system on one collection: for each measure the mean and its interval."""
    matrix = system(collection.needs, collection.profiles)
    found = metrics.per_need(collection.labels, as_scores(matrix, collection), collection.relevant)
    figures = {measure: metrics.interval(values) for measure, values in found.items()}
    return {"collection": collection.name, "system": name, **figures}


def text_alone(collection: Collection) -> Collection:
    """The same needs without all but their text: what a text typed into a box gets."""
    bare = text_and_facets(collection)
    needs = [replace(need, facets={}) for need in bare.needs]
    return replace(bare, name=f"{collection.name}, text alone", needs=needs)


def text_and_facets(collection: Collection) -> Collection:
    """The same needs without goals, sectors and country."""
    needs = [replace(need, sdgs=(), sectors=(), place=None) for need in collection.needs]
    return replace(collection, name=f"{collection.name}, text and facets", needs=needs)


def across_languages(collection: Collection) -> Collection:
    """Only profiles without a passage in the need's language count as answers, need by need."""
    spoken = {p.id: {q.language for q in p.passages} for p in collection.profiles}
    asked = {need.id: need.language for need in collection.needs}
    labels = {
        need: {pid: grade for pid, grade in found.items() if asked[need] not in spoken[pid]}
        for need, found in collection.labels.items()
    }
    kept = {need: found for need, found in labels.items() if max(found.values(), default=0) >= 2}
    needs = [need for need in collection.needs if need.id in kept]
    return replace(
        collection, name=f"{collection.name}, answers abroad alone", needs=needs, labels=kept
    )


def collections(demo: Path, data: Path) -> list[Collection]:
    world = datasets.demo_world(demo)
    plain = text_alone(world)
    found = [world, text_and_facets(world), plain, across_languages(plain)]
    if not data.is_dir():
        sys.stderr.write(f"{data} is not there: Cranfield and Tatoeba are left out\n")
        return found
    found.append(datasets.cranfield(data / "cranfield"))
    for language in datasets.TATOEBA:
        for to_english in (True, False):
            found.append(datasets.tatoeba(data / "tatoeba", language, to_english))
    return found


def run(chosen: Sequence[Collection]) -> list[Row]:
    """All systems on all collections, with a bar."""
    systems = baselines.systems()
    pairs = [(one, name) for one in chosen for name in systems]
    return [
        measure(one, name, systems[name])
        for one, name in tqdm(pairs, desc="evaluating", unit=" runs")
    ]


@dataclass(frozen=True)
class Folders:
    """Where the collections and the test sets lie."""

    demo: Path
    data: Path
    sets: Path


def trap_section(folders: Folders) -> Section:
    """The engine, what else could be done about languages, and the baselines with vectors."""
    trap = language_trap.load(folders.sets / "language-trap")
    systems = corrections_compared.systems() | {
        name: system for name, system in baselines.systems().items() if "engine" in name
    }
    bar = tqdm(systems.items(), desc="language trap", unit=" systems")
    found = [(name, language_trap.measure(trap, system)) for name, system in bar]
    return [(name, one.summary()) for name, one in found], language_trap.as_markdown(found)


def panels_section(folders: Folders) -> Section:
    compared = panels_measured.run(datasets.demo_world(folders.demo))
    figures = [(name, one.summary()) for name, one in compared.items()]
    return figures, panels_measured.as_markdown(compared)


def near_section(folders: Folders, file: str) -> Section:
    """The engine and each encoder alone, on pairs nearly alike."""
    pairs = near_misses.load(folders.sets / file)
    bar = tqdm(near_misses.systems().items(), desc=file, unit=" systems")
    found = [(name, near_misses.measure(pairs, system)) for name, system in bar]
    return [(name, one.summary()) for name, one in found], near_misses.as_markdown(found)


def nobody_section(folders: Folders) -> Section:
    world = text_alone(datasets.demo_world(folders.demo))
    alone = nobody.load(folders.sets / "unanswerable.json")
    parted = nobody.measure(world, alone, baselines.systems()["engine"])
    lines = sorted({*nobody.LINES, shipped().line})
    figures = [("engine", asdict(parted.errors(line))) for line in lines]
    calibration = (parted.calibration, parted.calibration_of_first, *parted.held_out)
    names = ("all", "first_ten", "all_held_out", "first_ten_held_out")
    figures.append(("engine, calibration error", dict(zip(names, calibration, strict=True))))
    return figures, nobody.as_markdown(parted, shipped().line)


SECTIONS: dict[str, Callable[[Folders], Section]] = {
    "language trap": trap_section,
    "panels": panels_section,
    "near misses": partial(near_section, file="near-misses.json"),
    "near misses, to develop on": partial(near_section, file="near-misses-dev.json"),
    "nobody fits": nobody_section,
}


def as_markdown(rows: Sequence[Row]) -> str:
    """A table per collection; after each mean its 95% interval."""
    lines: list[str] = []
    for collection in dict.fromkeys(row["collection"] for row in rows):
        lines += ["", f"### {collection}", "", "| system | " + " | ".join(metrics.MEASURES) + " |"]
        lines.append("|---" * (len(metrics.MEASURES) + 1) + "|")
        for row in rows:
            if row["collection"] == collection:
                cells = " | ".join(_cell(row[measure]) for measure in metrics.MEASURES)
                lines.append(f"| {row['system']} | {cells} |")
    return "\n".join(lines).strip() + "\n"


def _cell(figure: object) -> str:
    return "{:.3f} [{:.3f}, {:.3f}]".format(*cast(tuple[float, float, float], figure))


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
