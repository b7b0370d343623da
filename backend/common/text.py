"""Small things done to text everywhere in the same way."""

from __future__ import annotations

import hashlib
import re
import unicodedata

MARKS = re.compile(r"[\W_]+")
HAN = re.compile(r"[\u3400-\u9fff]")
TELLING = 60  # letters of a text that two people hardly write alike; a Chinese one counts thrice


def text_hash(text: str) -> str:
    """SHA-256 of the text as stored; vectors and terms are joined to a text by it."""
    return hashlib.sha256(text.encode()).hexdigest()


def fold(text: str) -> str:
    """Lower case without accents or double spaces: ``São Tomé`` → ``sao tome``.

    The database has no ``unaccent``, so folding is done here, on both sides of a search.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def plain_hash(text: str) -> str:
    """SHA-256 of the text's letters and digits, folded; empty for a text too short to tell by."""
    plain = MARKS.sub("", text.lower() if text.isascii() else fold(text))
    weight = len(plain) + 2 * len(HAN.findall(plain))
    return text_hash(plain) if weight >= TELLING else ""
