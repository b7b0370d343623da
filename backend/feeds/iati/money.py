"""What was promised to a project, year by year, and what was spent on it."""

from __future__ import annotations

import datetime
from decimal import Decimal

from backend.feeds.iati import codes
from backend.feeds.iati.projects import Told
from backend.feeds.xml import Element, add
from backend.programmes.dates import last_day

YEAR = 12  # months


def add_budgets(activity: Element, told: Told) -> None:
    """One for each year of the project, as no period may be longer than a year."""
    project = told.project
    if project.starts_on is None:
        return
    for year, amount in sorted(told.budget.items()):
        begins = _years_later(project.starts_on, year - 1)
        ends = last_day(begins, YEAR)
        if project.ends_on and begins <= project.ends_on:
            ends = min(ends, project.ends_on)
        about = {"type": codes.ORIGINAL, "status": codes.COMMITTED}
        made = add(activity, "budget", attributes=about)
        add(made, "period-start", attributes={"iso-date": str(begins)})
        add(made, "period-end", attributes={"iso-date": str(ends)})
        _add_value(made, amount, project.signed_on or begins)


def add_transactions(activity: Element, told: Told) -> None:
    """The grant on the day it was signed, and what accepted reports say was spent."""
    project = told.project
    programme = project.proposal.call.programme
    if project.amount is not None and project.signed_on is not None:
        made = _transaction(activity, codes.INCOMING_COMMITMENT, project.signed_on, project.amount)
        funder = add(made, "provider-org", attributes={"type": codes.MULTILATERAL})
        add(funder, "narrative", programme.funders.get("en") or programme.name)
    for day, amount in sorted(told.spent.items()):
        _transaction(activity, codes.EXPENDITURE, day, amount)


def _transaction(activity: Element, kind: str, day: datetime.date, amount: Decimal) -> Element:
    made = add(activity, "transaction")
    add(made, "transaction-type", attributes={"code": kind})
    add(made, "transaction-date", attributes={"iso-date": str(day)})
    _add_value(made, amount, day)
    return made


def _add_value(parent: Element, amount: Decimal, day: datetime.date) -> None:
    about = {"currency": codes.CURRENCY, "value-date": str(day)}
    add(parent, "value", f"{amount:.2f}", about)


def _years_later(day: datetime.date, years: int) -> datetime.date:
    """The day after so many whole years of the project."""
    return last_day(day, YEAR * years) + datetime.timedelta(1) if years else day
