"""Part II of the form: the results and resources framework."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from backend.common.documents import Fact, Paragraph, Section, Table, said, written
from backend.common.documents.content import line
from backend.programmes.budget import Cut, Row
from backend.programmes.documents.parts import amount
from backend.programmes.models import Activity, Channel, Indicator, Proposal
from backend.programmes.money import NamedBudget
from backend.programmes.selectors.results import outputs_with_activities


def framework(proposal: Proposal, money: NamedBudget) -> Section:
    language = proposal.language
    title = " ".join(part for part in (proposal.title, proposal.number) if part)
    return Section(
        said(_("Part II. Results and resources framework")),
        facts=(Fact(_("Project title and number"), line(title, language)),),
        paragraphs=(said(_("Intended outcome:")), *written(proposal.outcome, language)),
        tables=(_indicators(proposal), _outputs(proposal, money)),
    )


def _indicators(proposal: Proposal) -> Table:
    headings = (_("Outcome indicator"), _("How it is verified"), _("Now"), _("At the end"))
    return Table(
        headings, tuple(_indicator(one, proposal) for one in proposal.indicators.all()), numbers=2
    )


def _indicator(one: Indicator, proposal: Proposal) -> tuple[Paragraph, ...]:
    return (
        line(one.text, proposal.language),
        line(one.verification, proposal.language),
        *(line(_measured(value, one.unit)) for value in (one.baseline, one.target)),
    )


def _measured(value: object, unit: str) -> str:
    if value is None:
        return ""
    told = number_format(f"{value:f}".rstrip("0").rstrip("."), use_l10n=True, force_grouping=True)
    return f"{told} {unit}".strip()


def _outputs(proposal: Proposal, money: NamedBudget) -> Table:
    """A row for each activity; an output and its money stand in the first of its rows."""
    years = money.budget.years
    in_year = _("Year %(year)d (US$)")
    headings = (_("Intended outputs"), _("Activities"), _("Inputs"), *_line_heading(proposal))
    numbers = (*(in_year % {"year": year} for year in years), _("Total (US$)"))
    rows = list(_rows(proposal, money))
    rows.append(_sum_row(money, len(headings)))
    return Table((*headings, *numbers), tuple(rows), numbers=len(numbers))


def _line_heading(proposal: Proposal) -> tuple[str, ...]:
    """The fund manager fills it in, where a government passes the proposal on."""
    if proposal.call.programme.channel != Channel.MISSION:
        return ()
    return (_("Budget line (filled in by UNDP)"),)


def _rows(proposal: Proposal, money: NamedBudget) -> Iterator[tuple[Paragraph, ...]]:
    by_output = {row.output: row for row in money.budget.rows}
    blank = len(_line_heading(proposal))
    for number, output in enumerate(outputs_with_activities(proposal), start=1):
        deeds: list[Activity | None] = [*output.activities.all()] or [None]
        for place, deed in enumerate(deeds, start=1):
            first = place == 1
            yield (
                _named(f"{number}. {output.text}", proposal) if first else said(""),
                _deed(deed, f"{number}.{place}", proposal),
                line(deed.inputs if deed else "", proposal.language),
                *([said("")] * blank),
                *_amounts(by_output.get(str(output.pk)) if first else None, money),
            )
    if whole := by_output.get(""):
        name = money.name(Cut.OUTPUT, "")
        yield (said(name), *([said("")] * (2 + blank)), *_amounts(whole, money))


def _named(text: str, proposal: Proposal) -> Paragraph:
    return line(text, proposal.language)


def _deed(deed: Activity | None, number: str, proposal: Proposal) -> Paragraph:
    """What is done, by whom, where and when."""
    if deed is None:
        return said("")
    told = [f"{number}. {deed.text}"]
    who = [deed.lead.name if deed.lead else "", *(one.name for one in deed.countries.all())]
    if named := ", ".join(part for part in who if part):
        told.append(f"({named})")
    if deed.from_month and deed.to_month:
        months = {"first": deed.from_month, "last": deed.to_month}
        told.append(_("Months %(first)d to %(last)d.") % months)
    return line(" ".join(told), proposal.language)


def _amounts(row: Row | None, money: NamedBudget) -> Iterator[Paragraph]:
    years = money.budget.years
    if row is None:
        return iter([said("")] * (len(years) + 1))
    found = [row.years.get(year) for year in years]
    return iter([*(said(amount(one)) for one in found), said(amount(row.total))])


def _sum_row(money: NamedBudget, texts: int) -> tuple[Paragraph, ...]:
    sums = money.budget.sums[Cut.YEAR]
    by_year = (said(amount(sums[str(year)])) for year in money.budget.years)
    blank = [said("")] * (texts - 1)
    return (said(_("Total")), *blank, *by_year, said(amount(money.budget.total)))
