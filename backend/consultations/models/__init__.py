"""Requests, the steps they took, the clocks that run for them, and whom they propose."""

from backend.consultations.models.clock import Clock, ClockSetting, Kind
from backend.consultations.models.record import Channel, StepTaken
from backend.consultations.models.request import ConsultationRequest, Status, Track
from backend.consultations.models.shortlist import ShortlistEntry

__all__ = [
    "Channel",
    "Clock",
    "ClockSetting",
    "ConsultationRequest",
    "Kind",
    "ShortlistEntry",
    "Status",
    "StepTaken",
    "Track",
]
