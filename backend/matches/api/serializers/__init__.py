"""A ranking asked for, and its answer, as JSON."""

from backend.matches.api.serializers.answers import (
    AnswerSerializer,
    MatchRunSerializer,
    institution_name,
)
from backend.matches.api.serializers.asked import (
    MOST,
    MatchRequestSerializer,
    MatchRunRequestSerializer,
)

__all__ = [
    "MOST",
    "AnswerSerializer",
    "MatchRequestSerializer",
    "MatchRunRequestSerializer",
    "MatchRunSerializer",
    "institution_name",
]
