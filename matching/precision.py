"""Which precision to compute in: bfloat16 where this processor is quicker with it, and safe.

Safe: of the ten passages nearest to each need of the reference texts, 98% stay the same. Measured
once per machine and model and kept under ``.local/models/``. Dynamic int8 is left out: it changes a
quarter of the ten nearest.
"""

from __future__ import annotations

import copy
import json
import os
import platform
import re
import time
from pathlib import Path
from typing import Any

import numpy as np

from matching.folders import DATA, models_dir
from matching.forward import embed
from matching.vectors import unit

NEAREST, SAME = 10, 0.98  # share of the nearest that must stay the same as in float32
COMPARED = 150  # needs, and passages, at the least where there are so many
WORTH_IT = 0.9  # bfloat16 must take less than this share of float32's time
SAMPLE = [
    "Small hydropower stations of 50 to 500 kW: design, tariffs and training of operators.",
    "Le ministère cherche des conseils pour la lutte contre les criquets dans les oasis.",
    "培训县级技术人员掌握沼气池的建造、维护和安全操作，并编写当地语言的手册。",
    "Проект по созданию системы раннего предупреждения о селевых потоках в горных районах.",
]


def _bf16_in_hardware() -> bool:
    import torch

    supported = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    return bool(supported and supported())


def _measure(model: Any, languages: frozenset[str] | None) -> str:
    """Both in turn, so that a busy moment slows both; the best of several passes counts."""
    texts = SAMPLE * 4
    halved = _halved(copy.deepcopy(model))
    passes = [(_timed(model, texts), _timed(halved, texts)) for _ in range(6)]
    slow, quick = (min(times) for times in zip(*passes, strict=True))
    if quick >= WORTH_IT * slow:
        return "float32"
    return "bfloat16" if _same(model, halved, languages) >= SAME else "float32"


def _timed(model: Any, texts: list[str]) -> float:
    start = time.perf_counter()
    embed(model, texts)
    return time.perf_counter() - start


def _same(exact: Any, rounded: Any, languages: frozenset[str] | None) -> float:
    """Which share of the nearest passages of each need is the same by both models."""
    needs, passages = _texts("need", languages), _texts("evidence", languages)
    near = [
        np.argsort(-unit(embed(model, needs)) @ unit(embed(model, passages)).T, axis=1)[:, :NEAREST]
        for model in (exact, rounded)
    ]
    shared = [len(np.intersect1d(*pair)) for pair in zip(*near, strict=True)]
    return float(np.mean(shared)) / NEAREST


def _texts(kind: str, languages: frozenset[str] | None) -> list[str]:
    """Reference texts of one kind in these languages, some of all."""
    entries = json.loads((DATA / "reference.json").read_text(encoding="utf-8"))
    found = [
        text
        for entry in entries
        for code, text in entry["texts"].items()
        if entry["kind"] == kind and (languages is None or code in languages)
    ]
    return found[:: max(1, len(found) // COMPARED)]


def best_precision(name: str, model: Any, languages: frozenset[str] | None) -> str:
    """``bfloat16`` or ``float32``, from the note of an earlier start or measured now."""
    import torch

    if not _bf16_in_hardware():
        return "float32"
    note = models_dir() / "precision.json"
    key = f"{name} {torch.__version__} {_processor()}"
    known = _noted(note)
    if key not in known:
        known[key] = _measure(model, languages)
        note.parent.mkdir(parents=True, exist_ok=True)
        fresh = note.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(known, indent=1))
        fresh.replace(note)  # in one step: several processes may measure at once
    return known[key]


def _processor() -> str:
    """What the machine calls it: a note is good for this one alone."""
    told = Path("/proc/cpuinfo")
    named = re.search(r"^model name\s*:\s*(.+)$", told.read_text(), re.M) if told.exists() else None
    return named.group(1) if named else platform.processor() or platform.machine()


def _noted(note: Path) -> dict[str, str]:
    """What was measured before; a note that can't be read is measured anew."""
    try:
        return dict(json.loads(note.read_text()))
    except (FileNotFoundError, ValueError):
        return {}


def in_best_precision(name: str, model: Any, languages: frozenset[str] | None) -> Any:
    return _halved(model) if best_precision(name, model, languages) == "bfloat16" else model


def _halved(model: Any) -> Any:
    """The network in bfloat16; pooling stays in float32."""
    model[0].bfloat16()
    return model
