"""Names of files as strangers give them, made harmless."""

from __future__ import annotations

import re
import unicodedata

from backend.files.kinds import Kind

LONGEST = 120  # characters, with the ending
SEPARATORS = re.compile(r'[/\\:*?"<>|]+')
UNNAMED = "file"


def clean_name(given: str) -> str:
    """Without path, control characters and marks that turn the direction of writing.

    ``invoice\\u202efdp.exe`` is shown as ``invoiceexe.pdf`` where the mark is left in.
    """
    text = unicodedata.normalize("NFC", given)
    text = "".join(" " if char.isspace() else char for char in text if _is_shown(char))
    text = " ".join(SEPARATORS.sub("_", text).split()).strip(". ")
    stem, dot, ending = text.rpartition(".")
    if not dot or len(ending) > 10:
        return text[:LONGEST].rstrip(". ") or UNNAMED
    return f"{stem[: LONGEST - len(ending) - 1].rstrip('. ') or UNNAMED}.{ending}"


def name_as(kind: Kind, name: str) -> str:
    """The name with an ending that says what the file is."""
    if name.lower().endswith(kind.endings):
        return name
    return clean_name(f"{name[: LONGEST - len(kind.endings[0])]}{kind.endings[0]}")


def _is_shown(char: str) -> bool:
    """Control and format characters (bidirectional ones among them), halves and private ones.

    The two joiners stay: Persian and several Indian scripts are misspelt without them.
    """
    return (
        char.isspace() or char in "\u200c\u200d" or not unicodedata.category(char).startswith("C")
    )
