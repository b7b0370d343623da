"""Writes of the consultations app."""

from backend.consultations.services.requests import (
    assign_officer,
    change_request,
    create_request,
    duplicate_request,
)
from backend.consultations.services.steps import OnBehalf, Said, take_step

__all__ = [
    "OnBehalf",
    "Said",
    "assign_officer",
    "change_request",
    "create_request",
    "duplicate_request",
    "take_step",
]
