"""Solving: the engine's answer, what holding rows costs, and the rows and facts that are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from backend.consultations.batches import selectors
from backend.consultations.batches.problem import Board
from backend.consultations.models import BatchRequest, BatchRow, BatchRowStatus, BatchSolution
from backend.matches.engine import assignment
from backend.matches.engine.assignment import Assignment, Pair, Problem
from backend.matches.services import quote

MOST_COSTS = 12  # rows whose costs are told one by one; each is solved once more without it
SECONDS = 20.0  # for one integer program; what is not proven by then is said to be not
Beat = Callable[[], None]  # called along the way: it says that the worker lives


@dataclass(frozen=True)
class Solved:
    """The answer, its differences from the one before, and what holding rows takes from it."""

    problem: Problem
    answer: Assignment
    changes: tuple[assignment.Change, ...]
    costs: dict[str, float]
    costs_in_all: float


def solve(board: Board, beat: Beat) -> Solved:
    problem = board.problem()
    answer = _assign(problem, beat)
    before = selectors.latest_solution(board.batch)
    changes = assignment.explain_changes(_as_answer(before), answer, problem) if before else ()
    return Solved(problem, answer, changes, *_costs(board, problem, answer, beat))


def _assign(problem: Problem, beat: Beat) -> Assignment:
    return assignment.assign(problem, seconds=SECONDS, progress=lambda _what, _how_far: beat())


def keep_solution(board: Board, solved: Solved) -> BatchSolution:
    """Writes the solution, and the rows as it has them. Within the fence's transaction."""
    last = selectors.latest_solution(board.batch)
    answer = solved.answer
    made = BatchSolution.objects.create(
        batch=board.batch,
        number=last.number + 1 if last else 1,
        pairs=[list(pair) for pair in answer.pairs],
        places=board.places(),
        total=answer.total,
        worth=answer.worth,
        worst=answer.worst,
        floor=answer.floor,
        gap=answer.gap,
        optimal=answer.optimal,
        unmet=dict(answer.unmet),
        limits=[_limit(board, one) for one in answer.limits if _tells(board, one)],
        changes=[_change(board, one) for one in solved.changes],
        costs=solved.costs,
        costs_in_all=solved.costs_in_all,
    )
    _keep_requests(board)
    _keep_rows(board, answer)
    return made


def _as_answer(kept: BatchSolution) -> Assignment:
    """A solution that was kept, as the engine gave it."""
    return Assignment(
        pairs=tuple((demand, supply, score) for demand, supply, score in kept.pairs),
        total=kept.total,
        worst=kept.worst,
        floor=kept.floor,
        unmet=kept.unmet,
        optimal=kept.optimal,
        gap=kept.gap,
        worth=kept.worth,
    )


def _costs(
    board: Board, problem: Problem, answer: Assignment, beat: Beat
) -> tuple[dict[str, float], float]:
    """What each row that is held or excluded takes from the worth, and all of them together."""
    decided: dict[Pair, BatchRow] = {
        (str(row.request_id), str(row.profile_id)): row
        for row in board.rows
        if row.status != BatchRowStatus.PROPOSED
    }
    acting = [pair for pair in decided if pair in problem.locked or pair in problem.forbidden]
    if not acting:
        return {}, 0.0
    each = acting if len(acting) <= MOST_COSTS else []

    def cost(*pairs: Pair) -> float:
        free = assignment.changed(problem, without_locks=pairs, without_bans=pairs)
        return round(max(0.0, _assign(free, beat).worth - answer.worth), 6)

    return {str(decided[pair].pk): cost(pair) for pair in each}, cost(*acting)


def _change(board: Board, one: assignment.Change) -> dict[str, Any]:
    """With what keeps a pair that is no candidate any more: the engine knows only that it is."""
    told = _as_json(one)
    for cause in told["because"]:
        if cause["kind"] == "no_candidate":
            cause["values"] = {"why": board.why_kept(UUID(cause["demand"]), UUID(cause["supply"]))}
    return told


def _tells(board: Board, one: assignment.Limit) -> bool:
    """That a best is below the floor says nothing where none was declared, or nobody is there."""
    if one.message != "best_below_floor":
        return True
    return board.parameters.floor is not None and bool(one.values["best"])


def _limit(board: Board, one: assignment.Limit) -> dict[str, Any]:
    """With what keeps those from a request who would be there to relieve it."""
    told = _as_json(one)
    if one.message == "lock_no_candidate":
        request, profile = map(UUID, one.of)
        told["values"] = {"why": board.why_kept(request, profile)}
    if one.message == "too_few_candidates":
        counted = sum((board.left_out[UUID(pk)] for pk in one.of), Counter())
        told["values"] = {**told["values"], "left_out": dict(counted)}
    return told


def _as_json(one: Any) -> dict[str, Any]:
    return asdict(one)


def _keep_requests(board: Board) -> None:
    for item in board.items:
        item.wanted = board.today.missing[item.request_id]
        item.left_out = dict(board.left_out[item.request_id])
    BatchRequest.objects.bulk_update(board.items, ["wanted", "left_out"])


def _keep_rows(board: Board, answer: Assignment) -> None:
    """What is proposed no more goes, unless somebody decided on it; what is new comes."""
    pairs = {(UUID(r), UUID(p)): score for r, p, score in answer.pairs}
    known = {(row.request_id, row.profile_id): row for row in board.rows}
    gone = [
        row.pk
        for pair, row in known.items()
        if row.status == BatchRowStatus.PROPOSED and pair not in pairs
    ]
    BatchRow.objects.filter(pk__in=gone, status=BatchRowStatus.PROPOSED).delete()
    new = [pair for pair in pairs if pair not in known]
    unscored = [pair for pair, row in known.items() if row.score is None]
    reasons = dict(zip([*new, *unscored], _quoted(board, [*new, *unscored]), strict=True))
    BatchRow.objects.bulk_create(
        BatchRow(
            batch=board.batch, request_id=r, profile_id=p, score=pairs[r, p], reasons=reasons[r, p]
        )
        for r, p in new
    )
    for pair in unscored:
        score = board.score(*pair)
        if score is not None:
            BatchRow.objects.filter(pk=known[pair].pk).update(score=score, reasons=reasons[pair])


def _quoted(board: Board, pairs: Iterable[selectors.Pair]) -> list[list[dict[str, Any]]]:
    return quote([board.reasons(*pair) for pair in pairs])
