"""Beginning a proposal and writing its cover; its parts have files of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from backend.accounts.models import User
from backend.codelists.models import Country
from backend.directory.models import Institution
from backend.programmes.models import Call, PartnerStatus, ProjectIdea, Proposal, ProposalPartner
from backend.programmes.services.endorsements import follow_countries
from backend.programmes.services.guards import check_writable
from backend.programmes.services.ideas_used import note_proposed
from backend.programmes.services.sections import follow_form

SETS = ("sectors", "sdgs")


@transaction.atomic
def create_proposal(*, values: Mapping[str, Any], by: User) -> Proposal:
    """A draft with the applicant as the first who takes part, and the sections of the form."""
    values = dict(values)
    call: Call = values["call"]
    idea: ProjectIdea | None = values.get("idea")
    sets = {name: values.pop(name) for name in SETS if name in values}
    proposal = Proposal.objects.create(
        **values, stage=call.programme.stages[0], created_by=by, demo=bool(idea and idea.demo)
    )
    _write_sets(proposal, sets)
    _take_part(proposal, idea)
    follow_countries(proposal=proposal)
    follow_form(proposal=proposal, by=by, first=idea.text if idea else "")
    if idea:
        note_proposed(idea=idea)
    return proposal


@transaction.atomic
def change_proposal(*, proposal: Proposal, values: Mapping[str, Any]) -> None:
    """Changes a locked proposal. Raises ``Conflict`` once it is handed in."""
    check_writable(proposal)
    values = dict(values)
    _write_sets(proposal, {name: values.pop(name) for name in SETS if name in values})
    for name, value in values.items():
        setattr(proposal, name, value)
    proposal.version += 1
    proposal.save()


def _write_sets(proposal: Proposal, sets: Mapping[str, Any]) -> None:
    for name, rows in sets.items():
        getattr(proposal, name).set(rows)


def _take_part(proposal: Proposal, idea: ProjectIdea | None) -> None:
    """The applicant, and of an idea those who joined it, each for the country it is in."""
    applicant = proposal.institution
    ProposalPartner.objects.create(
        proposal=proposal, institution=applicant, country=country_of(applicant)
    )
    if idea is None:
        return
    joined = idea.partners.filter(status=PartnerStatus.JOINED).exclude(institution=applicant)
    for one in joined.select_related("institution__country").order_by("pk"):
        if country := one.institution.country:
            ProposalPartner.objects.create(
                proposal=proposal,
                institution=one.institution,
                country=country,
                role=one.contribution,
            )


def country_of(institution: Institution) -> Country:
    assert institution.country is not None, "who applies is known to be somewhere"
    return institution.country
