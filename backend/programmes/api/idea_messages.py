"""Messages about ideas, and their history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import path

from backend.accounts.models import User
from backend.directory.selectors import is_secretariat
from backend.discussion import api
from backend.discussion.circles import Circle
from backend.discussion.models import Message
from backend.history.api import HistoryView
from backend.history.reading import Reading
from backend.programmes.api.base import LISTED
from backend.programmes.circles import circle_of_idea
from backend.programmes.history import of_idea
from backend.programmes.models import ProjectIdea
from backend.programmes.selectors.ideas import ideas_for, partners_seen
from backend.programmes.services.idea_messages import write_about_idea


class AboutIdea(api.OfThread):
    """The thread of an idea that is visible; a stranger gets 404."""

    def get_idea(self) -> ProjectIdea:
        return get_object_or_404(ideas_for(self.request.user), pk=self.kwargs["pk"])

    def get_circle(self) -> Circle:
        return circle_of_idea(self.request.user, self.get_idea())


class IdeaMessagesViewSet(AboutIdea, api.MessagesViewSet):
    """Messages between those who have joined and the secretariat, and its own (``internal``)."""

    def write(self, by: User, values: Mapping[str, Any]) -> Message:
        return write_about_idea(idea=self.get_idea(), by=by, values=values)


class IdeaMessageView(AboutIdea, api.MessageView):
    """One message about an idea."""


class IdeaMessageFileView(AboutIdea, api.MessageFileView):
    """A file of a message about an idea."""


class IdeaMessagesReadView(AboutIdea, api.MessagesReadView):
    """What is new about an idea."""


class IdeaHistoryView(HistoryView):
    """What was changed of an idea, the latest first: who, for whom, when, before and after.

    Officers read all of it; others what it says, and what befell the partners they see.
    """

    def get_reading(self) -> Reading:
        user = self.request.user
        found = get_object_or_404(ideas_for(user), pk=self.kwargs["pk"])
        return of_idea(found, partners_seen(user, found), officer=is_secretariat(user))


OF_IDEA = "project-ideas/<uuid:pk>"
IDEA_MESSAGE_PATHS = [
    path(f"{OF_IDEA}/history/", IdeaHistoryView.as_view(), name="idea-history"),
    *(
        path(f"{OF_IDEA}/messages/{under}", view, name=f"idea-{name}")
        for view, under, name in (
            (IdeaMessagesViewSet.as_view(LISTED), "", "messages"),
            (IdeaMessageView.as_view(), "<uuid:message>/", "message"),
            (IdeaMessageFileView.as_view(), "files/<uuid:file>/", "message-file"),
            (IdeaMessagesReadView.as_view(), "read/", "messages-read"),
        )
    ),
]
