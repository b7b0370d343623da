"""The history of proposals and of projects over HTTP."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import path

from backend.directory.selectors import is_secretariat
from backend.history.api import HistoryView
from backend.history.reading import Reading
from backend.programmes.history import of_project, of_proposal
from backend.programmes.selectors.projects import projects_for
from backend.programmes.selectors.proposals import proposals_for


class ProposalHistoryView(HistoryView):
    """What was changed of a proposal, the latest first: who, for whom, when, before and after.

    Officers read all of it; those who write it what they wrote together, and each other's names.
    """

    def get_reading(self) -> Reading:
        user = self.request.user
        found = get_object_or_404(proposals_for(user), pk=self.kwargs["pk"])
        return of_proposal(found, officer=is_secretariat(user))


class ProjectHistoryView(HistoryView):
    """What was changed of a project and its reports, read as its proposal's history is."""

    def get_reading(self) -> Reading:
        user = self.request.user
        found = get_object_or_404(projects_for(user), pk=self.kwargs["pk"])
        return of_project(found, officer=is_secretariat(user))


HISTORY_PATHS = [
    path("proposals/<uuid:pk>/history/", ProposalHistoryView.as_view(), name="proposal-history"),
    path("projects/<uuid:pk>/history/", ProjectHistoryView.as_view(), name="project-history"),
]
