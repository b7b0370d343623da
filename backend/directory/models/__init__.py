"""Institutions and experts, who acts for whom, and the evidence in their profiles."""

from backend.directory.models.expert import (
    Affiliation,
    AvailabilityPeriod,
    Contact,
    Expert,
    LanguageSkill,
)
from backend.directory.models.imports import ImportRun
from backend.directory.models.institution import Institution, Membership
from backend.directory.models.invitation import Invitation
from backend.directory.models.look_alike import LookAlike
from backend.directory.models.passage import Passage, PassageGist
from backend.directory.models.profile import Profile

__all__ = [
    "Affiliation",
    "AvailabilityPeriod",
    "Contact",
    "Expert",
    "ImportRun",
    "Institution",
    "Invitation",
    "LanguageSkill",
    "LookAlike",
    "Membership",
    "Passage",
    "PassageGist",
    "Profile",
]
