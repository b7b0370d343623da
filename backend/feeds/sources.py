"""What there are feeds of: each source names its public rows and how one is told.

A feed holds what everybody may read without an account, and nothing that names a person.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

MOST = 100  # entries of a feed, the newest


@dataclass(frozen=True)
class Entry:
    """One thing published. ``author``: an institution, by name; ``tags``: codes and kinds."""

    id: UUID
    title: str
    text: str
    address: str
    published: datetime.datetime
    updated: datetime.datetime
    language: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """``rows``: what is published, with what ``entry`` needs, in a fixed number of queries.
    ``filters``: by ``country``, ``sector`` and ``language`` the lookup that narrows them; what is
    not named can't be asked for. ``published``: the column by which the newest are told first.
    """

    name: str
    title: str | Promise
    rows: Callable[[], QuerySet[Any]]
    entry: Callable[[Any], Entry]
    published: str
    filters: Mapping[str, str]

    def entries(self, narrowed: Mapping[str, str]) -> list[Entry]:
        rows = self.rows()
        for name, value in narrowed.items():
            rows = rows.filter(**{self.filters[name]: value})
        newest = rows.order_by(f"-{self.published}", "-pk")[:MOST]
        return [self.entry(row) for row in newest]


SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """From now on there is a feed of these, too."""
    SOURCES[source.name] = source
