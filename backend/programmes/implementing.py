"""The lifecycle of a project that was approved: every step, and what must hold."""

from __future__ import annotations

from django.utils.translation import gettext as _

from backend.common.transitions import Step, Table
from backend.programmes.models import Project, ProjectStatus, ReportKind, ReportStatus

RUN = "programmes.run_project"
S = ProjectStatus
AGREED = ("amount", "signed_on", "starts_on", "ends_on")
UNDER_WAY = frozenset({S.RUNNING, S.SUSPENDED})


def agreement_is_signed(project: Project) -> str:
    """The file may follow on paper alone; what was agreed is said here."""
    named = {field.name: str(field.verbose_name) for field in project._meta.concrete_fields}
    missing = [named[name] for name in AGREED if getattr(project, name) is None]
    if not project.parties.exists():
        missing.append(_("the parties"))
    if not missing:
        return ""
    return _("Still to be said of the agreement: %(what)s.") % {"what": ", ".join(missing)}


def reports_are_accepted(project: Project) -> str:
    """Follow-ups come later by their nature."""
    owed = project.reports.exclude(kind=ReportKind.FOLLOW_UP)
    owed = owed.exclude(status__in=[ReportStatus.ACCEPTED, ReportStatus.WAIVED])
    if not owed.exists():
        return ""
    names = ", ".join(str(ReportKind(one.kind).label) for one in owed)
    return _("Reports still to be accepted: %(reports)s.") % {"reports": names}


def before_suspension(project: Project) -> str:
    """Where a project stood that is taken up again."""
    return project.steps.filter(step="suspend").latest("pk").source


STEPS = Table(
    Step("begin", frozenset({S.AGREEING}), S.RUNNING, RUN, (agreement_is_signed,)),
    Step("suspend", frozenset({S.AGREEING, S.RUNNING}), S.SUSPENDED, RUN, needs_reason=True),
    Step("resume", frozenset({S.SUSPENDED}), before_suspension, RUN),
    Step("complete", frozenset({S.RUNNING}), S.COMPLETED, RUN, (reports_are_accepted,)),
    Step("cancel", frozenset({S.AGREEING, *UNDER_WAY}), S.CANCELLED, RUN, needs_reason=True),
)
