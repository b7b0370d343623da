"""Keys by which the same name is found again, however it was written.

`Wang, Lihua`, `Lihua WANG` and `Li-Hua Wang` share a key; so do `عبد الله أحمد` and
`عبدالله احمد`. Names in two scripts share none (see sounds.py): a profile has the keys of all
its names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from backend.common.text import fold

LONGEST_KEY = 200  # characters
MOST_TURNS = 8  # words of a personal name that may stand in another order

TITLES = frozenset(
    {
        "dr", "dra", "drs", "mr", "mrs", "ms", "miss", "sr", "sra", "srta", "prof", "profa",
        "profesor", "profesora", "professor", "professora", "professeur", "professeure", "eng",
        "ing", "phd", "md", "msc", "mme", "mlle", "д-р", "др", "проф", "профессор", "г-н", "г-жа",
        "دكتور", "الدكتور", "دكتوره", "الدكتوره", "د", "ا.د", "استاذ", "الاستاذ", "مهندس",
        "المهندس",
    }
)  # fmt: skip
HAN_TITLES = re.compile(r"(?<=[\u4e00-\u9fff]{2})(副?教授|博士|研究员|先生|女士|老师)$")
ARABIC_VARIANTS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ک": "ك", "ی": "ي", "ـ": None}
)
JOINS = re.compile(r"[-‐‑–'’ʼ`´·•・]")  # inside a word: Li-hua, N’Diaye, Al-Amin
BETWEEN = re.compile(r"[^\w]+")
BRACKETED = re.compile(r"[(（\[].*?[)）\]]")


def name_keys(names: Iterable[str], *, person: bool) -> list[str]:
    """The sorted keys of all names; a person's words may also stand in another order."""
    keys: set[str] = set()
    for name in names:
        keys.update(_person_keys(name) if person else _institution_keys(name))
    return sorted(key[:LONGEST_KEY] for key in keys if key)


def words_of(name: str) -> list[str]:
    """A name's folded words, without titles or marks."""
    folded = fold(name).translate(ARABIC_VARIANTS)
    words = [word.strip(".,;") for word in folded.split()]
    joined = JOINS.sub("", " ".join(word for word in words if word not in TITLES))
    return [HAN_TITLES.sub("", word) for word in BETWEEN.sub(" ", joined).split()]


def script_of(text: str) -> str:
    """The script of the text's first letter, as Unicode names it: LATIN, CJK, ARABIC …"""
    letter = next((char for char in text if char.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""


def _person_keys(name: str) -> set[str]:
    words = words_of(name)
    turns = range(min(len(words), MOST_TURNS))
    return {"".join(words[turn:] + words[:turn]) for turn in turns}


def _institution_keys(name: str) -> set[str]:
    without = BRACKETED.sub(" ", name)
    return {"".join(words_of(name)), "".join(words_of(without))}
