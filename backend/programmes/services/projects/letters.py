"""What partners and officers are written about reports."""

from __future__ import annotations

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backend.common.models import StepRecord
from backend.notifications.models import Kind
from backend.programmes.models import ProjectReport, ReportStatus
from backend.programmes.services.telling import tell_officers, tell_partners


def write_report_moved(report: ProjectReport, record: StepRecord) -> None:
    """What was handed in goes to officers; what they say of it, to the partners."""
    if report.status == ReportStatus.HANDED_IN:
        tell_officers(record, lambda: _letter(report), Kind.PROGRESS)
    else:
        tell_partners(report.project.proposal, record, lambda: _letter(report, record.reason))


def write_report_due(report: ProjectReport) -> None:
    tell_partners(report.project.proposal, report, lambda: _due(report), Kind.REMINDER)


def name_of(report: ProjectReport) -> str:
    return report.rule.name if report.rule else report.get_kind_display()


def _letter(report: ProjectReport, reason: str = "") -> tuple[str, str]:
    about = {"report": name_of(report), "title": report.project.proposal.title}
    told = _("%(report)s of the project “%(title)s”: %(status)s.") % {
        **about,
        "status": report.get_status_display(),
    }
    subject = _("%(report)s: %(title)s") % about
    return subject, "\n\n".join(part for part in (told, reason) if part)


def _due(report: ProjectReport) -> tuple[str, str]:
    about = {"report": name_of(report), "title": report.project.proposal.title}
    subject = _("A reminder: %(title)s") % {"title": f"{about['report']}, {about['title']}"}
    text = _("%(report)s of the project “%(title)s” is due on %(day)s.") % {
        **about,
        "day": date_format(report.due_on, "DATE_FORMAT"),
    }
    return subject, f"{text}\n\n{settings.SITE_URL}"
