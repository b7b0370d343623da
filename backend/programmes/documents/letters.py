"""Letters that a proposal needs: to who endorses it in a country, and to the Permanent Mission."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.common.documents import Document, Fact, Paragraph, Section, said, written
from backend.common.documents.content import line
from backend.common.names import name_in
from backend.programmes.documents.parts import (
    amount,
    duration,
    filled,
    labelled,
    start,
    today,
)
from backend.programmes.models import Endorsement, Proposal, ProposalPartner
from backend.programmes.proposing import deadline
from backend.programmes.selectors.proposals import partners_of


def endorsement_letter(endorsement: Endorsement) -> Document:
    """Asks for the country's letter, and has one ready to be signed."""
    proposal = endorsement.proposal
    partners = tuple(partners_of(proposal))
    own = [one for one in partners if one.country_id == endorsement.country_id]
    return Document(
        title=_("Request for a letter of endorsement"),
        subject=line(proposal.title, proposal.language),
        sections=(
            Section(said(_("Request")), tuple(_heads(endorsement)), tuple(_asked(endorsement))),
            _project(proposal, partners),
            _role(endorsement, own),
            _declaration(endorsement, own),
        ),
        signatures=(
            *(_("Institution"), _("Name"), _("Position"), _("Place and date")),
            _("Signature and stamp"),
        ),
    )


def mission_letter(proposal: Proposal) -> Document:
    """Asks the Permanent Mission to pass the proposal on to those who decide."""
    country = proposal.institution.country
    country_name = country.name if country else ""
    partners = tuple(partners_of(proposal))
    return Document(
        title=_("Letter to the Permanent Mission"),
        subject=line(proposal.title, proposal.language),
        sections=(
            Section(
                said(_("Request")),
                (
                    Fact(_("To"), said(_to_mission(country_name))),
                    Fact(_("From"), line(proposal.institution.name)),
                    today(),
                    Fact(_("Reference"), said(proposal.number or proposal.pk)),
                ),
                tuple(_passed_on(proposal, partners)),
            ),
            _project(proposal, partners),
        ),
        signatures=(_("Name"), _("Position"), _("Place and date"), _("Signature and stamp")),
    )


def _heads(endorsement: Endorsement) -> Iterator[Fact]:
    proposal = endorsement.proposal
    who = (endorsement.signer, endorsement.position, endorsement.institution)
    named = ", ".join(part for part in who if part.strip())
    yield Fact(_("To"), line(named) if named else said(endorsement.country.name))
    yield Fact(capfirst(_("country")), said(endorsement.country.name))
    yield Fact(_("From"), line(proposal.institution.name))
    yield today()
    yield Fact(_("Reference"), said(proposal.number or proposal.pk))


def _asked(endorsement: Endorsement) -> Iterator[Paragraph]:
    proposal = endorsement.proposal
    call = proposal.call
    yield said(
        _(
            "We ask you to endorse, in writing, that %(country)s takes part in the project named "
            "above, which we hand in to the programme “%(programme)s”."
        )
        % {"country": endorsement.country.name, "programme": call.programme.name}
    )
    yield said(
        _(
            "The letter must show the institution, the name and the position of who signs it, and "
            "the signature. Please send us a scan of it before the call closes: %(at)s."
        )
        % {"at": deadline(proposal)}
    )
    yield said(_("You may use your own letterhead, or sign the declaration at the end."))


def _project(proposal: Proposal, partners: tuple[ProposalPartner, ...]) -> Section:
    facts = filled(
        [
            (_("Programme"), said(proposal.call.programme.name)),
            (_("Implementing institution"), line(proposal.institution.name)),
            (_("Duration"), said(duration(proposal))),
            (labelled(Proposal, "starts_on"), said(start(proposal))),
            (labelled(Proposal, "requested"), said(amount(proposal.requested))),
            (_("Countries and institutions"), line(_who(partners))),
        ]
    )
    return Section(
        said(_("The project")), tuple(facts), written(proposal.outcome, proposal.language)
    )


def _who(partners: tuple[ProposalPartner, ...]) -> str:
    return "; ".join(f"{one.country.name}: {one.institution.name}" for one in partners)


def _role(endorsement: Endorsement, own: list[ProposalPartner]) -> Section:
    """What those of this country do in it."""
    language = endorsement.proposal.language
    heading = _("What %(country)s does in it") % {"country": endorsement.country.name}
    told = [
        line(": ".join(part for part in (one.institution.name, one.role) if part), language)
        for one in own
    ]
    return Section(said(heading), paragraphs=tuple(told))


def _declaration(endorsement: Endorsement, own: list[ProposalPartner]) -> Section:
    proposal = endorsement.proposal
    institutions = ", ".join(one.institution.name for one in own)
    told = _(
        "We confirm that %(country)s takes part in the project “%(title)s”, that it answers our "
        "priorities, and that we support the part of %(institutions)s in it."
    ) % {
        "country": endorsement.country.name,
        "title": proposal.title,
        "institutions": institutions,
    }
    return Section(said(_("Declaration of endorsement")), paragraphs=(said(told),))


def _to_mission(country: str) -> str:
    return _("Permanent Mission of %(country)s to the United Nations, New York") % {
        "country": country
    }


def _passed_on(proposal: Proposal, partners: tuple[ProposalPartner, ...]) -> Iterator[Paragraph]:
    call = proposal.call
    funder = name_in(call.programme.funders) or call.programme.name
    yield said(
        _(
            "We have the honour to send you the enclosed project proposal, and ask you to submit "
            "it on behalf of the government to %(funder)s, under the programme “%(programme)s”."
        )
        % {"funder": funder, "programme": call.programme.name}
    )
    countries = len({one.country_id for one in partners})
    told = ngettext(
        "%(countries)d country takes part in the project; its letter of endorsement is enclosed.",
        "%(countries)d countries take part in the project; their letters of endorsement are "
        "enclosed.",
        countries,
    )
    yield said(told % {"countries": countries})
    yield said(
        _(
            "Proposals have to arrive there before %(at)s. We should be grateful for a copy of the "
            "receipt, with its date and number."
        )
        % {"at": deadline(proposal)}
    )
