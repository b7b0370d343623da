"""What is read and written over HTTP."""

from backend.consultations.api.serializers.officers import RequestCountsSerializer
from backend.consultations.api.serializers.requests import (
    DuplicateSerializer,
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
    AssignmentTakenSerializer,
    StepSerializer,
    StepTakenSerializer,
)

__all__ = [
    "AssignmentSerializer",
    "AssignmentTakenSerializer",
    "DuplicateSerializer",
    "NewEntrySerializer",
    "ProposalSerializer",
    "RequestCountsSerializer",
    "RequestDetailSerializer",
    "RequestSerializer",
    "ShortlistEntrySerializer",
    "StepSerializer",
    "StepTakenSerializer",
]
