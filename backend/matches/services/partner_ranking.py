"""Institutions ranked by what each side has for the other, and those asked for with reasons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from backend.directory.models import Institution, Profile
from backend.matches import engine
from backend.matches.services.quoting import Answered, filled_in, rows_of
from backend.matches.services.similar import nearest
from backend.matches.texts import NEEDS


@dataclass(frozen=True)
class NeedNear:
    """A need that what is offered may serve, and how near the two are."""

    need_id: UUID
    score: float
    shared_terms: tuple[str, ...]


@dataclass(frozen=True)
class PartnerFound:
    """An institution; ``gives`` and ``takes`` are None where it never said what it has or needs.

    ``offers`` holds the passages that speak for it. ``need`` is that one of its needs which is the
    nearest, ``sentences`` the two sentences of it and of the offer that are most alike.
    """

    profile: Profile
    score: float
    gives: float | None
    takes: float | None
    offers: Answered | None
    need: NeedNear | None
    sentences: engine.NearestSentences | None


@dataclass(frozen=True)
class Scored:
    pk: str
    country: str | None
    score: float
    gives: float | None
    takes: float | None


@dataclass(frozen=True)
class PartnerRanking:
    """All institutions that were scored, the best first; of those asked for, with reasons.

    ``line``: the score from which on one is likely to fit.
    """

    line: float
    order: Sequence[Scored]
    hits: Mapping[str, engine.Hit] = field(repr=False)
    needs: Mapping[str, NeedNear] = field(repr=False)  # by institution
    offered: engine.Question = field(repr=False)

    def best(self, k: int, countries: Collection[str] | None = None) -> list[PartnerFound]:
        """Up to ``k``, of these countries alone where some are named. Six queries, whatever k."""
        chosen = [one for one in self.order if countries is None or one.country in countries][:k]
        hits = [self.hits[one.pk] for one in chosen if one.pk in self.hits]
        offers = {str(one.profile.pk): one for one in filled_in(hits, rows_of(hits, []))}
        profiles = Institution.objects.select_related("country").in_bulk([one.pk for one in chosen])
        near = [self.needs[one.pk] for one in chosen if one.pk in self.needs]
        told = nearest(self.offered, [str(one.need_id) for one in near], NEEDS)
        sentences = {one.need_id: said for one, said in zip(near, told, strict=True)}
        return [
            self._found(one, profiles[UUID(one.pk)], offers.get(one.pk), sentences)
            for one in chosen
            if UUID(one.pk) in profiles
        ]

    def _found(
        self,
        one: Scored,
        profile: Profile,
        offers: Answered | None,
        sentences: Mapping[UUID, engine.NearestSentences | None],
    ) -> PartnerFound:
        need = self.needs.get(one.pk)
        said = sentences.get(need.need_id) if need else None
        return PartnerFound(profile, one.score, one.gives, one.takes, offers, need, said)
