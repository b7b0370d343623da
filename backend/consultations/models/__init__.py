"""Requests, the steps they took, the clocks that run for them, and whom they invite."""

from backend.common.on_behalf import Channel
from backend.consultations.models.batch import BatchRequest, BatchRun, BatchSolution
from backend.consultations.models.batch_row import HELD, BatchRow, BatchRowStatus
from backend.consultations.models.clock import Clock, ClockSetting, Kind
from backend.consultations.models.engagement import (
    Deliverable,
    DeliverableGist,
    Engagement,
    EngagementStatus,
    EngagementStep,
    Feedback,
)
from backend.consultations.models.file import DeliverableFile, RequestFile
from backend.consultations.models.imported import ImportedRequest
from backend.consultations.models.invitation import (
    Invitation,
    InvitationPause,
    InvitationStatus,
    Refusal,
)
from backend.consultations.models.meeting import Meeting, Slot, SlotAnswer, SlotStatus
from backend.consultations.models.nomination import (
    Nomination,
    NominationStatus,
    NominationStep,
    Nominee,
    NomineeStatus,
)
from backend.consultations.models.officer import Assignment, Deputy
from backend.consultations.models.question import Question
from backend.consultations.models.record import StepTaken
from backend.consultations.models.request import (
    ASKING,
    OVER,
    ConsultationRequest,
    Status,
    Track,
)
from backend.consultations.models.shortlist import ShortlistEntry
from backend.consultations.models.suggestion import MOST_SUGGESTIONS, Suggestion
from backend.consultations.models.thread import EngagementThread, RequestThread

__all__ = [
    "ASKING",
    "HELD",
    "MOST_SUGGESTIONS",
    "OVER",
    "Assignment",
    "BatchRequest",
    "BatchRow",
    "BatchRowStatus",
    "BatchRun",
    "BatchSolution",
    "Channel",
    "Clock",
    "ClockSetting",
    "ConsultationRequest",
    "Deliverable",
    "DeliverableFile",
    "DeliverableGist",
    "Deputy",
    "Engagement",
    "EngagementStatus",
    "EngagementStep",
    "EngagementThread",
    "Feedback",
    "ImportedRequest",
    "Invitation",
    "InvitationPause",
    "InvitationStatus",
    "Kind",
    "Meeting",
    "Nomination",
    "NominationStatus",
    "NominationStep",
    "Nominee",
    "NomineeStatus",
    "Question",
    "Refusal",
    "RequestFile",
    "RequestThread",
    "ShortlistEntry",
    "Slot",
    "SlotAnswer",
    "SlotStatus",
    "Status",
    "StepTaken",
    "Suggestion",
    "Track",
]
