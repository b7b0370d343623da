"""What is to be solved: whom each request lacks, who could serve it, and whom something keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from backend.consultations.batches import selectors
from backend.consultations.batches.parameters import Parameters
from backend.consultations.batches.today import BEFORE, Kept, Today, as_of_today
from backend.consultations.models import (
    HELD,
    BatchRequest,
    BatchRow,
    BatchRowStatus,
    BatchRun,
)
from backend.consultations.services.limits import sectors_of
from backend.matches.engine import assignment


@dataclass
class Board:
    """A batch with its requests and rows, and the problem that they make today."""

    batch: BatchRun
    parameters: Parameters
    items: list[BatchRequest]
    rows: list[BatchRow]
    last: set[selectors.Pair] | None  # the last proposal; None: there is none yet
    today: Today
    left_out: dict[UUID, Counter[str]] = field(default_factory=dict)

    def problem(self) -> assignment.Problem:
        """Counts along the way whom something keeps, request by request."""
        candidates = [one for item in self.items for one in self._candidates(item)]
        people = sorted({one.supply for one in candidates})
        return assignment.problem(
            [self._demand(item) for item in self.items],
            [assignment.Supply(pk, self.today.standing[UUID(pk)].free) for pk in people],
            candidates,
            locked=self.held(),
            forbidden=self.excluded(),
            kept={_ids(pair) for pair in self._near()},
            stability=self.parameters.stability,
            floor=self.parameters.floor,
            facet_weight=self.parameters.facet_weight,
        )

    def places(self) -> dict[str, int]:
        """How many places each expert had who could be proposed or is held."""
        return {str(pk): one.free for pk, one in self.today.standing.items()}

    def held(self) -> frozenset[assignment.Pair]:
        """What officers accepted or locked, but for those who are invited by now."""
        pairs = {(one.request_id, one.profile_id) for one in self.rows if one.status in HELD}
        return frozenset(_ids(pair) for pair in pairs - self.today.asked)

    def excluded(self) -> frozenset[assignment.Pair]:
        out = [one for one in self.rows if one.status == BatchRowStatus.EXCLUDED]
        return frozenset(_ids((one.request_id, one.profile_id)) for one in out)

    def why_kept(self, request: UUID, profile: UUID) -> str:
        """What keeps a pair from being proposed today, or ""."""
        item = self._items[request]
        return self.today.why_kept(item.request, profile, sectors_of(item.request))

    def score(self, request: UUID, profile: UUID) -> float | None:
        found = self._scored.get((request, profile))
        return found[1] if found else None

    def reasons(self, request: UUID, profile: UUID) -> list[dict[str, Any]]:
        """The passages that carried the score, by their ids."""
        found = self._scored.get((request, profile))
        return found[3] if found else []

    @cached_property
    def _items(self) -> dict[UUID, BatchRequest]:
        return {item.request_id: item for item in self.items}

    @cached_property
    def _scored(self) -> dict[selectors.Pair, list[Any]]:
        return {
            (item.request_id, UUID(one[0])): one for item in self.items for one in item.candidates
        }

    def _demand(self, item: BatchRequest) -> assignment.Demand:
        wanted = self.today.missing[item.request_id]
        return assignment.Demand(str(item.request_id), wanted, item.weight, len(item.facets))

    def _near(self) -> set[selectors.Pair]:
        """What the answer is to stay near to: at first, who is on the lists already."""
        return self.today.on_lists if self.last is None else self.last

    def _candidates(self, item: BatchRequest) -> Iterator[assignment.Candidate]:
        counted = self.left_out[item.request_id] = _left_out_before(item)
        held = {row.profile_id for row in self.rows if row.request_id == item.request_id}
        line = item.run.line if item.run and self.parameters.likely_only else None
        sectors = sectors_of(item.request)
        for pk, score, covers, _reasons in item.candidates:
            profile = UUID(pk)
            if why := self.today.why_kept(item.request, profile, sectors):
                counted[why] += 1
            elif line is not None and score < line and profile not in held:
                counted[Kept.UNLIKELY.value] += 1
            else:
                yield assignment.Candidate(str(item.request_id), pk, score, covers)


def _left_out_before(item: BatchRequest) -> Counter[str]:
    """By the hard rules of its ranking. That institutions are left out goes without saying."""
    counted = item.run.excluded if item.run else []
    return Counter(
        {BEFORE[one["rule"]].value: one["count"] for one in counted if one["rule"] in BEFORE}
    )


def board_of(batch: BatchRun) -> Board:
    """As everything stands now: some fifteen queries, and eight for each institution that asks."""
    items = list(
        batch.requests.select_related("request__need__institution", "run")
        .prefetch_related("request__need__sectors")
        .order_by("pk")
    )
    rows = list(batch.rows.order_by("pk"))
    solution = selectors.latest_solution(batch)
    last = {(UUID(r), UUID(p)) for r, p, _score in solution.pairs} if solution else None
    parameters = Parameters.from_json(batch.parameters)
    return Board(batch, parameters, items, rows, last, as_of_today(items, rows))


def _ids(pair: selectors.Pair) -> assignment.Pair:
    return str(pair[0]), str(pair[1])
