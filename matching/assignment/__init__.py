"""Many needs at once: who serves which demand, within capacities, fairly and provably best."""

from matching.assignment.causes import CAUSES
from matching.assignment.changes import explain_changes
from matching.assignment.solving import assign
from matching.assignment.types import (
    MESSAGES,
    Assignment,
    Cause,
    Change,
    Demand,
    Limit,
    Pairs,
    Problem,
    Supply,
)

__all__ = [
    "CAUSES",
    "MESSAGES",
    "Assignment",
    "Cause",
    "Change",
    "Demand",
    "Limit",
    "Pairs",
    "Problem",
    "Supply",
    "assign",
    "explain_changes",
]
