"""Words in seven languages for values with few choices, and the other data files beside them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from backend.directory.imports.values.base import plain

FOLDER = Path(__file__).parent.parent


@cache
def data(name: str, folder: Path = FOLDER) -> Any:
    """A data file of the package, or of another's folder: headings, words, country_variants."""
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


@cache
def words(group: str, folder: Path = FOLDER) -> dict[str, str]:
    """Folded word → what it stands for; the codes themselves are among the words."""
    found: dict[str, str] = {}
    for code, synonyms in data("words", folder)[group].items():
        for word in (code, *synonyms):
            found.setdefault(word.casefold(), code)
            if plain(word):
                found.setdefault(plain(word), code)
    return found
