"""A ranking: from a need's text and criteria to candidates with their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from backend.matches import engine, selectors
from backend.matches.selectors import Criteria
from backend.matches.services.quoting import Answered, PanelMember, filled_in, members_of, rows_of
from backend.matches.services.ranking import Inquiry, Ranking, rank


@dataclass(frozen=True)
class Answer:
    """A ranking. Nothing of it is stored. ``panel`` is None where none was asked for.

    ``line`` is the score from which on a candidate is likely to be able to help. Where nobody
    reaches it, ``missing`` names the aspects of the need that those who come closest don't cover.
    """

    language: str
    matches: list[Answered]
    excluded: list[dict]
    versions: Mapping[str, str] = field(default_factory=dict)
    panel: list[PanelMember] | None = None
    line: float = 0.0
    missing: list[engine.Aspect] = field(default_factory=list)

    @property
    def nobody(self) -> bool:
        """Whether nobody is likely to be able to help."""
        return not any(one.score >= self.line for one in self.matches)


def answer(
    *,
    text: str,
    language: str | None = None,
    k: int = 10,
    criteria: Criteria | None = None,
    sdgs: Sequence[str] = (),
    sectors: Sequence[str] = (),
    panel: int | None = None,
    facets: Mapping[str, str] | None = None,
    country: str | None = None,
) -> Answer:
    """Rank those who can help with what a text asks for: an ``Inquiry``, told in words.

    ``panel``: how many are to cover its facets together; without facets, the text's sentences.
    Raises ``EncoderUnavailable`` where the encoder process does not answer.
    """
    criteria = criteria or Criteria()
    asked = Inquiry(text, language, criteria, sdgs, sectors, facets or {}, country)
    rankings = rank([asked], max(k, engine.POOL) if panel else k, sentences=bool(panel))
    [found] = answers_of(rankings, k, panel)
    return found


def answers_of(rankings: Sequence[Ranking], k: int, panel: int | None = None) -> list[Answer]:
    """The ``k`` best of each with their profiles and quoted passages, and a panel where wanted."""
    panels = [_panel(one, panel) if panel else [] for one in rankings]
    hits = [hit for one in rankings for hit in one.hits[:k]]
    rows = rows_of(hits, [member for members in panels for member in members])
    return [
        Answer(
            one.question.language,
            filled_in(one.hits[:k], rows),
            selectors.excluded_counts(one.inquiry.criteria),
            engine.made_with(one.versions, one.ranker),
            members_of(members, rows) if panel else None,
            one.ranker.line,
            one.missing(),
        )
        for one, members in zip(rankings, panels, strict=True)
    ]


def _panel(one: Ranking, size: int) -> list[engine.Member]:
    return engine.panel(one.question, one.hits, one.candidates, one.cosines, size)
