"""What differs between two texts, word by word, as data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word with the space behind it; Chinese and Japanese have no spaces, so each character is one.
WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]\s*|[^\W\u3040-\u30ff\u3400-\u9fff]+\s*|[\W_]\s*")
SENTENCES = re.compile(r".+?(?:[.!?。！？؟]+\s*|\n+|$)", re.DOTALL)
MOST = 2_000  # words of one changed passage that are compared with each other


class Change(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """Put together, all but the added give the text before, all but the removed the one after."""

    change: Change
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """By sentences first, so that a long text takes no long time; within these by words."""
    pieces: list[Piece] = []
    for old, new in _blocks(SENTENCES.findall(before), SENTENCES.findall(after)):
        if old == new:
            pieces.append(Piece(Change.SAME, "".join(old)))
        else:
            pieces.extend(_by_words("".join(old), "".join(new)))
    return list(_joined(pieces))


def _by_words(before: str, after: str) -> Iterator[Piece]:
    """Words are the same whatever space stands behind them; the space is compared by itself."""
    olds, news = WORDS.findall(before), WORDS.findall(after)
    if max(len(olds), len(news)) > MOST:
        olds, news = [before], [after]
    bare_olds, bare_news = ([one.rstrip() for one in words] for words in (olds, news))
    matcher = SequenceMatcher(None, bare_olds, bare_news, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            for old, new in zip(olds[i1:i2], news[j1:j2], strict=True):
                yield from _one_word(old, new)
        else:
            yield Piece(Change.REMOVED, "".join(olds[i1:i2]))
            yield Piece(Change.ADDED, "".join(news[j1:j2]))


def _one_word(old: str, new: str) -> Iterator[Piece]:
    if old == new:
        yield Piece(Change.SAME, old)
        return
    word = old.rstrip()
    yield Piece(Change.SAME, word)
    yield Piece(Change.REMOVED, old[len(word) :])
    yield Piece(Change.ADDED, new[len(word) :])


def _blocks(
    olds: Sequence[str], news: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    for _tag, i1, i2, j1, j2 in matcher.get_opcodes():
        yield olds[i1:i2], news[j1:j2]


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one, and none that is empty."""
    kind, text = None, ""
    for piece in pieces:
        if not piece.text:
            continue
        if piece.change != kind and kind is not None:
            yield Piece(kind, text)
            text = ""
        kind, text = piece.change, text + piece.text
    if kind is not None and text:
        yield Piece(kind, text)
