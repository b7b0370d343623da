"""Whether a name in one script is one in another: 王丽华 and Wang Lihua, خالد and Khaled.

Chinese characters become pinyin. Arabic and Cyrillic become consonants, and so does the Latin
name, since vowels are written in many ways or not at all: Mohammed, Muhammad and محمد are mhmd.
Such keys say only that two names may be one: institution or evidence must agree as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii

from backend.common.text import fold
from backend.directory.name_keys import (
    ARABIC_VARIANTS,
    LONGEST_KEY,
    MOST_TURNS,
    script_of,
    words_of,
)

KEPT = 50_000  # names whose keys are remembered: an import meets colleagues again and again
SHORTEST = 4  # consonants of a whole name that tell anything
ARTICLES = re.compile(r"\b(?:(?:al|el|ul|ad|an|ar|as|ash|at|az)[-'’]|(?:al|el) )(?=\w)")
ARABIC_ARTICLE = re.compile(r"\bال(?!له\b)(?=\w{3})")
LATIN = (
    ("sch", "s"), ("shch", "s"), ("kh", "k"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"),
    ("dh", "d"), ("ph", "f"), ("zh", "z"), ("ts", "s"), ("dj", "g"), ("dzh", "g"), ("ck", "k"),
    ("x", "ks"), ("q", "k"), ("c", "k"), ("j", "g"), ("v", "f"), ("p", "b"),
)  # fmt: skip
ARABIC = str.maketrans(
    "بپتثجحخدذرزسشصضطظغفڤقكلمنه",
    "bbttghkddrzsssdtzgffkklmnh",
    "اءئؤعويىة",
)
SILENT = re.compile(r"[aeiouyw]")
TWICE = re.compile(r"(.)\1+")

Keys = tuple[frozenset[str], frozenset[str]]  # of names in Latin script, of names in another


def sound_keys(names: Iterable[str]) -> Keys:
    of_each = [_keys_of(name) for name in names]
    latin = frozenset().union(*(keys for is_latin, keys in of_each if is_latin))
    other = frozenset().union(*(keys for is_latin, keys in of_each if not is_latin))
    return latin, other


@lru_cache(KEPT)
def _keys_of(name: str) -> tuple[bool, frozenset[str]]:
    """Whether a name is in Latin script, and its keys."""
    script = script_of(name)
    keys: set[str] = set()
    if script == "LATIN":
        keys = {f"pinyin {key}" for key in _turns(words_of(name))}
        keys |= _consonants(name, _latin_word)
    elif script == "CJK":
        keys = {f"pinyin {fold(anyascii(''.join(words_of(name))))}"}
    elif script == "ARABIC":
        keys = _consonants(name, _arabic_word)
    elif script == "CYRILLIC":
        keys = _consonants(anyascii(fold(name)), _latin_word)
    return script == "LATIN", frozenset(keys)


def stored_sounds(names: Iterable[str]) -> list[str]:
    """The sound keys as a profile keeps them, each with its side: `latin …` or `other …`."""
    return _sided(sound_keys(names), ("latin", "other"))


def sounds_across(names: Iterable[str]) -> list[str]:
    """The stored sounds of profiles whose names, in another script, sound like these."""
    return _sided(sound_keys(names), ("other", "latin"))


def _sided(keys: Keys, sides: tuple[str, str]) -> list[str]:
    found = {f"{side} {key}" for side, own in zip(sides, keys, strict=True) for key in own}
    return sorted(key[:LONGEST_KEY] for key in found)


def sound_alike(one: Keys, other: Keys) -> bool:
    """Only across scripts: two names in one script are compared letter by letter."""
    return bool(one[0] & other[1] or one[1] & other[0])


def _consonants(name: str, skeleton) -> set[str]:
    plain = ARTICLES.sub("", fold(name))
    plain = ARABIC_ARTICLE.sub("", plain.translate(ARABIC_VARIANTS))
    words = [found for word in words_of(plain) if (found := skeleton(word))]
    return {key for key in _turns(words) if len(key) >= SHORTEST}


def _latin_word(word: str) -> str:
    for written, sound in LATIN:
        word = word.replace(written, sound)
    return _settled(SILENT.sub("", TWICE.sub(r"\1", word)))


def _arabic_word(word: str) -> str:
    return _settled(TWICE.sub(r"\1", word.translate(ARABIC)))


def _settled(word: str) -> str:
    """The h of Fatimah and Abdullah is heard by some and written by some."""
    return TWICE.sub(r"\1", word.rstrip("h"))


def _turns(words: list[str]) -> set[str]:
    turns = range(min(len(words), MOST_TURNS))
    return {"".join(words[turn:] + words[:turn]) for turn in turns}
