"""What rules say in the same way: findings, and lists, amounts and times in texts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from backend.programmes.rules.base import Finding, Outcome

Facts = Mapping[str, Any]
NONE: Facts = {}


def kept(evidence: str, facts: Facts = NONE) -> Finding:
    return Finding(Outcome.KEPT, evidence, facts=plain(facts))


def broken(evidence: str, fix: str, facts: Facts = NONE, *, confirmed: bool = True) -> Finding:
    return Finding(Outcome.BROKEN, evidence, fix, plain(facts), confirmed)


def undecided(evidence: str, fix: str, facts: Facts = NONE) -> Finding:
    """Only a person can tell."""
    return Finding(Outcome.OPEN, evidence, fix, plain(facts))


def plain(value: Any) -> Any:
    """As JSON, in an order that is always the same."""
    if isinstance(value, Mapping):
        return {str(key): plain(value[key]) for key in sorted(value)}
    if isinstance(value, set | frozenset):
        return sorted(plain(one) for one in value)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def quoted(text: str, most: int = 60) -> str:
    """The beginning of what somebody wrote, in quotation marks."""
    short = text if len(text) <= most else f"{text[: most - 1]}…"
    return _("“%(text)s”") % {"text": short}


def money(value: Decimal) -> str:
    places = 0 if value == int(value) else 2
    shown = number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
    return _("US$ %(amount)s") % {"amount": shown}


def percent(share: Decimal) -> str:
    return _("%(number)s %%") % {"number": number_format((share * 100).quantize(Decimal(1)))}


def instant(at: datetime.datetime, zone: str) -> str:
    """With the zone, so that nobody need guess."""
    return f"{date_format(at.astimezone(ZoneInfo(zone)), 'DATETIME_FORMAT')} ({zone})"


def on_both_clocks(at: datetime.datetime, zone: str) -> str:
    """In this zone and, where it is another, in the current one, which is the reader's."""
    own = timezone.get_current_timezone_name()
    told = instant(at, zone)
    if ZoneInfo(own).utcoffset(at) == ZoneInfo(zone).utcoffset(at):
        return told
    return _("%(there)s, which is %(here)s") % {"there": told, "here": instant(at, own)}


def day(date: datetime.date) -> str:
    return date_format(date, "DATE_FORMAT")
