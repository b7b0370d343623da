"""The lifecycle of a project's report: every step, and what must hold."""

from __future__ import annotations

from django.utils.translation import gettext as _

from backend.common.names import name_in
from backend.common.transitions import Step, Table
from backend.programmes.models import (
    OWED,
    ProjectReport,
    ProjectStatus,
    ReportKind,
    ReportStatus,
)

HAND_IN, JUDGE = "programmes.hand_in_report", "programmes.judge_report"
S = ReportStatus
REPORTED_ON = frozenset({ProjectStatus.RUNNING, ProjectStatus.SUSPENDED, ProjectStatus.COMPLETED})


def project_is_under_way(report: ProjectReport) -> str:
    if report.project.status in REPORTED_ON:
        return ""
    return _("The project has not begun, or was cancelled.")


def sections_are_written(report: ProjectReport) -> str:
    """Names those that are missing, as their writers read them."""
    missing = [
        name_in(one.get("names", {})) or one["key"]
        for one in report.sections
        if one.get("required", True) and not report.texts.get(one["key"], "").strip()
    ]
    if not missing:
        return ""
    return _("Sections still to be written: %(sections)s.") % {"sections": ", ".join(missing)}


def money_is_told(report: ProjectReport) -> str:
    if report.kind != ReportKind.FINANCIAL or report.spendings.exists():
        return ""
    return _("Say what was spent, line by line of the budget.")


STEPS = Table(
    Step(
        "hand-in",
        OWED,
        S.HANDED_IN,
        HAND_IN,
        (project_is_under_way, sections_are_written, money_is_told),
    ),
    Step("return", frozenset({S.HANDED_IN}), S.RETURNED, JUDGE, needs_reason=True),
    Step("accept", frozenset({S.HANDED_IN}), S.ACCEPTED, JUDGE),
    Step("waive", OWED, S.WAIVED, JUDGE, needs_reason=True),
)
# Steps of the project's partners: an officer who takes one records it for somebody else.
OF_PARTNERS = frozenset({"hand-in"})
