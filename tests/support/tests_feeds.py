"""The rules that feeds and activity files must keep, as the standards have them."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as Tree

ATOM = "{http://www.w3.org/2005/Atom}"
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# iati-activities-schema.xsd 2.03: the children of each element in their order, with how often each
# may be there ("1" once, "+" once at least, "?" at most once, "*" any number).
ORDER: dict[str, str] = {
    "iati-activities": "iati-activity+",
    "iati-activity": (
        "iati-identifier1 reporting-org1 title1 description+ participating-org+ other-identifier* "
        "activity-status1 activity-date+ contact-info* activity-scope? recipient-country* "
        "recipient-region* location* sector* tag* country-budget-items? humanitarian-scope* "
        "policy-marker* collaboration-type? default-flow-type? default-finance-type? "
        "default-aid-type* default-tied-status? budget* planned-disbursement* capital-spend? "
        "transaction* document-link* related-activity* legacy-data* conditions? result* "
        "crs-add? fss?"
    ),
    "reporting-org": "narrative+",
    "title": "narrative+",
    "description": "narrative+",
    "participating-org": "narrative*",
    "other-identifier": "owner-org?",
    "owner-org": "narrative*",
    "recipient-country": "narrative*",
    "sector": "narrative*",
    "tag": "narrative*",
    "budget": "period-start1 period-end1 value1",
    "transaction": (
        "transaction-type1 transaction-date1 value1 description? provider-org? receiver-org? "
        "disbursement-channel? sector* recipient-country? recipient-region? flow-type? "
        "finance-type? aid-type* tied-status?"
    ),
    "provider-org": "narrative*",
    "result": "title1 description? document-link* reference* indicator+",
    "indicator": "title1 description? document-link* reference* baseline* period*",
    "baseline": "location* dimension* document-link* comment?",
    "period": "period-start1 period-end1 target* actual* document-link*",
    "target": "location* dimension* comment? document-link*",
    "actual": "location* dimension* comment? document-link*",
}
# By element, its attributes: those with "!" must be there.
ATTRIBUTES: dict[str, str] = {
    "iati-activities": "version! generated-datetime linked-data-default",
    "iati-activity": (
        "last-updated-datetime default-currency humanitarian hierarchy linked-data-uri "
        "budget-not-provided"
    ),
    "reporting-org": "ref! type! secondary-reporter",
    "participating-org": "ref type role! activity-id crs-channel-code",
    "other-identifier": "ref! type!",
    "owner-org": "ref",
    "description": "type",
    "activity-status": "code!",
    "activity-date": "iso-date! type!",
    "recipient-country": "code! percentage",
    "sector": "vocabulary vocabulary-uri code! percentage",
    "tag": "vocabulary! vocabulary-uri code!",
    "budget": "type status",
    "period-start": "iso-date!",
    "period-end": "iso-date!",
    "value": "currency value-date!",
    "transaction": "ref humanitarian",
    "transaction-type": "code!",
    "transaction-date": "iso-date!",
    "provider-org": "ref type provider-activity-id",
    "result": "type! aggregation-status",
    "indicator": "measure! ascending aggregation-status",
    "baseline": "iso-date year! value",
    "target": "value",
    "actual": "value",
}
# Codes of the lists of 2.03 that are complete lists.
CODES: dict[tuple[str, str], set[str]] = {
    ("iati-activities", "version"): {"2.03"},
    ("activity-status", "code"): set("123456"),
    ("activity-date", "type"): set("1234"),
    ("participating-org", "role"): set("1234"),
    ("description", "type"): set("1234"),
    ("transaction-type", "code"): {str(code) for code in range(1, 14)},
    ("budget", "type"): set("12"),
    ("budget", "status"): set("12"),
    ("result", "type"): {"1", "2", "3", "9"},
    ("indicator", "measure"): set("12345"),
    ("tag", "vocabulary"): {"1", "2", "3", "4", "99"},
    ("sector", "vocabulary"): {*map(str, range(1, 13)), "98", "99"},
    **{
        (one, "type"): {
            *("10", "11", "15", "21", "22", "23", "24", "30", "40", "60"),
            *("70", "71", "72", "73", "80", "90"),
        }
        for one in ("reporting-org", "participating-org", "provider-org")
    },
    ("reporting-org", "secondary-reporter"): {"0", "1", "true", "false"},
}


def parsed(body: bytes) -> Any:
    return Tree.fromstring(body)


def broken_iati_rules(body: bytes, countries: set[str], sectors: set[str]) -> list[str]:
    """What breaks a rule of the standard, as ``element: rule``."""
    root = parsed(body)
    found = [told for element in root.iter() for told in _element(element)]
    for activity in root:
        found += _activity(activity, countries, sectors)
    if root.tag != "iati-activities":
        found.append(f"{root.tag}: is no list of activities")
    return found


def _element(element: Any) -> list[str]:
    found = _order(element)
    allowed = ATTRIBUTES.get(element.tag, "").split()
    names = {one.rstrip("!") for one in allowed}
    found += [f"{element.tag}: has {one}" for one in element.attrib if one not in {*names, LANG}]
    must = [one.rstrip("!") for one in allowed if one.endswith("!")]
    found += [f"{element.tag}: lacks {one}" for one in must if not element.get(one)]
    for name, value in element.attrib.items():
        known = CODES.get((element.tag, name))
        if known is not None and value not in known:
            found.append(f"{element.tag}: {value} is no code of {name}")
        if name in ("iso-date", "value-date") and not DAY.fullmatch(value):
            found.append(f"{element.tag}: {value} is no day")
        if name.endswith("-datetime") and not STAMP.fullmatch(value):
            found.append(f"{element.tag}: {value} is no instant")
    if element.tag == "narrative" and not (element.text or "").strip():
        found.append("narrative: says nothing")
    return found


def _order(element: Any) -> list[str]:
    """Children in the order of the schema, each as often as it may be."""
    told = ORDER.get(element.tag, "").split()
    pattern = "".join(f"(?:{re.escape(one[:-1])},){_times(one[-1])}" for one in told)
    children = "".join(f"{child.tag}," for child in element)
    if re.fullmatch(pattern, children):
        return []
    return [f"{element.tag}: children in another order or number: {children}"]


def _times(mark: str) -> str:
    return "" if mark == "1" else mark


def _activity(activity: Any, countries: set[str], sectors: set[str]) -> list[str]:
    found = []
    reporter = activity.find("reporting-org").get("ref")
    if not activity.findtext("iati-identifier").startswith(f"{reporter}-"):
        found.append("iati-identifier: does not begin with the reporting organisation’s")
    if re.search(r"[/&|?\s]", activity.findtext("iati-identifier")):
        found.append("iati-identifier: holds a character it may not")
    if not (activity.get(LANG) and activity.get("default-currency")):
        found.append("iati-activity: no default language or currency")
    if not {one.get("type") for one in activity.findall("activity-date")} & {"1", "2"}:
        found.append("activity-date: no beginning")
    found += _dates(activity)
    found += _whole(activity.findall("recipient-country"), "recipient-country", countries)
    found += _whole(activity.findall("sector"), "sector", sectors)
    roles = [
        (one.get("role"), one.findtext("narrative")) for one in activity.iter("participating-org")
    ]
    if len(roles) != len(set(roles)):
        found.append("participating-org: somebody has a role twice")
    for budget in activity.findall("budget"):
        begins, ends = (_iso(budget, f"period-{one}") for one in ("start", "end"))
        days = [datetime.date.fromisoformat(d) for d in (begins, ends) if DAY.fullmatch(d)]
        if len(days) == 2 and not 0 < (days[1] - days[0]).days < 366:
            found.append("budget: a period that ends before it begins, or is longer than a year")
    for value in activity.iter("value"):
        Decimal(value.text)
    return found


def _dates(activity: Any) -> list[str]:
    days = {one.get("type"): one.get("iso-date") for one in activity.findall("activity-date")}
    found = []
    for begin, end in (("1", "3"), ("2", "4")):
        if days.get(begin, "") > days.get(end, "9999"):
            found.append("activity-date: ends before it begins")
    return found


def _iso(parent: Any, name: str) -> str:
    return parent.find(name).get("iso-date")


def _whole(elements: list[Any], name: str, codes: set[str]) -> list[str]:
    """Known codes, each once, whose percentages add up to 100."""
    found = [
        f"{name}: {one.get('code')} is no code" for one in elements if one.get("code") not in codes
    ]
    if len({one.get("code") for one in elements}) != len(elements):
        found.append(f"{name}: one comes twice")
    if elements and sum(Decimal(one.get("percentage")) for one in elements) != 100:
        found.append(f"{name}: the percentages do not add up to 100")
    return found or ([] if elements else [f"{name}: none"])


def broken_atom_rules(body: bytes) -> list[str]:
    """RFC 4287, sections 4.1.1 and 4.1.2, and 3.3 for dates."""
    feed = parsed(body)
    found = [] if feed.tag == f"{ATOM}feed" else ["feed: is none"]
    authored = feed.find(f"{ATOM}author") is not None
    for one in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            if len(one.findall(f"{ATOM}{name}")) != 1:
                found.append(f"{one.tag}: {name} not exactly once")
        for name in ("updated", "published"):
            for date in one.findall(f"{ATOM}{name}"):
                if not STAMP.fullmatch(date.text or ""):
                    found.append(f"{name}: {date.text} is no date of RFC 3339")
        if not re.match(r"[a-z][a-z0-9+.-]*:", one.findtext(f"{ATOM}id") or ""):
            found.append("id: is no IRI")
        links = [
            (a.get("rel"), a.get("type"), a.get("hreflang")) for a in one.findall(f"{ATOM}link")
        ]
        alternate = [link for link in links if link[0] in (None, "alternate")]
        if len(alternate) != len(set(alternate)):
            found.append("link: two alternates of one type and language")
        if one is not feed:
            if not authored and one.find(f"{ATOM}author") is None:
                found.append("entry: has no author")
            if not alternate and one.find(f"{ATOM}content") is None:
                found.append("entry: neither content nor an alternate")
            if one.findtext(f"{ATOM}updated") < (one.findtext(f"{ATOM}published") or ""):
                found.append("entry: updated before it was published")
        found += [
            "author: has no name"
            for a in one.findall(f"{ATOM}author")
            if not a.findtext(f"{ATOM}name")
        ]
        found += [
            "category: has no term" for c in one.findall(f"{ATOM}category") if not c.get("term")
        ]
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    if len(ids) != len(set(ids)):
        found.append("id: two entries with one")
    if not [a for a in feed.findall(f"{ATOM}link") if a.get("rel") == "self"]:
        found.append("feed: no link to itself")
    return found


def broken_json_feed_rules(told: dict[str, Any]) -> list[str]:
    """jsonfeed.org, version 1.1."""
    found = [f"feed: lacks {one}" for one in ("version", "title", "items") if one not in told]
    if told.get("version") != "https://jsonfeed.org/version/1.1":
        found.append("version: is another")
    for item in told.get("items", ()):
        if not isinstance(item.get("id"), str):
            found.append("item: has no id")
        if not (item.get("content_text") or item.get("content_html")):
            found.append("item: says nothing")
        for name in ("date_published", "date_modified"):
            if name in item and not STAMP.fullmatch(item[name]):
                found.append(f"{name}: is no date of RFC 3339")
        found += ["author: is no object" for one in item.get("authors", ()) if not one.get("name")]
        if not all(isinstance(one, str) for one in item.get("tags", ())):
            found.append("tags: are no texts")
    return found
