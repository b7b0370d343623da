"""What is read and written over HTTP."""

from backend.consultations.api.serializers.requests import (
    RequestDetailSerializer,
    RequestSerializer,
)
from backend.consultations.api.serializers.steps import (
    AssignmentSerializer,
    StepSerializer,
    StepTakenSerializer,
)

__all__ = [
    "AssignmentSerializer",
    "RequestDetailSerializer",
    "RequestSerializer",
    "StepSerializer",
    "StepTakenSerializer",
]
