"""Which precision to compute in: bfloat16 where this processor is quicker with it, and safe.

Measured once per machine and model and kept under ``.local/models/``. Dynamic int8 is left out:
it changes a quarter of the ten nearest.
"""

from __future__ import annotations

import copy
import json
import os
import platform
import time
from pathlib import Path
from typing import Any

import numpy as np

from matching.folders import models_dir
from matching.forward import embed
from matching.vectors import unit

SAFE_COSINE = 0.9995  # least agreement with float32, over the sample
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


def _measure(model: Any) -> str:
    """Both in turn, so that a busy moment slows both; the best of several passes counts."""
    texts = SAMPLE * 4
    halved = _halved(copy.deepcopy(model))
    passes = [(_timed(model, texts), _timed(halved, texts)) for _ in range(6)]
    slow = min(exact[0] for exact, _ in passes)
    quick = min(rounded[0] for _, rounded in passes)
    (_, exact), (_, rounded) = passes[-1]
    cosine = (unit(exact) * unit(rounded)).sum(1)
    return "bfloat16" if quick < WORTH_IT * slow and cosine.min() > SAFE_COSINE else "float32"


def _timed(model: Any, texts: list[str]) -> tuple[float, np.ndarray]:
    start = time.perf_counter()
    vectors = embed(model, texts)
    return time.perf_counter() - start, vectors


def best_precision(name: str, model: Any) -> str:
    """``bfloat16`` or ``float32``, from the note of an earlier start or measured now."""
    import torch

    if not _bf16_in_hardware():
        return "float32"
    note = models_dir() / "precision.json"
    key = f"{name} {torch.__version__} {platform.processor() or platform.machine()}"
    known = _noted(note)
    if key not in known:
        known[key] = _measure(model)
        note.parent.mkdir(parents=True, exist_ok=True)
        fresh = note.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(known, indent=1))
        fresh.replace(note)  # in one step: several processes may measure at once
    return known[key]


def _noted(note: Path) -> dict[str, str]:
    """What was measured before; a note that can't be read is measured anew."""
    try:
        return dict(json.loads(note.read_text()))
    except (FileNotFoundError, ValueError):
        return {}


def in_best_precision(name: str, model: Any) -> Any:
    return _halved(model) if best_precision(name, model) == "bfloat16" else model


def _halved(model: Any) -> Any:
    """The network in bfloat16; pooling stays in float32."""
    model[0].bfloat16()
    return model
