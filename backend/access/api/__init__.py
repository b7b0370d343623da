"""Getting in, over HTTP."""

from backend.access.api.invitations import MemberInvitationViewSet
from backend.access.api.members import MemberViewSet
from backend.access.api.requests import AccessLetterView, AccessRequestViewSet

__all__ = ["AccessLetterView", "AccessRequestViewSet", "MemberInvitationViewSet", "MemberViewSet"]
