"""Steps of a project, and changes of what was agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.records import record_step
from backend.files.services import attach, remove
from backend.programmes.implementing import STEPS
from backend.programmes.models import (
    Milestone,
    Project,
    ProjectParty,
    ProjectStatus,
    ProjectStep,
)
from backend.programmes.services.projects.locking import locked_project
from backend.programmes.services.projects.schedule import reschedule, schedule
from backend.programmes.services.telling import tell_partners

OVER = frozenset({ProjectStatus.COMPLETED, ProjectStatus.CANCELLED})


@transaction.atomic
def take_project_step(*, project: Project, step: str, by: User, reason: str = "") -> Project:
    """Moves the project, which is locked first. Raises as ``Table.take_step`` does."""
    row = locked_project(project)
    record = record_step(STEPS, step, row, by, ProjectStep, reason=reason)
    if step == "begin":
        schedule(row)
    tell_partners(row.proposal, record, lambda: _letter(row, reason))
    return row


def change_project(
    *, project: Project, values: Mapping[str, Any], by: User, parties: Sequence[Any] | None = None
) -> Project:
    """Of a locked project. Raises ``Conflict`` once it is over."""
    if project.status in OVER:
        raise Conflict(_("The project is over: nothing of it is changed any more."), code="over")
    values = dict(values)
    before = project.agreement
    if values.get("agreement"):
        (values["agreement"],) = attach(files=[values["agreement"]], by=by)
    for name, value in values.items():
        setattr(project, name, value)
    project.version += 1
    project.save()
    if "agreement" in values and before and before != project.agreement:
        remove(file=before)
    if parties is not None:
        project.parties.all().delete()
        ProjectParty.objects.bulk_create(ProjectParty(project=project, **one) for one in parties)
    if {"starts_on", "ends_on"} & set(values):
        reschedule(project)
    return project


def change_milestone(*, milestone: Milestone, values: Mapping[str, Any]) -> Milestone:
    """Of a locked milestone."""
    for name, value in values.items():
        setattr(milestone, name, value)
    milestone.version += 1
    milestone.save()
    return milestone


def _letter(project: Project, reason: str) -> tuple[str, str]:
    title = project.proposal.title
    told = _("The project “%(title)s” is now: %(status)s.") % {
        "title": title,
        "status": project.get_status_display(),
    }
    subject = _("Your project: %(title)s") % {"title": title}
    return subject, "\n\n".join(part for part in (told, reason) if part)
