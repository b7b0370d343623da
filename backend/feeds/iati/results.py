"""What a project is to reach, by its indicators, and what was measured."""

from __future__ import annotations

import datetime
from decimal import Decimal

from backend.feeds.iati import codes
from backend.feeds.iati.projects import Told
from backend.feeds.xml import Element, add
from backend.programmes.models import Indicator


def add_results(activity: Element, told: Told) -> None:
    """One: the outcome. A result has an indicator at least, and outputs have none here."""
    proposal = told.project.proposal
    indicators = [one for one in proposal.indicators.all() if one.text]
    if not indicators:
        return
    about = {"type": codes.OUTCOME, "aggregation-status": "0"}
    result = add(activity, "result", attributes=about)
    add(add(result, "title"), "narrative", proposal.outcome or proposal.title)
    for one in indicators:
        _add_indicator(result, told, one)


def _add_indicator(result: Element, told: Told, one: Indicator) -> None:
    per_cent = one.unit.strip() in ("%", "per cent", "percent")
    measure = codes.PERCENTAGE if per_cent else codes.UNIT
    rising = not (one.baseline is not None and one.target is not None and one.target < one.baseline)
    about = {"measure": measure, "ascending": "1" if rising else "0", "aggregation-status": "0"}
    made = add(result, "indicator", attributes=about)
    text = f"{one.text} ({one.unit})" if one.unit and not per_cent else one.text
    add(add(made, "title"), "narrative", text)
    if one.verification:
        add(add(made, "description"), "narrative", one.verification)
    begins = told.project.starts_on or datetime.date.today()
    if one.baseline is not None:
        base = {"year": str(begins.year), "iso-date": str(begins), "value": _plain(one.baseline)}
        add(made, "baseline", attributes=base)
    _add_period(made, told, one, begins)


def _add_period(indicator: Element, told: Told, one: Indicator, begins: datetime.date) -> None:
    """From the beginning to the end; what is reached so far is what was measured last."""
    values = told.measured.get(one.pk, [])
    if one.target is None and not values:
        return
    ends = told.project.ends_on or (values[-1].measured_on if values else begins)
    period = add(indicator, "period")
    add(period, "period-start", attributes={"iso-date": str(begins)})
    add(period, "period-end", attributes={"iso-date": str(max(begins, ends))})
    if one.target is not None:
        add(period, "target", attributes={"value": _plain(one.target)})
    if values:
        add(period, "actual", attributes={"value": _plain(values[-1].value)})


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
