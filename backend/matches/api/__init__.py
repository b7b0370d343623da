"""Rankings over HTTP."""

from backend.matches.api.left_out import LeftOutView
from backend.matches.api.match import MatchView
from backend.matches.api.runs import MatchRunViewSet, NeedMatchRunsView

__all__ = ["LeftOutView", "MatchRunViewSet", "MatchView", "NeedMatchRunsView"]
