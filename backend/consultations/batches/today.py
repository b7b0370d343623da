"""How things stand as a batch is solved: what requests lack, and what keeps experts from them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.conflicts import selectors as conflicts
from backend.consultations.batches import selectors
from backend.consultations.models import BatchRequest, BatchRow, ConsultationRequest
from backend.consultations.services.limits import Standing, standings
from backend.directory.models import Expert


class Kept(models.TextChoices):
    """Why somebody can't be proposed for a request."""

    GONE = "gone", _("not listed any more")
    ASKED = "asked", _("invited before")
    LEFT_OUT = "left_out", _("left out of the shortlist")
    UNLIKELY = "unlikely", _("not likely to be able to help")
    LIMIT = "limit", _("can't be asked now: at the limit, away or resting")
    SECTOR = "sector", _("wants no work in this sector")
    CONFLICT = "conflict", _("conflict of interest")
    LANGUAGE = "language", _("does not speak the languages asked for")


# The hard rules of rankings, which have left these out before anybody was scored.
BEFORE = {"conflict": Kept.CONFLICT, "language": Kept.LANGUAGE, "load": Kept.LIMIT}


@dataclass(frozen=True)
class Today:
    """What is the case today: of requests what they lack, of experts what can be asked of them."""

    missing: Mapping[UUID, int]
    experts: Mapping[UUID, Expert]
    standing: Mapping[UUID, Standing]
    asked: set[selectors.Pair]
    left_out: set[selectors.Pair]
    on_lists: set[selectors.Pair]
    ties: Mapping[UUID, set[UUID]]  # by institution that asks, those in conflict with it

    def why_kept(
        self, request: ConsultationRequest, profile: UUID, sectors: Collection[str]
    ) -> str:
        """Why somebody can't serve this request at all, or ""."""
        pair = (request.pk, profile)
        if profile not in self.experts:
            return Kept.GONE.value
        if pair in self.asked:
            return Kept.ASKED.value
        if pair in self.left_out:
            return Kept.LEFT_OUT.value
        if self.standing[profile].why_not:
            return Kept.LIMIT.value
        if self.standing[profile].in_the_way(sectors):
            return Kept.SECTOR.value
        return Kept.CONFLICT.value if profile in self.ties[request.institution.pk] else ""


def as_of_today(items: Sequence[BatchRequest], rows: Iterable[BatchRow]) -> Today:
    """Some ten queries, and eight for each institution that asks."""
    requests = [item.request for item in items]
    ids = [one.pk for one in requests]
    scored = {UUID(one[0]) for item in items for one in item.candidates}
    named = scored | {row.profile_id for row in rows}
    experts = Expert.objects.listed().select_related("user").in_bulk(named)
    return Today(
        _still_missing(requests),
        experts,
        standings(experts.values()),
        selectors.asked_already(ids),
        selectors.on_lists(ids, left_out=True),
        selectors.on_lists(ids, left_out=False),
        _ties(items, experts),
    )


def _still_missing(requests: Sequence[ConsultationRequest]) -> dict[UUID, int]:
    """A request that moved on meanwhile lacks nobody any more."""
    found = selectors.missing(requests)
    return {one.pk: found[one.pk] if selectors.is_open(one) else 0 for one in requests}


def _ties(items: Iterable[BatchRequest], experts: Mapping[UUID, Expert]) -> dict[UUID, set[UUID]]:
    """By institution that asks, the candidates whom an open finding keeps from it."""
    known = conflicts.candidates(experts.values())
    found: dict[UUID, set[UUID]] = {}
    for asks in {item.request.institution for item in items}:
        theirs = conflicts.findings_of(known, asks)
        found[asks.pk] = {pk for pk, own in theirs.items() if any(one.is_open for one in own)}
    return found
