"""How many are likely to be able to help with what a text asks for: told at once, naming nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from backend.matches import engine, selectors
from backend.matches.selectors import Criteria
from backend.matches.selectors.versions import active_versions
from backend.matches.services.ranking import CLOSEST, cosines_of


@dataclass(frozen=True)
class Likely:
    """``count`` candidates reach the calibrated line (of those worth scoring, so among very many
    at least so many). Where nobody does, ``missing`` names what the closest do not cover."""

    language: str
    count: int
    missing: list[engine.Aspect] = field(default_factory=list)

    @property
    def nobody(self) -> bool:
        return self.count == 0


def likely_helpers(
    *,
    text: str,
    language: str | None = None,
    criteria: Criteria | None = None,
    sdgs: Sequence[str] = (),
    sectors: Sequence[str] = (),
    country: str | None = None,
) -> Likely:
    """As ``answer`` would find them, without reasons: the text is encoded once, with its sentences.

    Raises ``EncoderUnavailable`` where the encoder process does not answer.
    """
    criteria = criteria or Criteria()
    question = engine.ask(text, language, active_versions(), engine.aspects_of(text, {}))
    [stats] = selectors.term_statistics([question.terms])
    candidates = selectors.candidates(question, criteria, stats)
    today = timezone.now().date()
    places = selectors.places(today)
    wanted = engine.Wanted(
        tuple(sdgs), tuple(sectors), criteria.languages, places.get(country or ""), today
    )
    facts = selectors.facts(candidates.ids, places, today)
    covered = engine.coverage(question, candidates, {})
    count, best = engine.likely(question, candidates, facts, covered, stats, wanted, engine.POOL)
    if count or not best:
        return Likely(question.language, count)
    cosines = cosines_of(best, question, candidates)
    closest = engine.panel(question, best, candidates, cosines, CLOSEST)
    return Likely(question.language, count, engine.uncovered(closest))
