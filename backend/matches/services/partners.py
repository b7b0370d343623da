"""Institutions that have what somebody looks for, and look for what that one has.

Two rankings are joined. Their offers: passages of institutions, scored as candidates are, for what
is sought. Their needs: scored as needs like a text are, for what is offered; the best of each
institution counts. ``matching/reciprocal.py`` says how the two are joined, and what counts for
those of whom one is not known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from django.db.models import QuerySet
from django.utils import timezone

from backend.directory.models import Institution, Profile
from backend.matches import engine, selectors
from backend.matches.selectors import Criteria
from backend.matches.selectors.versions import active_versions
from backend.matches.services.partner_ranking import NeedNear, PartnerRanking, Scored
from backend.needs.models import Need

NEAR = 300  # needs, the nearest of all, whose institutions are scored too
COMPARED = 3_000  # needs of those scored that are compared
TOP = 500  # of those whose offers are scored, whose needs are looked into


@dataclass(frozen=True)
class Exchange:
    """What it is about, what is offered and what is sought; any of the latter may be empty.

    ``country`` is where the work is to be done; it leaves nobody out.
    """

    text: str
    offers: str = ""
    seeks: str = ""
    language: str | None = None
    sdgs: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    country: str | None = None

    @property
    def sought(self) -> str:
        """With what it is about: alone it is often too short to tell."""
        return f"{self.text} {self.seeks}".strip()

    @property
    def offered(self) -> str:
        return f"{self.text} {self.offers}".strip()


def rank_partners(
    *, exchange: Exchange, needs: QuerySet[Need], criteria: Criteria | None = None
) -> PartnerRanking:
    """Rank the institutions that no hard rule leaves out by what each side has for the other.

    ``needs``: those that are looked into. Raises ``EncoderUnavailable`` where the encoder process
    does not answer.
    """
    criteria = replace(criteria or Criteria(), kinds=(Profile.Kind.INSTITUTION,))
    versions = active_versions()
    sought = engine.ask(exchange.sought, exchange.language, versions)
    aspects = engine.aspects_of(exchange.offers or exchange.text, {})
    offered = engine.ask(exchange.offered, exchange.language, versions, aspects)
    left = selectors.eligible(criteria)
    needs = needs.filter(institution__in=left.order_by().values("pk"))
    whose = _owners(needs)
    near = _near(offered, needs, NEAR)
    hits = _offers(sought, exchange, criteria, {whose[one.need_id] for one in near})
    asked = needs.filter(institution__in=[*list(hits)[:TOP], *(whose[n.need_id] for n in near)])
    best: dict[str, NeedNear] = {}
    for one in _near(offered, asked, COMPARED):
        best.setdefault(str(whose[one.need_id]), one)  # the best of each comes first
    line = engine.active_ranker().line
    asking = {str(pk) for pk in whose.values()}
    return PartnerRanking(line, _joined(hits, best, asking), hits, best, offered)


def _owners(needs: QuerySet[Need]) -> dict[UUID, UUID]:
    return dict(needs.order_by().values_list("pk", "institution"))


def _near(question: engine.Question, needs: QuerySet[Need], limit: int) -> list[NeedNear]:
    """The nearest, the best first."""
    [stats] = selectors.term_statistics([question.terms])
    found = engine.alike(question, selectors.like(question, needs, limit), {}, stats, limit)
    return [NeedNear(UUID(hit.id), hit.score, hit.shared_terms) for hit in found]


def _offers(
    question: engine.Question, exchange: Exchange, criteria: Criteria, also: Collection[UUID]
) -> dict[str, engine.Hit]:
    """By id the institutions whose passages were scored, the best first."""
    [stats] = selectors.term_statistics([question.terms])
    candidates = selectors.candidates(question, criteria, stats, also)
    today = timezone.now().date()
    places = selectors.places(today)
    place = places.get(exchange.country or "")
    hits = engine.rank(
        question,
        candidates,
        selectors.facts(candidates.ids, places, today),
        engine.coverage(question, candidates, {}),
        stats,
        engine.Wanted(exchange.sdgs, exchange.sectors, (), place, today),
        max(1, len(candidates.ids)),
    )
    return {hit.id: hit for hit in hits}


def _joined(
    hits: Mapping[str, engine.Hit], needs: Mapping[str, NeedNear], asking: Collection[str]
) -> list[Scored]:
    """Both directions of each; ``asking`` are those that have any need at all."""
    ids = sorted({*hits, *needs})
    gives = [hits[pk].score if pk in hits else np.nan for pk in ids]
    takes = [needs[pk].score if pk in needs else 0.0 if pk in asking else np.nan for pk in ids]
    scores = engine.reciprocal(np.array(gives), np.array(takes))
    home = dict(Institution.objects.filter(pk__in=ids).values_list("pk", "country"))
    rows = [
        Scored(pk, home.get(UUID(pk)), float(score), _known(give), _known(take))
        for pk, score, give, take in zip(ids, scores, gives, takes, strict=True)
    ]
    return sorted(rows, key=lambda one: (-one.score, one.pk))


def _known(score: float) -> float | None:
    return None if np.isnan(score) else float(score)
