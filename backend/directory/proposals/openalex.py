"""Works as api.openalex.org gives them: a page of results, a list, or a single one."""

from __future__ import annotations

from typing import Any

from backend.directory.proposals.found import Found, doi_in, one_line, year_of
from backend.directory.proposals.references import publication

LONGEST = 2_000  # words of an abstract


def works(document: Any) -> list[dict[str, Any]]:
    """The works in a document; none where it is something else."""
    rows = document.get("results", [document]) if isinstance(document, dict) else document
    if not isinstance(rows, list):
        return []
    return [row for row in rows if isinstance(row, dict) and _is_work(row)]


def _is_work(row: dict[str, Any]) -> bool:
    return "openalex.org/W" in one_line(row.get("id")) or "authorships" in row


def passages(rows: list[dict[str, Any]]) -> list[Found]:
    return [found for row in rows if (found := _passage(row))]


def _passage(row: dict[str, Any]) -> Found | None:
    place = row.get("primary_location")
    source = place.get("source") if isinstance(place, dict) else None
    venue = one_line(source.get("display_name")) if isinstance(source, dict) else ""
    return publication(
        one_line(row.get("title")) or one_line(row.get("display_name")),
        venue,
        _abstract(row.get("abstract_inverted_index")),
        year_of(row.get("publication_year")),
        doi_in(row.get("doi")),
    )


def _abstract(index: Any) -> str:
    """The abstract out of a list of words and where each of them stands."""
    if not isinstance(index, dict):
        return ""
    words = [
        (at, word)
        for word, places in index.items()
        for at in (places if isinstance(places, list) else [])
        if isinstance(at, int) and 0 <= at < LONGEST
    ]
    return one_line(" ".join(word for _at, word in sorted(words)))
