"""A ranking asked for, and its answer, as JSON."""

from backend.matches.api.serializers.answers import (
    AnswerSerializer,
    AspectSerializer,
    LeftOutSerializer,
    MatchedProfileSerializer,
    PanelMemberSerializer,
    ReasonSerializer,
    institution_name,
)
from backend.matches.api.serializers.asked import (
    MOST,
    CriteriaSerializer,
    LeftOutCriteriaSerializer,
    LeftOutQuerySerializer,
    MatchRequestSerializer,
    MatchRunRequestSerializer,
)
from backend.matches.api.serializers.kept import MatchRunSerializer, StoredReasonSerializer

__all__ = [
    "MOST",
    "AnswerSerializer",
    "AspectSerializer",
    "CriteriaSerializer",
    "LeftOutCriteriaSerializer",
    "LeftOutQuerySerializer",
    "LeftOutSerializer",
    "MatchRequestSerializer",
    "MatchRunRequestSerializer",
    "MatchRunSerializer",
    "MatchedProfileSerializer",
    "PanelMemberSerializer",
    "ReasonSerializer",
    "StoredReasonSerializer",
    "institution_name",
]
