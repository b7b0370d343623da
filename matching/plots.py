"""What ``make evaluate`` found, as pictures: SVG, the same to the byte for the same figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams |= {"svg.hashsalt": "counterpart", "font.size": 9}

from matplotlib import pyplot  # noqa: E402 after the choice of what draws

from matching.ranker import shipped  # noqa: E402  after the backend is chosen

MEASURE = "nDCG@10"
INK = "#0b5d6b"
PALE = "#9fb8bd"
Rows = Sequence[Mapping[str, Any]]


def draw(rows: Rows, folder: Path) -> None:
    """``systems.svg``, and where it was measured ``line.svg``."""
    _systems(rows, folder / "systems.svg")
    errors = [row for row in rows if row["collection"] == "nobody fits" and "line" in row]
    if errors:
        _line(errors, folder / "line.svg")


def _systems(rows: Rows, path: Path) -> None:
    """A panel for each collection of the demo world: means with their 95% intervals."""
    names = dict.fromkeys(r["collection"] for r in rows if "demo world" in r["collection"])
    figure, panels = pyplot.subplots(1, len(names), figsize=(11, 3.4), sharey=True, squeeze=False)
    for panel, name in zip(panels[0], names, strict=True):
        found = [row for row in rows if row["collection"] == name and _is_mean(row)][::-1]
        means = [row[MEASURE][0] for row in found]
        low = [row[MEASURE][0] - row[MEASURE][1] for row in found]
        high = [row[MEASURE][2] - row[MEASURE][0] for row in found]
        colours = [INK if row["system"] == "engine" else PALE for row in found]
        labels = [row["system"] for row in found]
        panel.barh(labels, means, xerr=[low, high], color=colours, error_kw={"lw": 1})
        panel.set_title(name.replace(", ", ",\n"))
        panel.set_xlim(0, 1)
        panel.set_xlabel(MEASURE)
    _save(figure, path)


def _is_mean(row: Mapping[str, Any]) -> bool:
    return MEASURE in row and "against" not in row


def _line(errors: Rows, path: Path) -> None:
    """Both errors at every line, and the line in use."""
    figure, panel = pyplot.subplots(figsize=(6, 3.4))
    lines = [row["line"] for row in errors]
    for key, label, style in (
        ("needs_hidden", "needs with every fit hidden", "-"),
        ("fits_hidden", "fits hidden", ":"),
        ("misfits_shown", "unanswerable needs shown somebody", "--"),
    ):
        panel.plot(lines, [row[key] for row in errors], style, color=INK, label=label)
    panel.axvline(shipped().line, color=PALE)
    panel.set_xlabel("line")
    panel.set_ylabel("share")
    panel.set_ylim(0, 1)
    panel.legend(frameon=False)
    _save(figure, path)


def _save(figure: Any, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
