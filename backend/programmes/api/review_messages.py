"""What reviewers of a proposal and officers say to each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import path

from backend.accounts.models import User
from backend.discussion import api
from backend.discussion.circles import Circle
from backend.discussion.models import Message
from backend.programmes.api.base import LISTED
from backend.programmes.models import Review
from backend.programmes.selectors.reviews import reviews_for
from backend.programmes.services.reviews.messages import write_on_review
from backend.programmes.talking_of_reviews import circle_of_review


class AboutReview(api.OfThread):
    """The thread of the proposal that a visible review is about; a stranger gets 404."""

    def get_review(self) -> Review:
        return get_object_or_404(reviews_for(self.request.user), pk=self.kwargs["pk"])

    def get_circle(self) -> Circle:
        return circle_of_review(self.request.user, self.get_review())


class ReviewMessagesViewSet(AboutReview, api.MessagesViewSet):
    """Between reviewers who have handed in and officers (``experts``), and the officers' own."""

    def write(self, by: User, values: Mapping[str, Any]) -> Message:
        return write_on_review(review=self.get_review(), by=by, values=values)


class ReviewMessageView(AboutReview, api.MessageView):
    """One message about a reviewed proposal."""


class ReviewMessageFileView(AboutReview, api.MessageFileView):
    """A file of a message about a reviewed proposal."""


class ReviewMessagesReadView(AboutReview, api.MessagesReadView):
    """What is new about a reviewed proposal."""


REVIEW_MESSAGE_PATHS = [
    path(f"reviews/<uuid:pk>/messages/{under}", view, name=f"review-{name}")
    for view, under, name in (
        (ReviewMessagesViewSet.as_view(LISTED), "", "messages"),
        (ReviewMessageView.as_view(), "<uuid:message>/", "message"),
        (ReviewMessageFileView.as_view(), "files/<uuid:file>/", "message-file"),
        (ReviewMessagesReadView.as_view(), "read/", "messages-read"),
    )
]
