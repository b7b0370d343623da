"""Candidates as the database gives them, and what besides the text is asked of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from backend.matches.engine.encoders import Version
from backend.matches.engine.question import Question
from matching import Passage
from matching.affinity import Grouping
from matching.types import Need, Place


@dataclass(frozen=True)
class Candidates:
    """Profiles with all their passages, in rows, grouped ``by`` profile.

    Of passages (without their texts, which the engine does not need again): ``cosines`` by
    version, shape (passages,), and ``products`` by version, raw vectors by its ``directions``,
    shape (passages, directions); nan where the encoder does not serve the language.
    ``quantities`` are the amounts each names, ``bags`` the need's terms it holds and how often.
    """

    ids: Sequence[str]
    by: Grouping
    passages: Sequence[Passage]
    lengths: Sequence[int]
    quantities: Sequence[Sequence]
    bags: Sequence[Mapping[str, int]]
    cosines: Mapping[Version, np.ndarray]
    products: Mapping[Version, np.ndarray]

    @property
    def languages(self) -> list[str]:
        """Of the passages."""
        return [one.language or "und" for one in self.passages]

    def rows_of(self, pk: str) -> slice:
        """Where the passages of this profile stand."""
        return self.by.rows(self.ids.index(pk))


@dataclass(frozen=True)
class Wanted:
    """What besides the text is asked for, for the features."""

    sdgs: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    place: Place | None = None
    asked_on: datetime.date | None = None

    def need(self, question: Question) -> Need:
        return Need(
            "",
            question.content,
            question.language,
            languages=self.languages,
            sdgs=self.sdgs,
            sectors=self.sectors,
            place=self.place,
            asked_on=self.asked_on,
        )
