"""Vectors and terms of passages and needs, and the rankings made from them."""

from backend.matches.models.embedding import (
    Embedding,
    NeedEmbedding,
    NeedTerms,
    PassageTerms,
    TermFrequency,
)
from backend.matches.models.outcome import Outcome, RankerVersion
from backend.matches.models.run import Match, MatchRun, PanelMember
from backend.matches.models.version import EncoderVersion

__all__ = [
    "Embedding",
    "EncoderVersion",
    "Match",
    "MatchRun",
    "NeedEmbedding",
    "NeedTerms",
    "Outcome",
    "PanelMember",
    "PassageTerms",
    "RankerVersion",
    "TermFrequency",
]
