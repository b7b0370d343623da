"""The history of profiles over HTTP: for officers, and for those whose profiles they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path

from backend.directory.models import Expert, Institution, Membership
from backend.directory.selectors import is_secretariat, own_profile_ids
from backend.history.api import HistoryView
from backend.history.models import Change
from backend.history.reading import Reading

OF_PROFILE: Mapping[str, Collection[str]] = {
    "directory.profile": (
        *("kind", "names", "country", "city", "consent_listed", "consent_refused"),
        *("withdrawn_at", "last_confirmed"),
    ),
    "directory.passage": (
        *("kind", "text", "language", "year", "origin", "identifier", "attestation", "hidden"),
    ),
}
OF_INSTITUTION = {
    **OF_PROFILE,
    "directory.institution": (
        *("type", "ror", "website", "network_from", "network_to", "parent", "requires_clearance"),
    ),
    "directory.membership": ("user", "role", "valid_from", "valid_to"),
}
OF_EXPERT = {
    **OF_PROFILE,
    "directory.expert": ("gender", "orcid", "max_open_engagements"),
    "directory.affiliation": ("institution", "position", "start_year", "end_year"),
}
OF_ONESELF = {**OF_EXPERT, "directory.contact": ("email", "phone")}


class InstitutionHistoryView(HistoryView):
    """What was changed of an institution, the latest first. For officers and its own people."""

    def get_reading(self) -> Reading:
        found = get_object_or_404(Institution, pk=self.kwargs["pk"])
        rows = Change.objects.about([found.pk])
        if is_secretariat(self.request.user):
            return Reading(rows)
        if found.pk not in own_profile_ids(self.request.user):
            raise Http404
        members = Membership.objects.filter(institution=found).order_by()
        people = {str(user) for user in members.values_list("user", flat=True)}
        return Reading(rows, OF_INSTITUTION, people, {str(found.pk)})


class ExpertHistoryView(HistoryView):
    """What was changed of an expert, the latest first. For officers and the expert.

    A delegate reads it without the contact data.
    """

    def get_reading(self) -> Reading:
        user = self.request.user
        found = get_object_or_404(Expert, pk=self.kwargs["pk"])
        rows = Change.objects.about([found.pk])
        if is_secretariat(user):
            return Reading(rows)
        if found.pk not in own_profile_ids(user):
            raise Http404
        shown = OF_ONESELF if found.user_id == user.pk else OF_EXPERT
        return Reading(rows, shown, {str(user.pk), str(found.user_id)}, {str(found.pk)})


HISTORY_PATHS = [
    path(
        "institutions/<uuid:pk>/history/",
        InstitutionHistoryView.as_view(),
        name="institution-history",
    ),
    path("experts/<uuid:pk>/history/", ExpertHistoryView.as_view(), name="expert-history"),
]
