"""The file: one ``iati-activity`` for each project, its elements in the order of the standard."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone, translation

from backend.common.names import primary
from backend.directory.models import Institution
from backend.directory.selectors import secretariat
from backend.feeds.formats import NETWORK, stamp
from backend.feeds.iati import codes
from backend.feeds.iati.money import add_budgets, add_transactions
from backend.feeds.iati.projects import Told
from backend.feeds.iati.results import add_results
from backend.feeds.iati.shares import shares
from backend.feeds.xml import LANGUAGE, Element, add, root, written
from backend.programmes.models import Project, ProjectStatus

OVER = (ProjectStatus.COMPLETED, ProjectStatus.CANCELLED)


def activities_file(projects: Sequence[Told], generated: datetime.datetime) -> bytes:
    """Names of institutions in English, where they have one: a file has one default each."""
    made = root(
        "iati-activities",
        {"version": codes.VERSION, "generated-datetime": stamp(generated)},
    )
    reporter = secretariat()
    with translation.override("en"):
        for one in projects:
            _add_activity(made, one, reporter)
    return written(made)


def _add_activity(parent: Element, told: Told, reporter: Institution | None) -> None:
    """In the order of ``iati-activities-schema.xsd``, which is a sequence."""
    project = told.project
    proposal = project.proposal
    activity = add(
        parent,
        "iati-activity",
        attributes={
            "last-updated-datetime": stamp(told.changed_at),
            LANGUAGE: primary(proposal.language) or "en",
            "default-currency": codes.CURRENCY,
        },
    )
    add(activity, "iati-identifier", f"{settings.IATI_ORGANISATION}-{project.pk}")
    _add_reporter(activity, reporter)
    narrative(add(activity, "title"), proposal.title)
    _add_descriptions(activity, project)
    _add_participants(activity, project, reporter)
    _add_reference(activity, project, reporter)
    add(activity, "activity-status", attributes={"code": codes.ACTIVITY_STATUS[_status(project)]})
    _add_dates(activity, project)
    _add_places(activity, project)
    _add_sectors(activity, project)
    add_budgets(activity, told)
    add_transactions(activity, told)
    add_results(activity, told)


def narrative(parent: Element, text: str, language: str = "") -> None:
    add(parent, "narrative", text, {LANGUAGE: language})


def organisation_type(institution: Institution | None) -> str:
    if institution is None:
        return codes.MULTILATERAL
    return codes.ORGANISATION_TYPE[Institution.Type(institution.type)]


def _status(project: Project) -> ProjectStatus:
    return ProjectStatus(project.status)


def _add_reporter(activity: Element, reporter: Institution | None) -> None:
    """The secretariat, which knows of the project from those who carry it out."""
    about = {
        "ref": settings.IATI_ORGANISATION,
        "type": organisation_type(reporter),
        "secondary-reporter": "1",
    }
    made = add(activity, "reporting-org", attributes=about)
    narrative(made, reporter.name if reporter else NETWORK, "en")


def _add_descriptions(activity: Element, project: Project) -> None:
    proposal = project.proposal
    told = {
        codes.GENERAL: proposal.outcome or proposal.title,
        codes.TARGET_GROUPS: proposal.beneficiaries,
    }
    for kind, text in told.items():
        if text:
            narrative(add(activity, "description", attributes={"type": kind}), text)


def _add_participants(activity: Element, project: Project, reporter: Institution | None) -> None:
    """Who pays, who reports, who answers for it, and all who carry it out."""
    proposal = project.proposal
    programme = proposal.call.programme
    funder = programme.funders.get("en") or programme.name
    _participant(activity, funder, codes.MULTILATERAL, codes.FUNDING)
    _participant(
        activity,
        reporter.name if reporter else NETWORK,
        organisation_type(reporter),
        codes.EXTENDING,
        settings.IATI_ORGANISATION,
    )
    lead = proposal.institution
    _participant(activity, _named(lead), organisation_type(lead), codes.ACCOUNTABLE)
    for partner in proposal.partners.all():
        one = partner.institution
        _participant(activity, _named(one), organisation_type(one), codes.IMPLEMENTING)


def _named(institution: Institution) -> str:
    """One that does not want to be listed is told by its country alone."""
    if institution.is_listed:
        return institution.name
    return f"An institution that is not named ({institution.country_id or '–'})"


def _participant(activity: Element, name: str, kind: str, role: str, ref: str = "") -> None:
    about = {"ref": ref, "type": kind, "role": role}
    narrative(add(activity, "participating-org", attributes=about), name, "en")


def _add_reference(activity: Element, project: Project, reporter: Institution | None) -> None:
    if project.proposal.number:
        about = {"ref": project.proposal.number, "type": codes.OTHER_IDENTIFIER}
        made = add(activity, "other-identifier", attributes=about)
        owner = add(made, "owner-org", attributes={"ref": settings.IATI_ORGANISATION})
        narrative(owner, reporter.name if reporter else NETWORK, "en")


def _add_dates(activity: Element, project: Project) -> None:
    """What is to come is planned; what has happened is actual, and never in the future."""
    today = timezone.now().date()
    dates = {codes.PLANNED_START: project.starts_on}
    if project.starts_on and project.starts_on <= today:
        dates[codes.ACTUAL_START] = project.starts_on
    dates[codes.PLANNED_END] = project.ends_on
    if _status(project) in OVER:
        ended = min(filter(None, (project.ends_on, today)))
        dates[codes.ACTUAL_END] = max(ended, project.starts_on or ended)
    for kind, day in dates.items():
        if day and not (kind == codes.ACTUAL_END and day > today):
            add(activity, "activity-date", attributes={"type": kind, "iso-date": str(day)})


def _add_places(activity: Element, project: Project) -> None:
    """The countries of those who take part, in equal shares: nobody says more of it."""
    partners = project.proposal.partners.all()
    lead = project.proposal.institution.country
    places = [one.country.alpha2 for one in partners] or ([lead.alpha2] if lead else [])
    for code, share in shares(sorted(places)).items():
        about = {"code": code, "percentage": share}
        add(activity, "recipient-country", attributes=about)


def _add_sectors(activity: Element, project: Project) -> None:
    known = sorted(one.pk for one in project.proposal.sectors.all() if not one.withdrawn)
    for code, share in shares(known or [codes.NOT_SPECIFIED]).items():
        about = {"vocabulary": codes.DAC_5_DIGIT, "code": code, "percentage": share}
        add(activity, "sector", attributes=about)
    for goal in sorted(project.proposal.sdgs.all(), key=lambda one: int(one.pk)):
        add(activity, "tag", attributes={"vocabulary": codes.SDG_GOALS, "code": goal.pk})
