"""The directory in the administration."""

from backend.directory.admin.experts import ExpertAdmin
from backend.directory.admin.institutions import InstitutionAdmin, MembershipAdmin
from backend.directory.admin.look_alikes import LookAlikeAdmin
from backend.directory.admin.others import ImportRunAdmin, PassageAdmin

__all__ = [
    "ExpertAdmin",
    "ImportRunAdmin",
    "InstitutionAdmin",
    "LookAlikeAdmin",
    "MembershipAdmin",
    "PassageAdmin",
]
