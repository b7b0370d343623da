"""The history of requests and engagements over HTTP."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import path

from backend.consultations import history
from backend.consultations.selectors import engagements_for, requests_for
from backend.directory.selectors import is_secretariat
from backend.history.api import HistoryView
from backend.history.reading import Reading


class RequestHistoryView(HistoryView):
    """What was changed of a request, the latest first: who, for whom, when, before and after.

    Officers read all of it; a partner what it sees of the request, and the names of its people.
    """

    def get_reading(self) -> Reading:
        user = self.request.user
        found = get_object_or_404(requests_for(user), pk=self.kwargs["pk"])
        return history.of_request(found, officer=is_secretariat(user))


class EngagementHistoryView(HistoryView):
    """What was changed of an engagement, the latest first: who, for whom, when, before and after.

    Officers read all of it; the partner and the expert the work itself, and each other's names.
    """

    def get_reading(self) -> Reading:
        user = self.request.user
        found = get_object_or_404(engagements_for(user), pk=self.kwargs["pk"])
        return history.of_engagement(found, officer=is_secretariat(user))


HISTORY_PATHS = [
    path(
        "consultation-requests/<uuid:pk>/history/",
        RequestHistoryView.as_view(),
        name="request-history",
    ),
    path(
        "engagements/<uuid:pk>/history/",
        EngagementHistoryView.as_view(),
        name="engagement-history",
    ),
]
