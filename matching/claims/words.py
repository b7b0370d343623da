"""The words of a language for numbers and units, compiled.

A word list's entry is one word or several; ``*`` stands for any ending. Chinese ones are found
anywhere, others only as whole words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from matching.folders import DATA
from matching.lexical import fold

LANGUAGES = ("ar", "en", "es", "fr", "pt", "ru", "zh")
# Arabic writes "and", "so", "by", "as", "for" and the article together with the word.
ARABIC_BEFORE = r"(?:[وف]?[بكل]?(?:ال|ل)?)"


@cache
def lists(language: str) -> Mapping[str, Any]:
    """The lists as the file has them."""
    path = DATA / "quantities" / f"{language}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """Folded as the lists are: lower case, without marks, digits as 0 to 9, one apostrophe."""
    folded = fold(text).replace("’", "'")
    return "".join(str(int(c)) if c.isdecimal() else c for c in folded)


def pattern(entry: str, language: str) -> str:
    """The entry as a regular expression over plain text."""
    body = re.escape(plain(entry).strip()).replace(r"\*", r"\w*")
    if language == "zh":
        return body
    body = body.replace(r"\ ", r"\s+")
    before = ARABIC_BEFORE if language == "ar" else ""
    after = r"(?!\w)" if body[-1].isalnum() else ""
    return rf"(?<!\w){before}{body}{after}"
