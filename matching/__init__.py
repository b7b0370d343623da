"""Counterpart's engine: ranks those who can help for a need, in any language, and says why.

Pure Python; it knows nothing of Django. The in-memory ``Matcher`` is the yardstick.
"""

from matching.assignment import (
    Assignment,
    Cause,
    Change,
    Demand,
    Limit,
    Pairs,
    Problem,
    Supply,
    assign,
    explain_changes,
)
from matching.matcher import Matcher
from matching.types import Exclusion, Hit, Member, Need, Passage, Profile, Reason

__all__ = [
    "Assignment",
    "Cause",
    "Change",
    "Demand",
    "Exclusion",
    "Hit",
    "Limit",
    "Matcher",
    "Member",
    "Need",
    "Pairs",
    "Passage",
    "Problem",
    "Profile",
    "Reason",
    "Supply",
    "assign",
    "explain_changes",
]
