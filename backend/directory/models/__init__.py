"""Institutions and experts, who acts for whom, and the evidence in their profiles."""

from backend.directory.models.confirmation import Confirmation
from backend.directory.models.delegate import Delegate
from backend.directory.models.erasure import Erasure, ErasureStatus
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
from backend.directory.models.proposal import Proposal, ProposalSource, ProposalStatus

__all__ = [
    "Affiliation",
    "AvailabilityPeriod",
    "Confirmation",
    "Contact",
    "Delegate",
    "Erasure",
    "ErasureStatus",
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
    "Proposal",
    "ProposalSource",
    "ProposalStatus",
]
