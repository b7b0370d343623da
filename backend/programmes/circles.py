"""Who reads and writes what about a proposal, and about an idea.

The secretariat talks with itself (``internal``) and with those who write the proposal, or have
joined the idea (``partner``): whose it is and all who take part read the same. Who is only invited
to join reads along, and writes nothing yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.directory.selectors import is_secretariat
from backend.discussion.circles import Circle
from backend.discussion.models import Side, Thread, Visibility
from backend.programmes.models import IdeaThread, ProjectIdea, Proposal, ProposalThread

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User

SPEAK, SPEAK_ON_IDEA = "programmes.speak_on_proposal", "programmes.speak_on_idea"
OF_ALL, OF_OFFICERS = Visibility.PARTNER, Visibility.INTERNAL


def circle_of_proposal(user: User | AnonymousUser, proposal: Proposal) -> Circle:
    """For whoever may see the proposal."""
    return _circle(user, thread_of(proposal), speaks=user.has_perm(SPEAK, proposal))


def circle_of_idea(user: User | AnonymousUser, idea: ProjectIdea) -> Circle:
    """For whoever may see the idea."""
    return _circle(user, thread_of_idea(idea), speaks=user.has_perm(SPEAK_ON_IDEA, idea))


def _circle(user: User | AnonymousUser, thread: Thread | None, *, speaks: bool) -> Circle:
    if is_secretariat(user):
        both = (str(OF_OFFICERS), str(OF_ALL))
        return Circle(Side.SECRETARIAT, frozenset(both), both, thread)
    writes = (str(OF_ALL),) if speaks else ()
    return Circle(Side.PARTNER, frozenset({str(OF_ALL)}), writes, thread)


def thread_of(proposal: Proposal) -> Thread | None:
    """None as long as nobody has written."""
    found = ProposalThread.objects.select_related("thread").filter(proposal=proposal).first()
    return found.thread if found else None


def thread_of_idea(idea: ProjectIdea) -> Thread | None:
    """None as long as nobody has written."""
    found = IdeaThread.objects.select_related("thread").filter(idea=idea).first()
    return found.thread if found else None
