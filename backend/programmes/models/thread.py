"""What joins an idea, or a proposal, to the messages about it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.discussion.models import JoinedThread
from backend.programmes.models.idea import ProjectIdea
from backend.programmes.models.proposal import Proposal


class IdeaThread(JoinedThread):
    """Made with the first message about an idea."""

    idea = models.OneToOneField(
        ProjectIdea, models.PROTECT, related_name="+", verbose_name=_("project idea")
    )

    class Meta(JoinedThread.Meta):
        verbose_name = _("thread of an idea")
        verbose_name_plural = _("threads of ideas")

    def __str__(self) -> str:
        return str(self.idea_id)


class ProposalThread(JoinedThread):
    """Made with the first message about a proposal."""

    proposal = models.OneToOneField(
        Proposal, models.PROTECT, related_name="+", verbose_name=_("proposal")
    )

    class Meta(JoinedThread.Meta):
        verbose_name = _("thread of a proposal")
        verbose_name_plural = _("threads of proposals")

    def __str__(self) -> str:
        return str(self.proposal_id)
