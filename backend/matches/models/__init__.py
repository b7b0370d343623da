"""Vectors and terms of passages, and the rankings made from them."""

from backend.matches.models.embedding import Embedding, PassageTerms, TermFrequency
from backend.matches.models.run import Match, MatchRun
from backend.matches.models.version import EncoderVersion

__all__ = [
    "Embedding",
    "EncoderVersion",
    "Match",
    "MatchRun",
    "PassageTerms",
    "TermFrequency",
]
