"""Rankings over HTTP."""

from backend.matches.api.match import MatchView
from backend.matches.api.runs import MatchRunViewSet, NeedMatchRunsView

__all__ = ["MatchRunViewSet", "MatchView", "NeedMatchRunsView"]
