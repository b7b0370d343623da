"""Counterpart's engine: ranks those who can help for a need, in any language, and says why.

Pure Python; it knows nothing of Django. The in-memory ``Matcher`` is the yardstick.
"""

from matching.matcher import Matcher
from matching.types import Exclusion, Hit, Member, Need, Passage, Profile, Reason

__all__ = ["Exclusion", "Hit", "Matcher", "Member", "Need", "Passage", "Profile", "Reason"]
