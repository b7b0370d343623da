"""The rows that a proposal is made of: indicators, outputs, activities, money and who gives it.

One way for all of them: a row is added to, changed in and taken from a locked proposal, and has a
place among its like.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.models import Row
from backend.files.services import attach, remove
from backend.programmes.models import Activity, Contribution, Output, Proposal
from backend.programmes.services.guards import check_writable

SETS: dict[type[Row], tuple[str, ...]] = {Activity: ("countries",)}
HOLD_MONEY = (Output, Contribution)  # lines of the budget refer to them
Kind = TypeVar("Kind", bound=Row)


@transaction.atomic
def add_row(*, proposal: Proposal, kind: type[Kind], values: Mapping[str, Any], by: User) -> Kind:
    """With the others of its kind; in the last place where none is named."""
    check_writable(proposal)
    values, sets = _divided(kind, values)
    if values.get("file"):
        (values["file"],) = attach(files=[values["file"]], by=by)
    place = values.pop("position", None)
    row = kind._default_manager.create(**values)
    for name, rows in sets.items():
        getattr(row, name).set(rows)
    _put(row, place)
    return row


@transaction.atomic
def change_row(*, proposal: Proposal, row: Row, values: Mapping[str, Any], by: User) -> None:
    check_writable(proposal)
    values, sets = _divided(type(row), values)
    place = values.pop("position", None)
    gone = _exchange_file(row, values, by) if "file" in values else None
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    for name, rows in sets.items():
        getattr(row, name).set(rows)
    if place is not None:
        _put(row, place)
    if gone:
        remove(file=gone)


@transaction.atomic
def remove_row(*, proposal: Proposal, row: Any) -> None:
    """Raises ``Conflict`` where money is put down under it, which would be gone without a word."""
    check_writable(proposal)
    if isinstance(row, HOLD_MONEY) and row.budget_lines.exists():
        raise Conflict(
            _("Lines of the budget belong to it: move them or take them away first."),
            code="holds_money",
        )
    file = getattr(row, "file", None)
    row.delete()
    if file:
        remove(file=file)


def _divided(kind: type[Row], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What stands in the row, and what is joined to it."""
    names = SETS.get(kind, ())
    own = {name: value for name, value in values.items() if name not in names}
    return own, {name: values[name] for name in names if name in values}


def _exchange_file(row: Any, values: dict[str, Any], by: User) -> Any:
    """The file that has to go, once nothing refers to it."""
    before, new = row.file, values["file"]
    if new == before:
        return None
    if new:
        (values["file"],) = attach(files=[new], by=by)
    return before


def _put(row: Any, place: int | None) -> None:
    """At a place, counted from 0; the others move aside."""
    if not hasattr(row, "position"):
        return
    others = [one for one in _like(row) if one.pk != row.pk]
    at = len(others) if place is None else min(place, len(others))
    ordered = [*others[:at], row, *others[at:]]
    for number, one in enumerate(ordered):
        one.position = number
    type(row)._default_manager.bulk_update(ordered, ["position"])


def _like(row: Any) -> QuerySet[Any]:
    """Those it stands in one order with."""
    if isinstance(row, Activity):
        return Activity.objects.filter(output=row.output_id)
    return type(row)._default_manager.filter(proposal=row.proposal_id)
