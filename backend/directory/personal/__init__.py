"""What the directory holds on people, and how it goes."""

from __future__ import annotations

from backend.common.personal import Fate, Keeper
from backend.directory.personal.erasing import DELETED, erase
from backend.directory.personal.exporting import export
from backend.directory.personal.people import obstacles, person_of

__all__ = ["KEEPER", "person_of"]

KEEPER = Keeper(
    columns={
        "directory.Profile.merged_into": Fate.KEPT,
        **dict.fromkeys(
            (
                "directory.Profile_fields.profile",
                "directory.Profile_sdgs.profile",
                "directory.Profile_sectors.profile",
                "directory.Expert_countries_worked_in.expert",
                "directory.Expert_sectors_not_wanted.expert",
                "directory.LookAlike.first",
                "directory.LookAlike.second",
                "directory.Membership.user",
                "directory.Delegate.user",
                *(f"{model._meta.label}.{column}" for model, column in DELETED),
            ),
            Fate.DELETED,
        ),
        "directory.Expert.user": Fate.SCRUBBED,
        "directory.PassageGist.by": Fate.KEPT,
        "directory.ImportRun.by": Fate.KEPT,
        "directory.Invitation.invited_by": Fate.KEPT,
        "directory.LookAlike.decided_by": Fate.KEPT,
        "directory.Delegate.named_by": Fate.KEPT,
        "directory.Confirmation.by": Fate.KEPT,
        "directory.ProposalSource.by": Fate.KEPT,
        "directory.Proposal.decided_by": Fate.KEPT,
        **dict.fromkeys(
            ("directory.Erasure.user", "directory.Erasure.expert", "directory.Erasure.asked_by"),
            Fate.KEPT,
        ),
    },
    export=export,
    erase=erase,
    obstacles=obstacles,
)
