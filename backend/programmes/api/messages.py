"""Messages about proposals."""

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
from backend.programmes.circles import circle_of_proposal
from backend.programmes.models import Proposal
from backend.programmes.selectors.proposals import proposals_for
from backend.programmes.services.messages import write_about_proposal


class AboutProposal(api.OfThread):
    """The thread of a proposal that is visible; a stranger gets 404."""

    def get_proposal(self) -> Proposal:
        return get_object_or_404(proposals_for(self.request.user), pk=self.kwargs["pk"])

    def get_circle(self) -> Circle:
        return circle_of_proposal(self.request.user, self.get_proposal())


class ProposalMessagesViewSet(AboutProposal, api.MessagesViewSet):
    """Messages between those who take part and the secretariat, and its own (``internal``)."""

    def write(self, by: User, values: Mapping[str, Any]) -> Message:
        return write_about_proposal(proposal=self.get_proposal(), by=by, values=values)


class ProposalMessageView(AboutProposal, api.MessageView):
    """One message about a proposal."""


class ProposalMessageFileView(AboutProposal, api.MessageFileView):
    """A file of a message about a proposal."""


class ProposalMessagesReadView(AboutProposal, api.MessagesReadView):
    """What is new about a proposal."""


MESSAGE_PATHS = [
    path(f"proposals/<uuid:pk>/messages/{under}", view, name=f"proposal-{name}")
    for view, under, name in (
        (ProposalMessagesViewSet.as_view(LISTED), "", "messages"),
        (ProposalMessageView.as_view(), "<uuid:message>/", "message"),
        (ProposalMessageFileView.as_view(), "files/<uuid:file>/", "message-file"),
        (ProposalMessagesReadView.as_view(), "read/", "messages-read"),
    )
]
