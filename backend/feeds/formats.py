"""A feed as Atom (RFC 4287) and as JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass

from backend.feeds.addresses import site
from backend.feeds.sources import Entry
from backend.feeds.xml import LANGUAGE, add, clean, root, written

ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"
NETWORK = "Counterpart"  # who publishes what names no institution
NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)  # of a feed without an entry


@dataclass(frozen=True)
class Feed:
    """``address``: its own, with the filters; ``language``: of its title."""

    title: str
    address: str
    language: str
    entries: Sequence[Entry]

    @property
    def updated(self) -> datetime.datetime:
        return max((one.updated for one in self.entries), default=NEVER)


def to_atom(feed: Feed) -> bytes:
    made = root("feed", {"xmlns": "http://www.w3.org/2005/Atom", LANGUAGE: feed.language})
    add(made, "id", feed.address)
    add(made, "title", feed.title)
    add(made, "updated", stamp(feed.updated))
    add(made, "link", attributes={"rel": "self", "type": ATOM.split(";")[0], "href": feed.address})
    add(made, "link", attributes={"rel": "alternate", "type": "text/html", "href": site()})
    add(add(made, "author"), "name", NETWORK)
    for one in feed.entries:
        _add_entry(made, one)
    return written(made)


def _add_entry(parent, one: Entry) -> None:
    entry = add(parent, "entry", attributes={LANGUAGE: one.language})
    add(entry, "id", f"urn:uuid:{one.id}")
    add(entry, "title", one.title)
    add(entry, "updated", stamp(one.updated))
    add(entry, "published", stamp(one.published))
    link = {"rel": "alternate", "type": "application/json", "href": one.address}
    add(entry, "link", attributes=link)
    add(add(entry, "author"), "name", one.author or NETWORK)
    for tag in one.tags:
        add(entry, "category", attributes={"term": tag})
    add(entry, "content", one.text, {"type": "text"})


def to_json(feed: Feed) -> bytes:
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(feed.title),
        "home_page_url": site(),
        "feed_url": feed.address,
        "language": feed.language,
        "authors": [{"name": NETWORK}],
        "items": [_item(one) for one in feed.entries],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _item(one: Entry) -> dict:
    told = {
        "id": f"urn:uuid:{one.id}",
        "url": one.address,
        "title": clean(one.title),
        "content_text": clean(one.text),
        "date_published": stamp(one.published),
        "date_modified": stamp(one.updated),
        "authors": [{"name": clean(one.author or NETWORK)}],
        "tags": list(one.tags),
    }
    return told | ({"language": one.language} if one.language else {})


def stamp(moment: datetime.datetime) -> str:
    """As RFC 3339 writes it, in UTC."""
    return moment.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
