"""An ORCID record, as pub.orcid.org gives it (``/v3.0/{iD}/record``, JSON)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from backend.directory.imports.values import identifiers
from backend.directory.imports.values.base import BadValue
from backend.directory.proposals.found import Found, Kind, Unreadable, doi_in, one_line, year_of
from backend.directory.proposals.references import publication

PLACES = (
    ("employments", "employment-summary"),
    ("invited-positions", "invited-position-summary"),
    ("educations", "education-summary"),
    ("qualifications", "qualification-summary"),
)


def is_record(document: Any) -> bool:
    return isinstance(document, dict) and "orcid-identifier" in document


def owner(document: Any) -> str:
    """Whose record it is, the check digit verified. Raises Unreadable."""
    try:
        return identifiers.orcid(one_line(_at(document, "orcid-identifier", "path")))
    except BadValue as error:
        told = {"reason": error.reason, "right": error.expected}
        raise Unreadable(
            _("The iD of the ORCID record %(reason)s (right would be: %(right)s).") % told
        ) from None


def passages(document: Any) -> list[Found]:
    activities = _at(document, "activities-summary")
    return [
        *_biography(_at(document, "person")),
        *_places(activities),
        *_fundings(_at(activities, "fundings")),
        *_works(_at(activities, "works")),
    ]


def _biography(person: Any) -> Iterator[Found]:
    if text := one_line(_at(person, "biography", "content")):
        yield Found(text)
    words = [one_line(_at(one, "content")) for one in _list(person, "keywords", "keyword")]
    if words := [word for word in words if word]:
        yield Found(", ".join(words))


def _places(activities: Any) -> Iterator[Found]:
    """Work and education: the role, the department, the organisation."""
    for part, summary in PLACES:
        for group in _list(activities, part, "affiliation-group"):
            for one in _list(group, "summaries")[:1]:
                row = _at(one, summary)
                parts = [
                    one_line(_at(row, "role-title")),
                    one_line(_at(row, "department-name")),
                    one_line(_at(row, "organization", "name")),
                ]
                text = ", ".join(part for part in parts if part)
                yield Found(text, Kind.EXPERTISE, _year(row, "end-date") or _year(row))


def _fundings(fundings: Any) -> Iterator[Found]:
    for group in _list(fundings, "group"):
        for row in _list(group, "funding-summary")[:1]:
            title = one_line(_at(row, "title", "title", "value"))
            funder = one_line(_at(row, "organization", "name"))
            text = f"{title.rstrip('.')}. {funder}".strip() if funder else title
            year = _year(row, "end-date") or _year(row)
            yield Found(text if title else "", Kind.PROJECT, year, funder, _number(row))


def _works(works: Any) -> Iterator[Found]:
    for group in _list(works, "group"):
        for row in _list(group, "work-summary")[:1]:
            title = one_line(_at(row, "title", "title", "value"))
            venue = one_line(_at(row, "journal-title", "value"))
            year = year_of(_at(row, "publication-date", "year", "value"))
            if found := publication(title, venue, "", year, _doi(row) or _doi(group)):
                yield found


def _doi(row: Any) -> str:
    for one in _list(row, "external-ids", "external-id"):
        if one_line(_at(one, "external-id-type")).lower() == "doi":
            return doi_in(_at(one, "external-id-value"))
    return ""


def _number(row: Any) -> str:
    """The funder's number of a project."""
    rows = _list(row, "external-ids", "external-id")
    return one_line(_at(rows[0], "external-id-value")) if rows else ""


def _year(row: Any, name: str = "start-date") -> int | None:
    return year_of(_at(row, name, "year", "value"))


def _at(value: Any, *path: str) -> Any:
    """What stands there; None where the record has nothing, or something else."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _list(value: Any, *path: str) -> list[Any]:
    found = _at(value, *path)
    return found if isinstance(found, list) else []
