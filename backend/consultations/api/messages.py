"""Messages about requests and engagements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import path

from backend.accounts.models import User
from backend.consultations.models import ConsultationRequest, Engagement
from backend.consultations.selectors import engagements_for, requests_for
from backend.consultations.services import messages as services
from backend.consultations.talking import circle_of_engagement, circle_of_request
from backend.discussion import api
from backend.discussion.circles import Circle
from backend.discussion.models import Message


class AboutRequest(api.OfThread):
    """A thread of a request that is visible; a stranger, and any expert, gets 404."""

    def get_request(self) -> ConsultationRequest:
        return get_object_or_404(requests_for(self.request.user), pk=self.kwargs["pk"])

    def get_circle(self) -> Circle:
        return circle_of_request(self.request.user, self.get_request())


class AboutEngagement(api.OfThread):
    """A thread of an engagement that is visible; a stranger gets 404."""

    def get_engagement(self) -> Engagement:
        return get_object_or_404(engagements_for(self.request.user), pk=self.kwargs["pk"])

    def get_circle(self) -> Circle:
        return circle_of_engagement(self.request.user, self.get_engagement())


class RequestMessagesViewSet(AboutRequest, api.MessagesViewSet):
    """Messages between partner and secretariat, and the secretariat's own (``internal``)."""

    def write(self, by: User, values: Mapping[str, Any]) -> Message:
        return services.write_about_request(request=self.get_request(), by=by, values=values)


class RequestMessageView(AboutRequest, api.MessageView):
    """One message about a request."""


class RequestMessageFileView(AboutRequest, api.MessageFileView):
    """A file of a message about a request."""


class RequestMessagesReadView(AboutRequest, api.MessagesReadView):
    """What is new about a request."""


class EngagementMessagesViewSet(AboutEngagement, api.MessagesViewSet):
    """Messages about the work: ``experts`` and ``partner`` are between each and the secretariat,
    ``all`` between the three of them, once the terms are agreed."""

    def write(self, by: User, values: Mapping[str, Any]) -> Message:
        found = self.get_engagement()
        return services.write_about_engagement(engagement=found, by=by, values=values)


class EngagementMessageView(AboutEngagement, api.MessageView):
    """One message about an engagement."""


class EngagementMessageFileView(AboutEngagement, api.MessageFileView):
    """A file of a message about an engagement."""


class EngagementMessagesReadView(AboutEngagement, api.MessagesReadView):
    """What is new about an engagement."""


LISTED: dict[str, Any] = {"get": "list", "post": "create"}
OF: dict[str, tuple[Any, ...]] = {
    "consultation-request": (
        RequestMessagesViewSet.as_view(LISTED),
        RequestMessageView.as_view(),
        RequestMessageFileView.as_view(),
        RequestMessagesReadView.as_view(),
    ),
    "engagement": (
        EngagementMessagesViewSet.as_view(LISTED),
        EngagementMessageView.as_view(),
        EngagementMessageFileView.as_view(),
        EngagementMessagesReadView.as_view(),
    ),
}
UNDER = {
    "messages": "",
    "message": "<uuid:message>/",
    "message-file": "files/<uuid:file>/",
    "messages-read": "read/",
}
MESSAGE_PATHS = [
    path(f"{about}s/<uuid:pk>/messages/{under}", view, name=f"{about}-{name}")
    for about, views in OF.items()
    for view, (name, under) in zip(views, UNDER.items(), strict=True)
]
