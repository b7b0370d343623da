"""Requests for consultation, the steps they took, and the clocks that run for them."""

from backend.consultations.models.clock import Clock, ClockSetting, Kind
from backend.consultations.models.record import Channel, StepTaken
from backend.consultations.models.request import ConsultationRequest, Status, Track

__all__ = [
    "Channel",
    "Clock",
    "ClockSetting",
    "ConsultationRequest",
    "Kind",
    "Status",
    "StepTaken",
    "Track",
]
