"""Who reads and writes what about a request and about an engagement.

On a request the secretariat talks with the partner (``partner``) and with itself (``internal``);
experts have no part in it: who is only invited asks questions (``models.Question``).

On an engagement there are four circles. ``internal``: officers alone. ``partner``: officers and
the partner, about the expert's work. ``experts``: officers and the expert. ``all``: these three
together, from the moment the terms are agreed, as with contact data; before, and once it ended
early, partner and expert each talk with the secretariat alone. An expert never reads what is
between partner and secretariat, nor the partner what is between expert and secretariat. An
expert's delegate reads what the expert reads, and writes nothing. Whoever has the link of a letter
to the expert reads and writes as the expert does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from backend.consultations.engaging import REACHABLE
from backend.consultations.models import (
    ConsultationRequest,
    Engagement,
    EngagementThread,
    RequestThread,
)
from backend.directory.selectors import is_secretariat, own_experts
from backend.discussion.circles import Circle
from backend.discussion.models import Message, Side, Thread, Visibility
from backend.discussion.selectors import as_shown

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User

INTERNAL, PARTNER, EXPERTS, ALL = (
    Visibility.INTERNAL,
    Visibility.PARTNER,
    Visibility.EXPERTS,
    Visibility.ALL,
)
SPEAK = "consultations.speak_on_request"  # for the partner


def circle_of_request(user: User | AnonymousUser, request: ConsultationRequest) -> Circle:
    """For whoever may see the request."""
    thread = thread_of(request)
    if is_secretariat(user):
        return _circle(Side.SECRETARIAT, (INTERNAL, PARTNER), thread)
    speaks = user.has_perm(SPEAK, request)
    return _circle(Side.PARTNER, (PARTNER,), thread, speaks=speaks)


def circle_of_engagement(user: User | AnonymousUser, engagement: Engagement) -> Circle:
    """For whoever may see the engagement."""
    thread, together = thread_of(engagement), _together(engagement)
    if is_secretariat(user):
        return _circle(Side.SECRETARIAT, (INTERNAL, PARTNER, EXPERTS, ALL), thread, together)
    if own_experts(user).filter(pk=engagement.expert_id).exists():
        # A delegate reads along.
        return circle_of_expert(engagement, speaks=engagement.expert.user_id == user.pk)
    speaks = user.has_perm(SPEAK, engagement.request)
    return _circle(Side.PARTNER, (PARTNER, ALL), thread, together, speaks=speaks)


def circle_of_expert(engagement: Engagement, *, speaks: bool = True) -> Circle:
    """For the expert, with an account or by the signed link of a letter."""
    thread, together = thread_of(engagement), _together(engagement)
    return _circle(Side.EXPERT, (EXPERTS, ALL), thread, together, speaks=speaks)


def _together(engagement: Engagement) -> tuple[str, ...]:
    """Whether all three talk with each other."""
    return (ALL,) if engagement.status in REACHABLE else ()


def readable_messages(user: User | AnonymousUser) -> QuerySet[Message]:
    """All that the circles above let a person read, with what each is about: two queries."""
    of_request = RequestThread.objects.filter(thread=OuterRef("thread"))
    of_work = EngagementThread.objects.filter(thread=OuterRef("thread"))
    rows = Message.objects.annotate(
        engagement_id=Subquery(of_work.values("engagement")[:1]),
        request_id=Coalesce(
            Subquery(of_request.values("request")[:1]),
            Subquery(of_work.values("engagement__request")[:1]),
        ),
    ).filter(request_id__isnull=False)
    return as_shown(rows if is_secretariat(user) else rows.filter(_readable(user)), user)


def _readable(user: User | AnonymousUser) -> Q:
    requests = ConsultationRequest.objects.visible_to(user).order_by().values("pk")
    work = Engagement.objects.filter(expert__in=own_experts(user)).values("pk")
    as_expert = Q(engagement_id__in=work)
    about_request = Q(engagement_id__isnull=True, request_id__in=requests, visibility=PARTNER)
    about_work = Q(engagement_id__isnull=False, request_id__in=requests) & ~as_expert
    return (
        about_request
        | about_work & Q(visibility__in=[PARTNER, ALL])
        | as_expert & Q(visibility__in=[EXPERTS, ALL])
    )


def thread_of(dossier: ConsultationRequest | Engagement) -> Thread | None:
    """None as long as nobody has written."""
    found: EngagementThread | RequestThread | None
    if isinstance(dossier, Engagement):
        joined = EngagementThread.objects.select_related("thread")
        found = joined.filter(engagement=dossier).first()
    else:
        found = RequestThread.objects.select_related("thread").filter(request=dossier).first()
    return found.thread if found else None


def _circle(
    side: str,
    reads: Iterable[str],
    thread: Thread | None,
    together: tuple[str, ...] = (),
    *,
    speaks: bool = True,
) -> Circle:
    writes = [str(one) for one in reads if one != ALL or ALL in together]
    return Circle(side, frozenset(reads), tuple(writes) if speaks else (), thread)
