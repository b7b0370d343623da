"""Institutions and those above them: settled after all are in, since a child may come first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from backend.directory.imports.problems import Place, of_cell
from backend.directory.imports.records import ProfileRecord
from backend.directory.imports.report import Report
from backend.directory.imports.values.base import BadValue
from backend.directory.models import Institution
from backend.directory.name_keys import name_keys


@dataclass(frozen=True)
class Link:
    """A child by its external id or its names, and its parent as the row names it."""

    place: Place
    external_id: str
    names: tuple[str, ...]
    parent: str


def links(records: Iterable[ProfileRecord]) -> list[Link]:
    return [
        Link(record.place, record.external_id, tuple(record.names.values()), record.parent)
        for record in records
        if record.parent
    ]


def set_parents(found: list[Link], source: str) -> Report:
    """Sets what differs, in one update. A parent that cannot be found is a warning."""
    report = Report()
    known = _known(found, source)
    above = _ancestors({row.pk: row.parent_id for row in known.values() if row})
    changed: list[Institution] = []
    for link in found:
        child = _find(known, link.external_id, link.names)
        parent = _find(known, link.parent, (link.parent,))
        if child is None:
            continue  # a bad row, reported as such
        if parent is None or parent.pk == child.pk or _is_above(child, parent, above):
            reason = BadValue(_("is no institution it can belong to; left out"))
            report.warnings.append(of_cell(link.place, "parent", "parent", link.parent, reason))
        elif child.parent_id != parent.pk and not _is_settled(child, link):
            child.parent_id = above[child.pk] = parent.pk
            child.version += 1
            changed.append(child)
    _save(changed)
    return report


def _is_settled(child: Institution, link: Link) -> bool:
    """A person decided it, or the row is of one that was merged into this child."""
    merged = bool(link.external_id) and child.external_id != link.external_id
    return "parent" in child.edited_fields or (merged and child.parent_id is not None)


def _save(changed: list[Institution]) -> None:
    Institution.objects.bulk_update(changed, ["parent", "version"], batch_size=500)


def _known(found: list[Link], source: str) -> dict[str, Institution | None]:
    """By external id, and by key of name where that is one institution's alone."""
    references = {x for link in found for x in (link.external_id, link.parent) if x}
    names = [name for link in found for name in (*link.names, link.parent)]
    all_rows = Institution.objects.select_related("merged_into__institution")
    own = all_rows.filter(source=source, external_id__in=references)
    named = all_rows.filter(name_keys__overlap=name_keys(names, person=False))
    known: dict[str, Institution | None] = {}
    stayed: dict[UUID, Institution] = {row.pk: row for row in (*own, *named)}
    for row in list(stayed.values()):
        one = row
        if row.merged_into:
            one = stayed.setdefault(row.merged_into.pk, row.merged_into.institution)
        for key in row.name_keys:
            alone = known.get(f"name:{key}", one) is one
            known[f"name:{key}"] = one if alone else None
        if row.source == source and row.external_id:
            known[f"id:{row.external_id}"] = one
    return known


def _find(
    known: dict[str, Institution | None], external_id: str, names: Iterable[str]
) -> Institution | None:
    if exact := known.get(f"id:{external_id}"):
        return exact
    keys = name_keys(names, person=False)
    return next((row for key in keys if (row := known.get(f"name:{key}"))), None)


def _ancestors(above: dict[UUID, UUID | None]) -> dict[UUID, UUID | None]:
    """Each institution's parent, to the top: a query for each storey that the file knows not."""
    while unknown := {pk for pk in above.values() if pk} - above.keys():
        rows = Institution.objects.filter(pk__in=unknown).values_list("pk", "parent_id")
        above |= {**dict.fromkeys(unknown), **dict(rows)}
    return above


def _is_above(child: Institution, parent: Institution, above: dict[UUID, UUID | None]) -> bool:
    """Whether the child already stands above the parent: that would be a circle."""
    seen: set[UUID] = set()
    one: UUID | None = parent.pk
    while one and one not in seen:
        if one == child.pk:
            return True
        seen.add(one)
        one = above.get(one)
    return False
