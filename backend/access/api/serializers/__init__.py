"""What is read and written over HTTP."""

from backend.access.api.serializers.members import (
    MemberInvitationSerializer,
    MemberSerializer,
    MemberWithAddressSerializer,
    NewMemberInvitationSerializer,
)
from backend.access.api.serializers.requests import (
    AccessAskedSerializer,
    AccessReasonSerializer,
    AccessRequestDetailSerializer,
    AccessRequestSerializer,
    ApprovalSerializer,
    NewAccessRequestSerializer,
)

__all__ = [
    "AccessAskedSerializer",
    "AccessReasonSerializer",
    "AccessRequestDetailSerializer",
    "AccessRequestSerializer",
    "ApprovalSerializer",
    "MemberInvitationSerializer",
    "MemberSerializer",
    "MemberWithAddressSerializer",
    "NewAccessRequestSerializer",
    "NewMemberInvitationSerializer",
]
