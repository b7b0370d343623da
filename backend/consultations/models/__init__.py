"""Requests, the steps they took, the clocks that run for them, and whom they invite."""

from backend.consultations.models.clock import Clock, ClockSetting, Kind
from backend.consultations.models.engagement import (
    Deliverable,
    DeliverableGist,
    Engagement,
    EngagementStatus,
    EngagementStep,
    Feedback,
)
from backend.consultations.models.imported import ImportedRequest
from backend.consultations.models.invitation import (
    Invitation,
    InvitationPause,
    InvitationStatus,
    Refusal,
)
from backend.consultations.models.officer import Assignment, Deputy
from backend.consultations.models.record import Channel, StepTaken
from backend.consultations.models.request import (
    ASKING,
    OVER,
    ConsultationRequest,
    Status,
    Track,
)
from backend.consultations.models.shortlist import ShortlistEntry

__all__ = [
    "ASKING",
    "OVER",
    "Assignment",
    "Channel",
    "Clock",
    "ClockSetting",
    "ConsultationRequest",
    "Deliverable",
    "DeliverableGist",
    "Deputy",
    "Engagement",
    "EngagementStatus",
    "EngagementStep",
    "Feedback",
    "ImportedRequest",
    "Invitation",
    "InvitationPause",
    "InvitationStatus",
    "Kind",
    "Refusal",
    "ShortlistEntry",
    "Status",
    "StepTaken",
    "Track",
]
