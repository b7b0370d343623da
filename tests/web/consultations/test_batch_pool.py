"""Who can be proposed in a batch: within limits, without conflicts, and nobody asked before."""

from __future__ import annotations

import pytest
from tests_batches import Desk, in_days, open_requests
from tests_people import invite_people

from backend.conflicts.models import DeclaredRelation
from backend.conflicts.selectors import candidates as known
from backend.conflicts.selectors import findings_of, open_findings
from backend.consultations.models import ConsultationRequest, InvitationPause, ShortlistEntry
from backend.consultations.services.limits import standings
from backend.directory.models import AvailabilityPeriod, Expert, Institution

pytestmark = pytest.mark.usefixtures("world")
LOOSE = {"likely_only": False, "floor": 0.0}


@pytest.fixture
def request_(officer) -> ConsultationRequest:
    return open_requests(1, experts_wanted=1)[0]


@pytest.fixture
def desk(api, officer, request_) -> Desk:
    made = Desk(api(officer), requests=[str(request_.pk)], **LOOSE)
    made.work()
    return made


@pytest.fixture
def best(desk, request_) -> Expert:
    """Who would be proposed if nothing was in the way."""
    return Expert.objects.get(pk=desk.row(request_)["profile"]["id"])


def left_out(desk: Desk) -> dict[str, int]:
    (shown,) = desk.board()["requests"]
    return {one["why"]: one["count"] for one in shown["left_out"]}


def proposed(desk: Desk, request) -> list[str]:
    return [one["profile"]["id"] for one in desk.rows_of(request)]


def pause(expert, request, officer):
    InvitationPause.objects.create(expert=expert)


def full(expert, request, officer):
    Expert.objects.filter(pk=expert.pk).update(max_open_engagements=0)


def away(expert, request, officer):
    expert.availability.all().delete()
    AvailabilityPeriod.objects.create(expert=expert, start=in_days(-9), end=in_days(-1))


def unwanted(expert, request, officer):
    expert.sectors_not_wanted.set(request.need.sectors.all()[:1])


def tied(expert, request, officer):
    DeclaredRelation.objects.create(
        profile=expert, institution=request.institution, kind="family", note="Cousin."
    )


def taken_off(expert, request, officer):
    ShortlistEntry.objects.create(
        request=request,
        profile=expert,
        place=1,
        left_out=True,
        note="No.",
        why_language="en",
        chosen_by=officer,
    )


def withdrawn(expert, request, officer):
    Expert.objects.filter(pk=expert.pk).update(consent_listed=False)


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (pause, "limit"),
        (full, "limit"),
        (away, "limit"),
        (unwanted, "sector"),
        (tied, "conflict"),
        (taken_off, "left_out"),
        (withdrawn, "gone"),
    ],
)
def test_whom_something_keeps_is_not_proposed_and_is_counted(
    desk, best, request_, officer, happens, why
):
    before = left_out(desk).get(why, 0)
    happens(best, request_, officer)
    desk.solve()
    assert str(best.pk) not in proposed(desk, request_)
    assert left_out(desk)[why] == before + 1
    gone = next(one for one in desk.changes() if one["profile"] == str(best.pk))
    assert gone["kind"] == "went"
    assert gone["sentence"]


def test_who_was_invited_before_is_not_proposed_again(desk, best, request_, officer):
    (invitation,) = invite_people(request_, officer, "Amaru")
    type(invitation).objects.update(expert=best, status="declined")
    ConsultationRequest.objects.filter(pk=request_.pk).update(status="shortlisted")
    desk.solve()
    assert str(best.pk) not in proposed(desk, request_)
    assert left_out(desk)["asked"] == 1


def test_nobody_gets_more_requests_than_places(api, officer):
    requests = open_requests(8, experts_wanted=2)
    Expert.objects.update(max_open_engagements=1)
    desk = Desk(api(officer), requests=[str(one.pk) for one in requests], **LOOSE)
    rows = desk.work()["rows"]
    assert len({one["profile"]["id"] for one in rows}) == len(rows) == 16


def test_where_too_few_can_be_proposed_it_is_said_what_to_relax(api, officer, request_):
    Expert.objects.update(max_open_engagements=0)
    desk = Desk(api(officer), requests=[str(request_.pk)], **LOOSE)
    board = desk.work()
    (shown,) = board["requests"]
    assert (shown["wanted"], shown["unmet"], board["rows"]) == (1, 1, [])
    (told,) = board["solution"]["limits"]
    assert "at the limit" in told["sentence"]
    assert str(request_.need) in told["sentence"]


def test_who_is_not_likely_to_help_is_left_out_unless_wanted(api, officer, request_):
    board = Desk(api(officer), requests=[str(request_.pk)]).work()
    (shown,) = board["requests"]
    counted = {one["why"]: one["count"] for one in shown["left_out"]}
    assert counted["unlikely"] > 0


def test_many_are_held_against_who_asks_as_one_is(own):
    """The findings of all at once are those of each alone."""
    some = list(Expert.objects.listed().order_by("pk")[:40])
    for asks in Institution.objects.filter(needs__isnull=False).distinct()[:5]:
        together = findings_of(known(some), asks)
        alone = {one.pk: open_findings(one, asks) for one in some}
        assert {pk: [f for f in found if f.is_open] for pk, found in together.items()} == alone


def test_what_can_be_asked_of_many_takes_as_many_queries_as_of_one(django_assert_num_queries):
    everybody = list(Expert.objects.listed())
    with django_assert_num_queries(6):
        found = standings(everybody)
    assert len(found) == len(everybody) > 100
