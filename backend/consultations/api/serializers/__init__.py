"""What is read and written over HTTP."""

from backend.consultations.api.serializers.officers import RequestCountsSerializer
from backend.consultations.api.serializers.requests import (
    DuplicateSerializer,
    RequestDetailSerializer,
    RequestSerializer,
)
from backend.consultations.api.serializers.shortlist import (
    NewEntrySerializer,
    ShortlistedSerializer,
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
    "RequestCountsSerializer",
    "RequestDetailSerializer",
    "RequestSerializer",
    "ShortlistEntrySerializer",
    "ShortlistedSerializer",
    "StepSerializer",
    "StepTakenSerializer",
]
