"""Writes of the consultations app."""

from backend.common.on_behalf import OnBehalf
from backend.consultations.services.answers import Declined
from backend.consultations.services.assigning import assign_officer
from backend.consultations.services.moving import Said
from backend.consultations.services.recipients import Recipient
from backend.consultations.services.requests import (
    change_request,
    create_request,
    duplicate_request,
    publish_request,
    unpublish_request,
)
from backend.consultations.services.shortlist import add_entry, change_entry
from backend.consultations.services.steps import take_step
from backend.consultations.services.telling import tell_readers

__all__ = [
    "Declined",
    "OnBehalf",
    "Recipient",
    "Said",
    "add_entry",
    "assign_officer",
    "change_entry",
    "change_request",
    "create_request",
    "duplicate_request",
    "publish_request",
    "take_step",
    "tell_readers",
    "unpublish_request",
]
