"""Letters to people, and how often these want to be written to."""

from backend.notifications.models.letter import AT_ONCE_ALWAYS, OPTIONAL, Kind, Letter
from backend.notifications.models.reader import Frequency, Reader

__all__ = ["AT_ONCE_ALWAYS", "OPTIONAL", "Frequency", "Kind", "Letter", "Reader"]
