"""Pages behind the links in letters: no log-in, and nothing happens by looking at them."""

from backend.consultations.views.invitations import annex, invitation
from backend.consultations.views.messages import message_file, messages
from backend.consultations.views.nominations import nomination

__all__ = ["annex", "invitation", "message_file", "messages", "nomination"]
