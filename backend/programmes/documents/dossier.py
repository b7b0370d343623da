"""The dossier: all of a proposal, in the form of the programme and in the proposal's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from backend.common.documents import Document, Section, Table, said, written
from backend.common.documents.content import line
from backend.programmes.documents.cover import cover
from backend.programmes.documents.framework import framework
from backend.programmes.documents.tables import budget_section, endorsement_section
from backend.programmes.dossier import Dossier
from backend.programmes.eligibility import Result
from backend.programmes.models import Channel, Proposal, Stage
from backend.programmes.money import named_budget
from backend.programmes.rules import Outcome
from backend.programmes.selectors.proposals import form_of, letters_of


def dossier_document(proposal: Proposal, dossier: Dossier, results: Iterable[Result]) -> Document:
    """``dossier`` is the proposal as the rules see it, ``results`` what they found: of these the
    checklist is made."""
    return Document(
        title=f"{proposal.get_stage_display()}: {proposal.call.programme.name}",
        subject=line(proposal.title, proposal.language),
        sections=tuple(_sections(proposal, dossier, results)),
        signatures=_signatures(proposal),
    )


def _sections(proposal: Proposal, dossier: Dossier, results: Iterable[Result]) -> Iterator[Section]:
    yield cover(proposal, dossier)
    yield from _texts(proposal)
    if proposal.stage == Stage.PROPOSAL:
        money = named_budget(proposal)
        yield framework(proposal, money)
        yield budget_section(proposal, money)
    yield endorsement_section(letters_of(proposal))
    yield _checklist(results)


def _texts(proposal: Proposal) -> Iterator[Section]:
    """Each section of the form, in its order; what nobody has written is left to be seen."""
    texts = dict(proposal.sections.values_list("key", "text"))
    for asked in form_of(proposal):
        text = texts.get(asked.key, "")
        yield Section(said(str(asked)), paragraphs=written(text, proposal.language) or (said("–"),))


def _checklist(results: Iterable[Result]) -> Section:
    """What the programme demands, and whether it is there."""
    words = {
        Outcome.KEPT: _("yes"),
        Outcome.BROKEN: _("no"),
        Outcome.OPEN: _("to be judged"),
    }
    rows = tuple((said(one.title), said(words[one.outcome]), said(one.evidence)) for one in results)
    headings = (_("What is demanded"), _("Is it there?"), _("What was found"))
    return Section(said(_("Summary checklist")), tables=(Table(headings, rows),))


def _signatures(proposal: Proposal) -> tuple[str, ...]:
    """Of those who sign after the approval, where a government passes it on; else of who asks."""
    if proposal.call.programme.channel != Channel.MISSION:
        return (
            _("For the applicant: name and position"),
            _("Place and date"),
            _("Signature and stamp"),
        )
    return (
        _("For UNDP: resident representative, date and signature"),
        _("For the government: name and title, date and signature"),
        _("For the implementing institution: name, date and signature"),
    )
