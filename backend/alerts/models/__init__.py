"""Saved searches, what they found, and what was held against them."""

from backend.alerts.models.alert import (
    Alert,
    AlertEmbedding,
    AlertStatus,
    AlertStep,
    AlertTerms,
    HowOften,
    TargetKind,
)
from backend.alerts.models.call_text import CallText, CallTextEmbedding, CallTextTerms
from backend.alerts.models.hit import AlertHit, AlertTarget

__all__ = [
    "Alert",
    "AlertEmbedding",
    "AlertHit",
    "AlertStatus",
    "AlertStep",
    "AlertTarget",
    "AlertTerms",
    "CallText",
    "CallTextEmbedding",
    "CallTextTerms",
    "HowOften",
    "TargetKind",
]
