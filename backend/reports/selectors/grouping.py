"""Pairs, brought together by the first of the two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any


def grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, set[Any]]:
    found: dict[Any, set[Any]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return dict(found)
