"""Alerts, and calls, as kinds of text: kept filled in like passages and needs are."""

from __future__ import annotations

from backend.alerts.models import (
    Alert,
    AlertEmbedding,
    AlertTerms,
    CallText,
    CallTextEmbedding,
    CallTextTerms,
)
from backend.matches.texts import Texts

# An alert asks: it has the vectors that a question has, and what is new is found by it.
ALERTS = Texts(
    "alert",
    "alert",
    Alert,
    AlertTerms,
    AlertEmbedding,
    Alert.objects.all,
    "TRUE",
    "'alert', NULL::int, NULL",
    role="query",
)
CALLS = Texts(
    "call_text",
    "call_text",
    CallText,
    CallTextTerms,
    CallTextEmbedding,
    CallText.objects.all,
    "TRUE",
    "'call', NULL::int, NULL",
)
