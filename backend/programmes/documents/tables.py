"""The budget in detail, who gives what, and the letters: tables of the dossier and of a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from backend.common.documents import Paragraph, Section, Table, said
from backend.common.documents.content import line
from backend.common.sheets import to_xlsx
from backend.programmes.budget import Cut
from backend.programmes.documents.parts import amount
from backend.programmes.models import BudgetLine, Contribution, Endorsement, Proposal
from backend.programmes.money import NamedBudget, named_budget


def budget_section(proposal: Proposal, money: NamedBudget) -> Section:
    return Section(said(_("Budget")), tables=(_lines(proposal, money), _sources(proposal, money)))


def _lines(proposal: Proposal, money: NamedBudget) -> Table:
    headings = (_("For what"), _("Output"), _("Given by"), _("Kind"), _("Year"), _("US$"))
    rows = tuple(
        (
            line(one.text, proposal.language),
            line(_output_of(one, money), proposal.language),
            line(_source_of(one, money)),
            said(one.get_kind_display()),
            said(str(one.year)),
            said(amount(one.amount)),
        )
        for one in money.lines
    )
    total = (said(_("Total")), *([said("")] * 4), said(amount(money.budget.total)))
    return Table(headings, (*rows, total), numbers=2)


def _sources(proposal: Proposal, money: NamedBudget) -> Table:
    """What each gives, its share, how sure it is and what shows it."""
    given = {str(one.pk): one for one in proposal.contributions.all()}
    headings = (_("Given by"), _("Status"), _("Evidence"), _("US$"), _("Share"))
    rows = tuple(
        (
            line(found.name),
            *_assurance(given.get(found.key), proposal),
            said(amount(found.amount)),
            said(percent(found.share)),
        )
        for found in money.sums(Cut.SOURCE)
    )
    return Table(headings, rows, numbers=2)


def _assurance(one: Contribution | None, proposal: Proposal) -> tuple[Paragraph, Paragraph]:
    if one is None:
        return said(_("asked for")), said("")
    evidence = one.evidence or (_("see the file") if one.file_id else "")
    return said(one.get_status_display()), line(evidence, proposal.language)


def percent(share: Any) -> str:
    """Of a share from 0 to 1, with one decimal."""
    if share is None:
        return ""
    return number_format(round(share * 100, 1), decimal_pos=1, use_l10n=True) + "\u00a0%"


def endorsement_section(endorsements: list[Endorsement]) -> Section:
    headings = (
        *(_("Country"), _("Institution that signs"), _("Name"), _("Position"), _("Signed on")),
        _("Status"),
    )
    rows = tuple(
        (
            said(one.country.name),
            line(one.institution),
            line(one.signer),
            line(one.position),
            said(date_format(one.signed_on, "SHORT_DATE_FORMAT") if one.signed_on else ""),
            said(one.get_status_display()),
        )
        for one in endorsements
    )
    return Section(said(_("Letters of endorsement")), tables=(Table(headings, rows),))


def budget_to_xlsx(proposal: Proposal) -> bytes:
    """The lines, and the sums of every cut, as numbers that a spreadsheet computes with."""
    money = named_budget(proposal)
    return to_xlsx({_("Budget lines"): _sheet_of_lines(money), _("Sums"): _sheet_of_sums(money)})


def _sheet_of_lines(money: NamedBudget) -> Iterator[list[Any]]:
    yield [_("For what"), _("Output"), _("Given by"), _("Kind"), _("Year"), _("US$")]
    for one in money.lines:
        told = (one.text, _output_of(one, money), _source_of(one, money), one.get_kind_display())
        yield [*map(str, told), one.year, one.amount]


def _sheet_of_sums(money: NamedBudget) -> Iterator[list[Any]]:
    by = {
        Cut.YEAR: _("Year"),
        Cut.OUTPUT: _("Output"),
        Cut.SOURCE: _("Given by"),
        Cut.KIND: _("Kind"),
    }
    yield [_("By"), _("Name"), _("US$"), _("Share")]
    for cut, label in by.items():
        for found in money.sums(cut):
            yield [label, found.name, found.amount, found.share]
    yield [_("Total"), "", money.budget.total, None]


def _output_of(one: BudgetLine, money: NamedBudget) -> str:
    return money.name(Cut.OUTPUT, str(one.output_id or ""))


def _source_of(one: BudgetLine, money: NamedBudget) -> str:
    return money.name(Cut.SOURCE, str(one.contribution_id or ""))
