"""Everything that is kept, in one file and back."""

from backend.backups.services.backing_up import back_up
from backend.backups.services.restoring import restore

__all__ = ["back_up", "restore"]
