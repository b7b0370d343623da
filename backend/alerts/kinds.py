"""What an alert can look among. Each kind names its texts, its rows and how one is told.

An app above the directory adds its kind here, by one call of ``register`` in ``known.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from backend.accounts.models import User
from backend.alerts.models import TargetKind
from backend.matches.texts import Texts


@dataclass(frozen=True)
class Told:
    """A row in the reader's words: its title, where it is from, and until when it holds."""

    title: str
    address: str
    language: str = ""
    facts: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        return " · ".join([self.title, *filter(None, self.facts)])


@dataclass(frozen=True)
class Kind:
    """``shown``: the rows that are told of, as they stand: published, and not over. The id of a
    row is that of its text. ``visible_to``: which of them a person may see. ``with_all``: with
    what ``told`` needs of many, in a fixed number of queries.
    """

    name: TargetKind
    texts: Texts
    shown: Callable[[], QuerySet[Any]]
    visible_to: Callable[[User], QuerySet[Any]]
    with_all: Callable[[QuerySet[Any]], QuerySet[Any]]
    told: Callable[[Any], Told]
    countries: Callable[[Any], Iterable[str]]
    sectors: Callable[[Any], Iterable[str]]

    def rows(self, ids: Collection[UUID]) -> Mapping[UUID, Any]:
        """Those of these that are told of, ready to be told."""
        return self.with_all(self.shown().filter(pk__in=list(ids))).in_bulk()

    def rows_for(self, user: User, ids: Collection[UUID]) -> Mapping[UUID, Any]:
        """The same, of those that this person may see."""
        seen = self.visible_to(user).filter(pk__in=list(ids)).order_by().values("pk")
        return self.with_all(self.shown().filter(pk__in=seen)).in_bulk()


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """From now on alerts are told of these, too."""
    KINDS[kind.name.value] = kind


def address_of(path: str) -> str:
    """A path of the API as a letter names it."""
    return f"{settings.SITE_URL.rstrip('/')}/api/v1/{path}"
