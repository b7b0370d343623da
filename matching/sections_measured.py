"""What `matching.evaluation` measures besides the collections, each by a measure of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tqdm import tqdm

from matching import (
    baselines,
    corrections_compared,
    datasets,
    exchange_measured,
    language_trap,
    near_misses,
    nobody,
    panels_measured,
    partners_measured,
    trees_compared,
)
from matching.collections_measured import text_alone
from matching.ranker import shipped

Section = tuple[list[tuple[str, dict[str, Any]]], str]  # figures by system, and a table


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


def partners_section(folders: Folders) -> Section:
    """Who gains from an idea and gives to it: both directions beside likeness."""
    world = datasets.demo_world(folders.demo)
    measured = partners_measured.measure(partners_measured.load(folders.demo, world))
    figures = partners_measured.summary(measured)
    return figures, partners_measured.as_markdown(figures)


def exchange_section(folders: Folders) -> Section:
    """Solutions for needs, offers for asks and what is new for alerts, beside two baselines."""
    world = datasets.demo_world(folders.demo)
    directory = [passage for profile in world.profiles for passage in profile.passages]
    compared = exchange_measured.systems(directory)
    figures: list[tuple[str, dict[str, Any]]] = []
    for search in tqdm(exchange_measured.load(folders.demo), desc="exchange", unit=" searches"):
        found = exchange_measured.measure(search, compared)
        figures += exchange_measured.summary(search.name, found)
    return figures, exchange_measured.as_markdown(figures)


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


def trees_section(folders: Folders) -> Section:
    world = datasets.demo_world(folders.demo)
    compared = trees_compared.compare(trees_compared.observe(world))
    figures = [(name, asdict(one)) for name, one in compared.items()]
    return figures, trees_compared.as_markdown(compared)


SECTIONS: dict[str, Callable[[Folders], Section]] = {
    "language trap": trap_section,
    "panels": panels_section,
    "partners for ideas": partners_section,
    "knowledge, exchange, alerts": exchange_section,
    "near misses": partial(near_section, file="near-misses.json"),
    "near misses, to develop on": partial(near_section, file="near-misses-dev.json"),
    "near misses, more to develop on": partial(near_section, file="near-misses-dev-wide.json"),
    "nobody fits": nobody_section,
    "trees": trees_section,
}
