"""Requests for consultation over HTTP."""

from django.urls import path

from backend.consultations.api.batches import BATCH_PATHS, BatchRunViewSet
from backend.consultations.api.documents import DOCUMENT_PATHS
from backend.consultations.api.engagements import (
    ENGAGEMENT_STEP_PATHS,
    DeliverableGistsView,
    EngagementViewSet,
)
from backend.consultations.api.files import FILE_PATHS
from backend.consultations.api.history import HISTORY_PATHS
from backend.consultations.api.invitations import (
    InvitationPreviewView,
    InvitationsView,
    InvitationViewSet,
)
from backend.consultations.api.lists import (
    DeliverablesViewSet,
    FeedbackViewSet,
    MessagesAboutViewSet,
)
from backend.consultations.api.messages import MESSAGE_PATHS
from backend.consultations.api.nominations import NominationsView, NominationViewSet
from backend.consultations.api.officers import DeputyViewSet, OfficerViewSet
from backend.consultations.api.questions import QUESTION_PATHS
from backend.consultations.api.requests import ConsultationRequestViewSet
from backend.consultations.api.shortlist import (
    EntryConflictsView,
    ShortlistEntryView,
    ShortlistView,
)
from backend.consultations.api.similar import LikelyHelpersView, SimilarTextView, SimilarView
from backend.consultations.api.slots import SLOT_PATHS
from backend.consultations.api.steps import STEP_PATHS
from backend.consultations.api.suggestions import ColleagueView, SuggestionsView

__all__ = [
    "PATHS",
    "BatchRunViewSet",
    "ConsultationRequestViewSet",
    "DeputyViewSet",
    "EngagementViewSet",
    "InvitationViewSet",
    "NominationViewSet",
    "OfficerViewSet",
]

OF_REQUEST = "consultation-requests/<uuid:pk>"
PATHS = [
    *STEP_PATHS,
    *ENGAGEMENT_STEP_PATHS,
    path("consultation-requests/similar/", SimilarTextView.as_view(), name="similar-requests"),
    path(
        "consultation-requests/likely-helpers/", LikelyHelpersView.as_view(), name="likely-helpers"
    ),
    path(f"{OF_REQUEST}/similar/", SimilarView.as_view(), name="similar-to-request"),
    path("deliverables/<uuid:pk>/gists/", DeliverableGistsView.as_view(), name="deliverable-gists"),
    *BATCH_PATHS,
    *DOCUMENT_PATHS,
    *HISTORY_PATHS,
    *SLOT_PATHS,
    *FILE_PATHS,
    path("messages/", MessagesAboutViewSet.as_view({"get": "list"}), name="messages"),
    path("deliverables/", DeliverablesViewSet.as_view({"get": "list"}), name="deliverables"),
    path("feedback/", FeedbackViewSet.as_view({"get": "list"}), name="feedback"),
    *MESSAGE_PATHS,
    *QUESTION_PATHS,
    path(f"{OF_REQUEST}/shortlist/", ShortlistView.as_view(), name="shortlist"),
    path(
        f"{OF_REQUEST}/shortlist/<uuid:entry>/",
        ShortlistEntryView.as_view(),
        name="shortlist-entry",
    ),
    path(
        f"{OF_REQUEST}/shortlist/<uuid:entry>/conflicts/",
        EntryConflictsView.as_view(),
        name="shortlist-entry-conflicts",
    ),
    path(f"{OF_REQUEST}/nominations/", NominationsView.as_view(), name="nominate"),
    path(f"{OF_REQUEST}/suggestions/", SuggestionsView.as_view(), name="suggestions"),
    path("invitations/<uuid:pk>/colleague/", ColleagueView.as_view(), name="colleague"),
    path(f"{OF_REQUEST}/invitations/", InvitationsView.as_view(), name="invite"),
    path(
        f"{OF_REQUEST}/invitations/preview/",
        InvitationPreviewView.as_view(),
        name="invite-preview",
    ),
]
