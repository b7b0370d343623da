"""How far it has come, in bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from tqdm import tqdm


class Meter(Protocol):
    """What is told of each piece that is done."""

    def update(self, done: int) -> object: ...


@contextmanager
def bar(title: str, total: int | None = None) -> Iterator[Meter]:
    """A bar on a terminal, and nothing elsewhere."""
    with tqdm(total=total, desc=title, unit="B", unit_scale=True, disable=None) as shown:
        yield shown
