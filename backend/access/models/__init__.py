"""Organisations that ask for access, and colleagues who are invited to join one."""

from backend.access.models.invitation import MemberInvitation, MemberInvitationStatus
from backend.access.models.request import AccessRequest, AccessStatus, AccessStep

__all__ = [
    "AccessRequest",
    "AccessStatus",
    "AccessStep",
    "MemberInvitation",
    "MemberInvitationStatus",
]
