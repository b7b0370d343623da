"""The history of a proposal, an idea or a project; what of it those who are no officers read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.directory.models import Membership
from backend.history.models import Change
from backend.history.reading import Reading
from backend.programmes.models import (
    Activity,
    BudgetLine,
    Contribution,
    Endorsement,
    IdeaPartner,
    Indicator,
    IndicatorValue,
    Milestone,
    Output,
    Project,
    ProjectIdea,
    ProjectParty,
    ProjectReport,
    ProjectReportFile,
    Proposal,
    ProposalFile,
    ProposalPartner,
    Section,
    SectionComment,
    Spending,
)

STEP = ("step", "source", "target", "reason", "channel", "told_on", "dated", "reference")
HIDDEN = frozenset({"version", "email", "created_by", "demo"})


def _columns(model: type) -> set[str]:
    return {field.name for field in model._meta.concrete_fields} - HIDDEN  # type: ignore[attr-defined]  # of any model


# Those who write it together see all of it; judgements and reviews are not of this.
OF_WRITERS: Mapping[str, Collection[str]] = {
    **{
        model._meta.label_lower: _columns(model)
        for model in (
            *(Proposal, ProposalPartner, Section, SectionComment, Indicator, Output, Activity),
            *(BudgetLine, Contribution, Endorsement, ProposalFile),
        )
    },
    "programmes.proposalstep": STEP,
    "programmes.endorsementstep": ("step", "source", "target", "reason"),
}


def of_proposal(proposal: Proposal, *, officer: bool) -> Reading:
    """With all that it is made of."""
    rows = Change.objects.about(_parts(proposal))
    if officer:
        return Reading(rows)
    sides = {str(one) for one in _institutions(proposal)}
    return Reading(rows, OF_WRITERS, _members(proposal), sides)


OF_JOINERS: Mapping[str, Collection[str]] = {
    "programmes.projectidea": _columns(ProjectIdea),
    "programmes.ideapartner": _columns(IdeaPartner) - {"invited_by"},
    "programmes.ideapartnerstep": ("step", "source", "target", "reason", "channel", "told_on"),
}


def of_idea(idea: ProjectIdea, partners: Iterable[IdeaPartner], *, officer: bool) -> Reading:
    """With what befell those of its partners whom the reader sees."""
    own = Q(model="programmes.projectidea", row=str(idea.pk))
    shown = list(partners)
    rows = Change.objects.filter(own | Q(about__overlap=[one.pk for one in shown]))
    if officer:
        return Reading(rows)
    sides = {str(idea.institution_id), *(str(one.institution_id) for one in shown)}
    return Reading(rows, OF_JOINERS, _members_of(sides), sides)


OF_PARTIES: Mapping[str, Collection[str]] = {
    **{
        model._meta.label_lower: _columns(model)
        for model in (
            *(Project, ProjectParty, Milestone, ProjectReport, ProjectReportFile),
            *(Spending, IndicatorValue),
        )
    },
    "programmes.projectstep": ("step", "source", "target", "reason", "channel", "told_on"),
    "programmes.projectreportstep": ("step", "source", "target", "reason", "channel", "told_on"),
}


def of_project(project: Project, *, officer: bool) -> Reading:
    """With its reports: what was agreed, handed in, spent and reached."""
    reports = project.reports.order_by().values_list("pk", flat=True)
    rows = Change.objects.about([project.pk, *reports])
    if officer:
        return Reading(rows)
    sides = {str(one) for one in _institutions(project.proposal)}
    return Reading(rows, OF_PARTIES, _members(project.proposal), sides)


def _parts(proposal: Proposal) -> list[UUID]:
    """The ids of a proposal and of all rows of it that others refer to: one query."""
    outputs, *others = (
        kind._default_manager.filter(proposal=proposal).order_by().values_list("pk")
        for kind in (Output, Section, Endorsement, Contribution)
    )
    return [proposal.pk, *(pk for (pk,) in outputs.union(*others, all=True))]


def _institutions(proposal: Proposal) -> QuerySet:
    return proposal.partners.order_by().values_list("institution", flat=True)


def _members(proposal: Proposal) -> set[str]:
    """Whoever acted for one of those who take part, today or then."""
    return _members_of(_institutions(proposal))


def _members_of(institutions: Any) -> set[str]:
    rows = Membership.objects.filter(institution__in=institutions)
    return {str(user) for user in rows.order_by().values_list("user", flat=True)}
