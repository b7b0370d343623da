"""The directory in the administration."""

from backend.directory.admin.experts import ExpertAdmin
from backend.directory.admin.institutions import InstitutionAdmin, MembershipAdmin
from backend.directory.admin.look_alikes import LookAlikeAdmin
from backend.directory.admin.others import ImportRunAdmin, PassageAdmin
from backend.directory.admin.own import (
    ConfirmationAdmin,
    DelegateAdmin,
    ErasureAdmin,
    ProposalAdmin,
    ProposalSourceAdmin,
)

__all__ = [
    "ConfirmationAdmin",
    "DelegateAdmin",
    "ErasureAdmin",
    "ExpertAdmin",
    "ImportRunAdmin",
    "InstitutionAdmin",
    "LookAlikeAdmin",
    "MembershipAdmin",
    "PassageAdmin",
    "ProposalAdmin",
    "ProposalSourceAdmin",
]
