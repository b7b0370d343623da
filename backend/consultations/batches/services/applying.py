"""Accepted rows go onto the shortlists: each request wholly or not at all, and each row once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.accounts.models import User
from backend.conflicts.selectors import Candidate, candidates, findings_of
from backend.consultations.batches import selectors
from backend.consultations.models import (
    BatchRow,
    BatchRowStatus,
    BatchRun,
    ConsultationRequest,
    ShortlistEntry,
    Status,
)
from backend.consultations.selectors import latest_match
from backend.consultations.services.limits import Standing, sectors_of, standings
from backend.consultations.services.moving import locked_request
from backend.consultations.services.shortlist import add_entry
from backend.consultations.services.steps import take_step
from backend.consultations.services.why import partners_language, why_of
from backend.directory.models import Expert


class Outcome(models.TextChoices):
    APPLIED = "applied", gettext_lazy("is on the shortlist now")
    THERE = "there", gettext_lazy("is on the shortlist already")
    STALE = "stale", gettext_lazy("can't be proposed any more")
    WAITS = "waits", gettext_lazy("waits for another row of the request")


@dataclass(frozen=True)
class Applied:
    """What became of a row. ``why``: what is in the way of one that is stale."""

    row: BatchRow
    outcome: Outcome
    why: str = ""


@dataclass(frozen=True)
class Pool:
    """What can be asked of experts and is known of their ties, and how many rows want each."""

    experts: Mapping[UUID, Expert]
    standing: Mapping[UUID, Standing]
    known: Mapping[UUID, Candidate]
    wanted: Mapping[UUID, int]


@transaction.atomic
def apply_batch(*, batch: BatchRun, by: User) -> list[Applied]:
    """In the order of the rows. Doing it once more changes nothing.

    A request with a row that is stale is left as it is: its other rows wait.
    """
    rows = list(
        selectors.rows_with_profiles()
        .filter(batch=batch, status=BatchRowStatus.ACCEPTED)
        .order_by("request_id", "pk")
        .select_for_update(of=("self",))
    )
    pool = _pool(rows)
    told: list[Applied] = []
    for request, own in groupby(rows, key=lambda row: row.request_id):
        told += _apply(batch, request, list(own), pool, by)
    return told


def _pool(rows: Iterable[BatchRow]) -> Pool:
    """Rows that are on their shortlists want no place any more: inviting counts them."""
    waiting = [row for row in rows if row.entry_id is None]
    experts = Expert.objects.listed().in_bulk([row.profile_id for row in waiting])
    wanted = Counter(row.profile_id for row in waiting)
    known = {one.profile.pk: one for one in candidates(experts.values())}
    return Pool(experts, standings(experts.values()), known, wanted)


@transaction.atomic
def _apply(
    batch: BatchRun, request_id: UUID, rows: Sequence[BatchRow], pool: Pool, by: User
) -> list[Applied]:
    """Of one request, in a transaction of its own within that of all."""
    new = [row for row in rows if row.entry_id is None]
    told = {row.pk: Applied(row, Outcome.THERE) for row in rows}
    if not new:
        return list(told.values())
    request = locked_request(ConsultationRequest(pk=request_id))
    entries = {one.profile_id: one for one in request.shortlist.all()}
    stale = {row.pk: why for row in new if (why := _stale(request, row, entries, pool))}
    for row in new:
        if row.pk in stale:
            told[row.pk] = Applied(row, Outcome.STALE, stale[row.pk])
        elif stale:
            told[row.pk] = Applied(row, Outcome.WAITS)
    if not stale:
        for row in new:
            told[row.pk] = _put(batch, request, row, entries, by)
    return list(told.values())


def _stale(
    request: ConsultationRequest,
    row: BatchRow,
    entries: Mapping[UUID, ShortlistEntry],
    pool: Pool,
) -> str:
    """What is in the way of a row today, or ""."""
    if not selectors.is_open(request):
        told = _("the request has moved on: %(status)s")
        return told % {"status": request.get_status_display()}
    expert = pool.experts.get(row.profile_id)
    if expert is None:
        return _("is not listed: has not consented, or was withdrawn")
    if (entry := entries.get(row.profile_id)) is not None:
        return _("was left out of the shortlist") if entry.left_out else ""
    standing = pool.standing[expert.pk]
    if why := standing.in_the_way(sectors_of(request)):
        return why
    if pool.wanted[expert.pk] > standing.free:
        told = _("has %(free)d places left, and %(rows)d rows of the batch want one")
        return told % {"free": standing.free, "rows": pool.wanted[expert.pk]}
    found = findings_of([pool.known[expert.pk]], request.institution)[expert.pk]
    kinds = ", ".join(dict.fromkeys(str(one.kind.label) for one in found if one.is_open))
    return _("conflict of interest (%(kinds)s)") % {"kinds": kinds} if kinds else ""


def _put(
    batch: BatchRun,
    request: ConsultationRequest,
    row: BatchRow,
    entries: Mapping[UUID, ShortlistEntry],
    by: User,
) -> Applied:
    entry = entries.get(row.profile_id)
    outcome = Outcome.THERE if entry else Outcome.APPLIED
    if entry is None:
        if request.status != Status.MATCHING:
            request.status = take_step(request=request, step="match", by=by).status
        values = _values(batch, request, row)
        entry = add_entry(request=request, profile=row.profile, by=by, values=values)
    row.entry = entry
    row.version += 1
    row.save(update_fields=["entry", "version", "updated_at"])
    return Applied(row, outcome)


def _values(batch: BatchRun, request: ConsultationRequest, row: BatchRow) -> dict[str, str]:
    """Why, in the partner's language, and for officers where it comes from."""
    told = _("Proposed by the batch run of %(day)s.") % {"day": date_format(batch.created_at)}
    values = {"note": f"{told} {row.reason}".strip()}
    if latest_match(request, row.profile) is None:
        values["why"] = why_of(row.reasons, row.profile, partners_language(request))
    return values
