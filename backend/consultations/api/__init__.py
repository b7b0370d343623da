"""Requests for consultation over HTTP."""

from backend.consultations.api.requests import ConsultationRequestViewSet
from backend.consultations.api.steps import STEP_PATHS

__all__ = ["STEP_PATHS", "ConsultationRequestViewSet"]
