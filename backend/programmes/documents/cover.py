"""The cover: what the project is, who does it, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from backend.common.documents import Paragraph, Section, Table, said
from backend.common.documents.content import line
from backend.programmes.budget import budget_of
from backend.programmes.documents.parts import (
    amount,
    duration,
    filled,
    labelled,
    start,
    who_takes_part,
)
from backend.programmes.dossier import Dossier
from backend.programmes.models import Proposal
from backend.programmes.rules.regions import NAMES, reach_of
from backend.programmes.selectors.proposals import partners_of


def cover(proposal: Proposal, dossier: Dossier) -> Section:
    partners = tuple(partners_of(proposal))
    headings = (
        _("Country"),
        _("Institution"),
        labelled(Proposal.partners.rel.related_model, "role"),
    )
    return Section(
        said(_("Cover")),
        facts=tuple(filled([*_facts(proposal, dossier), *_money(proposal, dossier)])),
        tables=(Table(headings, who_takes_part(partners, proposal.language)),),
    )


def _facts(proposal: Proposal, dossier: Dossier) -> Iterator[tuple[str, Paragraph]]:
    call, language = proposal.call, proposal.language
    applicant = proposal.institution
    yield _("Programme"), said(call.programme.name)
    yield _("Call"), said(call.name)
    if applicant.country:
        yield _("Government"), said(applicant.country.name)
    reach = reach_of((one.country, one.regions) for one in dossier.partners)
    yield _("Type of project"), said(NAMES[reach])
    yield labelled(Proposal, "title"), line(proposal.title, language)
    yield labelled(Proposal, "number"), line(proposal.number)
    if proposal.sector:
        yield labelled(Proposal, "sector"), said(proposal.sector.name)
    yield _("Beneficiaries"), line(_beneficiaries(proposal), language)
    yield _("Duration"), said(duration(proposal))
    yield labelled(Proposal, "starts_on"), said(start(proposal))
    yield _("Implementing institution"), line(applicant.name)


def _beneficiaries(proposal: Proposal) -> str:
    """How many, and who."""
    number = proposal.beneficiaries_number
    told = number_format(number, use_l10n=True, force_grouping=True) if number else ""
    return "; ".join(part for part in (told, proposal.beneficiaries) if part)


def _money(proposal: Proposal, dossier: Dossier) -> Iterator[tuple[str, Paragraph]]:
    found = budget_of(dossier.lines)
    whole = (proposal.requested or found.programme) + found.others
    yield _("Inputs of the programme (US$)"), said(amount(proposal.requested))
    yield _("Other inputs (US$)"), said(amount(found.others))
    yield _("Total cost (US$)"), said(amount(whole))
