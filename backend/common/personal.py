"""What is held on people: shown to them, and erased where they ask for it.

Each app says it of its own rows, by a ``Keeper`` that it names here from its ``ready``; so an app
below reaches what those above it hold, and knows nothing of them. ``columns`` names every foreign
key to a person and what becomes of it: a test finds the keys that nobody has named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from backend.common.archives import Parts

GONE = "[…]"
HAN = re.compile(r"[\u3400-\u9fff]")


class Fate(StrEnum):
    """What becomes of a row that refers to a person who is erased."""

    DELETED = "deleted"
    SCRUBBED = "scrubbed"  # it stays, without what tells who the person was
    KEPT = "kept"  # it tells nothing by itself: the person it refers to has no name any more


@dataclass(frozen=True)
class Person:
    """Of whom it is: an account, profiles that describe the person, or both.

    ``words`` are names, addresses and numbers: no text tells them afterwards.
    """

    account: Any = None
    profiles: tuple[Any, ...] = ()
    addresses: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(filter(None, self.words), key=len, reverse=True)
        return re.compile("|".join(map(_whole, longest_first)) or r"(?!)", re.IGNORECASE)

    def scrubbed(self, value: Any) -> Any:
        """Text, or JSON with texts in it, with […] for each of the words."""
        if isinstance(value, str):
            return self._pattern.sub(GONE, value)
        if isinstance(value, list):
            return [self.scrubbed(one) for one in value]
        if isinstance(value, dict):
            return {name: self.scrubbed(one) for name, one in value.items()}
        return value

    def scrub(self, rows: QuerySet[Any], *columns: str) -> None:
        """Takes the words out of these columns of the rows."""
        for row in rows.only("pk", *columns).iterator():
            new = {name: self.scrubbed(getattr(row, name)) for name in columns}
            if any(getattr(row, name) != value for name, value in new.items()):
                type(row)._base_manager.filter(pk=row.pk).update(**new)

    def scrub_wherever(self, rows: QuerySet[Any], *columns: str) -> None:
        """The same of rows that are about others, where one of the words is in them."""
        for column in columns:
            named = list(self.naming(rows, column).values_list("pk", flat=True))
            self.scrub(rows.filter(pk__in=named), column)

    def naming(self, rows: QuerySet[Any], column: str) -> QuerySet[Any]:
        """Those rows that have one of the words in this column."""
        named = Q(pk__in=[])
        for word in filter(None, self.words):
            named |= Q(searched__icontains=word)
        return rows.annotate(searched=Cast(column, TextField())).filter(named)


@dataclass(frozen=True)
class Keeper:
    """What one app holds: by foreign key what becomes of it (``needs.Need.created_by``).

    ``export`` gives it as JSON, ``files`` as files by name, in pieces; ``erase`` scrubs and
    deletes, within a transaction; ``obstacles`` names, in the reader's language, what must be
    ended or handed over before.
    """

    columns: Mapping[str, Fate]
    export: Callable[[Person], dict[str, Any]]
    erase: Callable[[Person], None]
    obstacles: Callable[[Person], list[str]] = field(default=lambda person: [])
    files: Callable[[Person], Parts] = field(default=lambda person: [])


keepers: dict[str, Keeper] = {}  # by app, those below first, as they are installed


def _whole(word: str) -> str:
    """“Ana” is none of “banana”; Chinese has no spaces around a name."""
    around = ("", "") if HAN.search(word) else (r"(?<!\w)", r"(?!\w)")
    return re.escape(word).join(around)


def listed(rows: QuerySet[Any], *columns: str) -> list[dict[str, Any]]:
    """Rows as a person downloads them."""
    return list(rows.order_by("pk").values(*columns))


def export(person: Person) -> dict[str, Any]:
    return {app: keeper.export(person) for app, keeper in keepers.items()}


def files(person: Person) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Each is read when its turn comes: together they may be more than fits into memory."""
    for keeper in keepers.values():
        yield from keeper.files(person)


def obstacles(person: Person) -> list[str]:
    return [told for keeper in keepers.values() for told in keeper.obstacles(person)]


def erase(person: Person) -> None:
    """In the caller's transaction; those above first, who may have to look at what lies below."""
    for keeper in reversed(keepers.values()):
        keeper.erase(person)
