"""Institutions, experts and their evidence as JSON."""

from backend.directory.api.serializers.experts import (
    ExpertSerializer,
    ExpertWithContactSerializer,
    InvitationSerializer,
)
from backend.directory.api.serializers.institutions import InstitutionSerializer

__all__ = [
    "ExpertSerializer",
    "ExpertWithContactSerializer",
    "InstitutionSerializer",
    "InvitationSerializer",
]
