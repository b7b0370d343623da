"""What is read and written over HTTP."""

from backend.consultations.api.serializers.requests import (
    RequestDetailSerializer,
    RequestSerializer,
)
from backend.consultations.api.serializers.shortlist import (
    NewEntrySerializer,
    ProposalSerializer,
    ShortlistEntrySerializer,
)
from backend.consultations.api.serializers.steps import (
    AssignmentSerializer,
    StepSerializer,
    StepTakenSerializer,
)

__all__ = [
    "AssignmentSerializer",
    "NewEntrySerializer",
    "ProposalSerializer",
    "RequestDetailSerializer",
    "RequestSerializer",
    "ShortlistEntrySerializer",
    "StepSerializer",
    "StepTakenSerializer",
]
