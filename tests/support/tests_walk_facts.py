"""What holds after each step of a random walk of brokering, whoever took it."""

from __future__ import annotations

import collections
import itertools
import re
from typing import Any

from tests_walk import CONFLICTED, Now

from backend.conflicts.selectors import open_findings
from backend.consultations.clearing import uncleared
from backend.consultations.models import (
    Assignment,
    EngagementStep,
    Invitation,
    Nomination,
    NominationStep,
    Slot,
    StepTaken,
)
from backend.discussion.models import Message
from backend.notifications.models import Kind, Letter


def nobody_is_above_the_limit(walk: Any, now: Now) -> None:
    """And whoever accepted works on it."""
    open_ones = Invitation.objects.filter(request__in=walk.requests).open()
    taken = collections.Counter(open_ones.values_list("expert", flat=True))
    assert all(taken[one.pk] <= one.max_open_engagements for one in walk.experts)
    accepted = {one.pk for one in now.invitations if one.status == "accepted"}
    assert sorted(accepted) == sorted(one.invitation_id for one in now.engagements)


def whoever_is_invited_may_be(walk: Any, now: Now) -> None:
    """Listed, without a conflict, released by the institute that demands it."""
    for one in now.invitations:
        if one.pk not in walk.seen:
            walk.seen.add(one.pk)
            assert one.expert.is_listed
            assert one.expert_id != walk.experts[CONFLICTED].pk
            assert not open_findings(one.expert, one.request.institution)
            assert not uncleared(one.request, one.expert)


def no_step_was_skipped(walk: Any, now: Now) -> None:
    for rows, kind, name in (
        (now.requests, StepTaken, "request"),
        (now.nominations, NominationStep, "nomination"),
        (now.engagements, EngagementStep, "engagement"),
    ):
        taken = kind.objects.filter(**{f"{name}__in": rows}).order_by(name, "pk")
        ways = taken.values_list(name, "source", "target")
        status = {row.pk: row.status for row in rows}
        for pk, way in itertools.groupby(ways, key=lambda one: one[0]):
            steps = list(way)
            assert all(one[2] == other[1] for one, other in itertools.pairwise(steps))
            assert steps[-1][2] == status[pk]


def each_event_has_its_letter_and_none_is_written_twice(walk: Any, now: Now) -> None:
    letters = list(Letter.objects.all())
    count = collections.Counter(one.about for one in letters)
    for one in now.invitations:
        told = 1 + (one.status == "withdrawn") + (one.reminded_at is not None)
        assert count[f"consultations.invitation {one.pk}"] == told
    steps = collections.Counter(NominationStep.objects.values_list("nomination", flat=True))
    for asked in now.nominations:
        told = 1 + steps[asked.pk] + (asked.reminded_at is not None)
        news = _news(letters, asked)
        assert count[f"consultations.nomination {asked.pk}"] == told + news
        named = {one.expert_id: one.told_at for one in asked.nominees.all()}
        assert bool(news) == any(named.values())
        answered = [one for one in now.invitations if one.status != "sent"]
        theirs = [one for one in answered if one.request_id == asked.request_id]
        assert news <= len(named) + sum(one.expert_id in named for one in theirs)
    told_of = [_event(one) for one in letters if one.kind not in (Kind.SLOT, Kind.PROGRESS)]
    assert len(told_of) == len(set(told_of))


def no_message_is_lost(walk: Any, now: Now) -> None:
    said = Message.objects.order_by("thread", "number").values_list("thread", "number")
    assert len(said) == walk.written
    for _thread, numbers in itertools.groupby(said, key=lambda one: one[0]):
        assert all(n == place for place, (_pk, n) in enumerate(numbers, start=1))


def a_meeting_has_one_date_and_none_once_the_work_has_ended(walk: Any, now: Now) -> None:
    agreed = [one.meeting_id for one in now.slots if one.status == "agreed"]
    assert len(agreed) == len(set(agreed))
    left = Slot.objects.filter(meeting__engagement__status="ended")
    assert not left.filter(status__in=["agreed", "proposed"]).exists()


def whose_case_it_is_has_been_recorded(walk: Any, now: Now) -> None:
    taken = Assignment.objects.filter(request__in=walk.requests).order_by("request", "pk")
    ways = list(taken.values_list("request", "before", "officer"))
    assert len(ways) == walk.handed
    officers = {one.pk: one.officer_id for one in now.requests}
    for pk, way in itertools.groupby(ways, key=lambda one: one[0]):
        steps = list(way)
        assert all(one[2] == other[1] for one, other in itertools.pairwise(steps))
        assert steps[-1][2] == officers[pk]


def _news(letters: list[Letter], asked: Nomination) -> int:
    """How many tell an institution what came of those whom it named."""
    about = f"consultations.nomination {asked.pk}"
    return sum(one.about == about and one.subject.startswith("Whom you named") for one in letters)


def _event(letter: Letter) -> tuple[str, ...]:
    """What a letter tells whom. A date is told again once it has changed."""
    numbers = re.findall(r"^(?:SEQUENCE|STATUS):.*$", letter.calendar, re.MULTILINE)
    return letter.about, letter.address, letter.subject, *numbers


FACTS = (
    nobody_is_above_the_limit,
    whoever_is_invited_may_be,
    no_step_was_skipped,
    each_event_has_its_letter_and_none_is_written_twice,
    no_message_is_lost,
    a_meeting_has_one_date_and_none_once_the_work_has_ended,
    whose_case_it_is_has_been_recorded,
)
