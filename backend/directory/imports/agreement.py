"""Rows that turn out to be of one profile must not contradict each other."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from backend.directory.imports.columns import EXPERTS
from backend.directory.imports.problems import Place, Problem, of_cell
from backend.directory.imports.records import ProfileRecord
from backend.directory.imports.resolution import Resolution, Settled
from backend.directory.imports.values.base import BadValue
from backend.directory.name_keys import name_keys

Known = dict[str, tuple[Place, Any]]  # each value, and the row that said it first
Stated = dict[UUID, Known]  # what a run's rows said of each profile
NAME = "name "


def contradictions(resolution: Resolution, stated: Stated) -> list[Problem]:
    """A problem for each row that contradicts an earlier one; the row is settled no longer.

    Else the two would overwrite each other at every import. `stated` grows with the rows.
    """
    problems: list[Problem] = []
    agreed: list[Settled] = []
    for settled in resolution.settled:
        known = stated.setdefault(settled.candidate.id, {})
        problem = None if settled.candidate.alias else _contradiction(settled.record, known)
        if problem:
            problems.append(problem)
        else:
            agreed.append(settled)
            if not settled.candidate.alias:
                _learn(settled.record, known)
    resolution.settled = agreed
    return problems


def _contradiction(record: ProfileRecord, known: Known) -> Problem | None:
    for name, value in _said(record).items():
        place, earlier = known.get(name, (record.place, value))
        if place != record.place and not _agree(record.kind, name, earlier, value):
            reason = BadValue(
                _("differs from row %(row)d of the same profile") % {"row": place.row},
                _("the same value, or an external_id of its own for each person"),
            )
            return of_cell(record.place, _column(name), name, value, reason)
    return None


def _column(name: str) -> str:
    return "name" if name.startswith(NAME) else name


def _agree(kind: str, name: str, one: Any, other: Any) -> bool:
    if one == other or not name.startswith(NAME):
        return one == other
    person = kind == EXPERTS
    return bool(set(name_keys([one], person=person)) & set(name_keys([other], person=person)))


def _learn(record: ProfileRecord, known: Known) -> None:
    """A name in another order of words is left as the first row wrote it."""
    for name, value in _said(record).items():
        _place, first = known.setdefault(name, (record.place, value))
        if name.startswith(NAME):
            record.names[name.removeprefix(NAME)] = first


def _said(record: ProfileRecord) -> dict[str, Any]:
    assumed = {"consent_listed"} if record.consent_assumed else set()
    names = {f"{NAME}{tag}": name for tag, name in record.names.items()}
    return {**names, **{k: v for k, v in record.values.items() if k not in assumed}}
