"""What came of candidates, recorded from the start, so that the ranker can learn from it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from backend.accounts.models import User
from backend.matches.models import Match, MatchRun, Outcome


@dataclass(frozen=True)
class Happened:
    """Something that happened to a candidate of a ranking; ``at`` None is now.

    ``reason`` (a code of ``Outcome.Reason``) goes with the kind "declined", ``rating`` (1 to 5)
    with "rated".
    """

    run_id: UUID
    profile_id: UUID
    kind: str
    reason: str = ""
    rating: int | None = None
    at: datetime.datetime | None = None


@transaction.atomic
def record_outcomes(*, happened: Sequence[Happened], by: User | AnonymousUser | None) -> int:
    """Record what happened, in a fixed number of queries; says how many were new.

    What is known already (the same kind for the same candidate of the same ranking) is passed
    over. Raises ValueError for a kind, reason or rating that can't be.
    """
    for one in happened:
        _check(one)
    if not happened:
        return 0
    ranks, rankers = _ranks(happened), _rankers({one.run_id for one in happened})
    before = _known(happened)
    Outcome.objects.bulk_create(
        [
            Outcome(
                run_id=one.run_id,
                profile_id=one.profile_id,
                kind=one.kind,
                reason=one.reason,
                rating=one.rating,
                rank=ranks.get((one.run_id, one.profile_id)),
                ranker=rankers.get(one.run_id, "") if (one.run_id, one.profile_id) in ranks else "",
                by=by if isinstance(by, User) else None,
                at=one.at or timezone.now(),
            )
            for one in happened
        ],
        ignore_conflicts=True,
    )
    return _known(happened) - before


def record_shown(*, run: MatchRun, by: User | AnonymousUser | None) -> None:
    """All candidates of a finished ranking have been shown to a reader; once for each reader."""
    if run.status != MatchRun.Status.DONE or not isinstance(by, User):
        return
    if Outcome.objects.filter(run=run, by=by, kind=Outcome.Kind.SHOWN).exists():
        return
    shown = [Happened(run.pk, match.profile_id, Outcome.Kind.SHOWN) for match in run.matches.all()]
    record_outcomes(happened=shown, by=by)


def _check(one: Happened) -> None:
    if one.kind not in Outcome.Kind.values:
        raise ValueError(f"kind is {one.kind!r}; known are {', '.join(Outcome.Kind.values)}.")
    if one.reason and one.reason not in Outcome.Reason.values:
        known = ", ".join(Outcome.Reason.values)
        raise ValueError(f"reason is {one.reason!r}; known are {known}.")
    if one.reason and one.kind != Outcome.Kind.DECLINED:
        raise ValueError(f"reason is {one.reason!r}, but the kind is {one.kind}, not declined.")
    rated = one.kind == Outcome.Kind.RATED
    if not (one.rating in range(1, 6) if rated else one.rating is None):
        right = "1 to 5" if rated else "None, as nothing is rated"
        raise ValueError(f"rating is {one.rating}; it must be {right}.")


def _pairs(happened: Sequence[Happened]) -> Q:
    runs, profiles = {one.run_id for one in happened}, {one.profile_id for one in happened}
    return Q(run__in=runs, profile__in=profiles)


def _ranks(happened: Sequence[Happened]) -> dict[tuple[UUID, UUID], int]:
    rows = Match.objects.filter(_pairs(happened)).values_list("run_id", "profile_id", "rank")
    return {(run, profile): rank for run, profile, rank in rows}


def _rankers(runs: set[UUID]) -> dict[UUID, str]:
    rows = MatchRun.objects.filter(pk__in=runs).values_list("pk", "versions")
    return {run: versions.get("ranker", "") for run, versions in rows}


def _known(happened: Sequence[Happened]) -> int:
    return Outcome.objects.filter(_pairs(happened)).count()
