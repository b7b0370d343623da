"""Rows of a project, locked in one order: the project first, then one of its reports."""

from __future__ import annotations

from backend.programmes.models import Project, ProjectReport


def locked_project(project: Project) -> Project:
    """The row as it is now that nobody else can change it."""
    rows = Project.objects.select_for_update(of=("self",))
    return rows.select_related("proposal__call__programme", "proposal__institution").get(
        pk=project.pk
    )


def locked_report(report: ProjectReport) -> ProjectReport:
    project = locked_project(report.project)
    row = ProjectReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    row.project = project
    return row
