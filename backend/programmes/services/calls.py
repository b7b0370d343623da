"""Calls: written, announced, and extended by decision."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.programmes.models import Call, Extension
from backend.programmes.rules.saying import instant
from backend.programmes.selectors.instants import database_now
from backend.programmes.services.call_letters import tell_of_extension

Deadline = Extension.Deadline
COLUMNS = {
    Deadline.INTERNAL: "internal_closes_at",
    Deadline.FINAL: "closes_at",
    Deadline.FULL: "full_closes_at",
}


def locked_call(call: Call) -> Call:
    """The row as it is now that nobody else can change it."""
    rows = Call.objects.select_for_update(of=("self",)).select_related("programme")
    return rows.get(pk=call.pk)


@transaction.atomic
def create_call(*, values: Mapping[str, Any]) -> Call:
    """Seen by officers alone until it is announced."""
    return Call.objects.create(**values)


@transaction.atomic
def change_call(*, call: Call, values: Mapping[str, Any]) -> Call:
    """Changes a locked call; what everybody has read since it was announced is not given here."""
    for name, value in values.items():
        setattr(call, name, value)
    call.version += 1
    call.save()
    return call


@transaction.atomic
def announce_call(*, call: Call) -> Call:
    """From now on everybody sees it. Raises ``Conflict`` where it is announced, or is over."""
    row = locked_call(call)
    if row.announced_at is not None:
        raise Conflict(_("It has been announced already."), code="announced_already")
    if row.closes_at <= database_now():
        said = {"at": instant(row.closes_at, row.zone)}
        raise Conflict(
            _("Its deadline is past (%(at)s): change it first.") % said, code="call_is_over"
        )
    Call.objects.filter(pk=row.pk).update(announced_at=Now())
    row.refresh_from_db(fields=["announced_at"])
    return change_call(call=row, values={})


@transaction.atomic
def extend_call(
    *, call: Call, deadline: str, after: datetime.datetime, reason: str, by: User
) -> Extension:
    """Moves a deadline to a later instant, on record; who is writing is told by letter.

    Raises ``Conflict`` where the call is not announced (it can simply be changed), has no such
    deadline, or the order of its deadlines would be lost.
    """
    row, column = locked_call(call), COLUMNS[Deadline(deadline)]
    before = getattr(row, column)
    if row.announced_at is None:
        raise Conflict(
            _("It has not been announced: change its deadlines instead."), code="not_announced"
        )
    if before is None:
        raise Conflict(_("The call has no such deadline."), code="no_such_deadline")
    _check_order(row, column, before, after)
    change_call(call=row, values={column: after})
    made = Extension.objects.create(
        call=row, deadline=deadline, before=before, after=after, reason=reason, by=by
    )
    tell_of_extension(made)
    return made


def _check_order(
    call: Call, column: str, before: datetime.datetime, after: datetime.datetime
) -> None:
    """Later than it was, and not past the deadline that follows it."""
    if after <= before:
        told = _("The deadline is %(at)s: an extension must come later.")
        said = {"at": instant(before, call.zone)}
        raise Conflict(told % said, code="not_later")
    following = {"internal_closes_at": call.closes_at, "closes_at": call.full_closes_at}
    limit = following.get(column)
    late = limit is not None and (after > limit or (column == "closes_at" and after == limit))
    if limit is not None and late:
        told = _("The next deadline is %(at)s: extend that one first.")
        raise Conflict(told % {"at": instant(limit, call.zone)}, code="next_deadline_first")
