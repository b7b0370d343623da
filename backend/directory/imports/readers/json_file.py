"""JSON documents, streamed: `{"source": …, "institutions": […], "experts": […]}`."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import ijson
from django.utils.translation import gettext as _

from backend.directory.imports.columns import KINDS
from backend.directory.imports.problems import ImportFileError


@dataclass(frozen=True)
class Document:
    """A document checked to its end: its own name of the source, and how many of each kind."""

    path: Path
    source: str
    counts: dict[str, int]

    def profiles(self, kind: str) -> Iterator[tuple[int, Any]]:
        """The profiles of a kind, numbered from 1. Raises ImportFileError."""
        with _opened(self.path) as file, _broken():
            yield from enumerate(ijson.items(file, f"{kind}.item", use_float=True), start=1)


def document(path: Path, kinds: tuple[str, ...] = KINDS) -> Document:
    """Reads the file once through, keeping nothing. Raises ImportFileError where it is broken."""
    source, counts = "", dict.fromkeys(kinds, 0)
    with _opened(path) as file, _broken():
        for prefix, event, value in ijson.parse(file, use_float=True):
            if prefix == "source" and event == "string":
                source = value
            elif event == "start_map" and prefix.removesuffix(".item") in counts:
                counts[prefix.removesuffix(".item")] += 1
    if not any(counts.values()):
        named = ", ".join(f"“{kind}”" for kind in kinds)
        raise ImportFileError(
            _("The JSON holds no list %(named)s with entries.") % {"named": named}
        )
    return Document(path, source, counts)


@contextmanager
def _broken() -> Iterator[None]:
    """ValueError stands for bytes that are no UTF-8. Numbers beyond all bounds are JSONErrors."""
    try:
        yield
    except (ijson.JSONError, ValueError, ArithmeticError) as error:
        raise ImportFileError(
            _("The JSON is broken: %(error)s") % {"error": str(error).split("\n")[0]}
        ) from error


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as file:
        if file.read(3) != codecs.BOM_UTF8:
            file.seek(0)
        yield file
