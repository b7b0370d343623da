"""A project comes about with the approval of its proposal."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from backend.programmes.dates import last_day
from backend.programmes.models import Activity, Milestone, Output, Project, ProjectParty, Proposal


def make_project(*, proposal: Proposal) -> Project:
    """As the proposal has it, to be changed to what is agreed. The proposal is locked."""
    start, months = proposal.starts_on, proposal.months
    project = Project.objects.create(
        proposal=proposal,
        amount=proposal.requested,
        starts_on=start,
        ends_on=last_day(start, months) if start and months else None,
    )
    partners = proposal.partners.filter(left_at__isnull=True).order_by("pk")
    ProjectParty.objects.bulk_create(
        ProjectParty(project=project, institution_id=one.institution_id) for one in partners
    )
    for place, milestone in enumerate(_milestones(project), start=1):
        milestone.position = place
        milestone.save()
    return project


def _milestones(project: Project) -> Iterator[Milestone]:
    """Of each output its activities, then the output itself, due with the last of them."""
    outputs = Output.objects.filter(proposal=project.proposal_id).prefetch_related("activities")
    for output in outputs:
        activities = list(output.activities.all())
        for one in activities:
            yield Milestone(
                project=project,
                output=output,
                activity=one,
                text=one.text,
                due_on=_due(project, [one]),
            )
        yield Milestone(
            project=project, output=output, text=output.text, due_on=_due(project, activities)
        )


def _due(project: Project, activities: list[Activity]) -> datetime.date | None:
    """The end of the last month that is named; the project's end where none is."""
    months = [one.to_month for one in activities if one.to_month]
    if project.starts_on is None or not months:
        return project.ends_on
    return last_day(project.starts_on, max(months))
