"""Accepted rows go onto the shortlists: each request wholly or not at all, and each row once."""

from __future__ import annotations

import pytest
from tests_batches import Desk, open_requests

from backend.consultations.models import (
    ConsultationRequest,
    InvitationPause,
    ShortlistEntry,
    Status,
    StepTaken,
)
from backend.directory.models import Expert

pytestmark = pytest.mark.usefixtures("world")
LOOSE = {"likely_only": False, "floor": 0.0}


@pytest.fixture
def requests() -> list[ConsultationRequest]:
    return open_requests(2, experts_wanted=2)


@pytest.fixture
def desk(api, officer, requests) -> Desk:
    made = Desk(api(officer), **LOOSE)
    made.work()
    return made


def accept_all(desk: Desk) -> None:
    for row in desk.board()["rows"]:
        desk.change(row, "accepted")


def outcomes(told) -> list[str]:
    return sorted(one["outcome"] for one in told)


def test_only_what_is_accepted_goes_onto_the_lists(desk, requests):
    accepted = desk.change(desk.row(requests[0]), "accepted", reason="Fits.")
    desk.change(desk.row(requests[1]), "locked")
    (told,) = desk.does("apply/")
    assert (told["outcome"], told["row"]) == ("applied", accepted["id"])
    entry = ShortlistEntry.objects.get()
    assert (entry.request, str(entry.profile_id)) == (requests[0], accepted["profile"]["id"])
    assert entry.why
    assert "Fits." in entry.note
    assert desk.row(requests[0])["applied"]


def test_the_requests_move_by_their_steps(desk, requests, officer):
    accept_all(desk)
    desk.does("apply/")
    for one in requests:
        one.refresh_from_db()
        assert one.status == Status.MATCHING
        step = StepTaken.objects.get(request=one)
        assert (step.step, step.source, step.by) == ("match", "brokering", officer)


def test_a_list_that_was_released_is_opened_again(desk, requests):
    ConsultationRequest.objects.update(status=Status.SHORTLISTED)
    accept_all(desk)
    assert outcomes(desk.does("apply/")) == ["applied"] * 4
    assert {one.status for one in ConsultationRequest.objects.all()} == {Status.MATCHING}


def test_to_apply_twice_changes_nothing(desk):
    accept_all(desk)
    desk.does("apply/")
    before = list(ShortlistEntry.objects.order_by("pk").values())
    steps = StepTaken.objects.count()
    assert outcomes(desk.does("apply/")) == ["there"] * 4
    assert list(ShortlistEntry.objects.order_by("pk").values()) == before
    assert StepTaken.objects.count() == steps


def test_a_request_with_a_stale_row_is_left_as_it_is_and_the_others_go(desk, requests):
    accept_all(desk)
    gone = desk.row(requests[0])
    InvitationPause.objects.create(expert=Expert.objects.get(pk=gone["profile"]["id"]))
    told = {one["row"]: one for one in desk.does("apply/")}
    assert told[gone["id"]]["outcome"] == "stale"
    assert "no invitations" in told[gone["id"]]["why"]
    assert outcomes(told.values()) == ["applied", "applied", "stale", "waits"]
    assert not requests[0].shortlist.exists()
    requests[0].refresh_from_db()
    assert requests[0].status == Status.BROKERING

    desk.change(gone, "excluded", reason="Wants a rest.")
    assert outcomes(desk.does("apply/")) == ["applied", "there", "there"]


def test_a_request_that_moved_on_is_told(desk, requests):
    accept_all(desk)
    ConsultationRequest.objects.filter(pk=requests[1].pk).update(status=Status.CLOSED)
    told = [one for one in desk.does("apply/") if one["request"] == str(requests[1].pk)]
    assert outcomes(told) == ["stale", "stale"]
    assert all("moved on" in one["why"] for one in told)


def test_who_was_taken_off_the_list_meanwhile_is_not_put_back(desk, requests, officer):
    accept_all(desk)
    row = desk.row(requests[0])
    ShortlistEntry.objects.create(
        request=requests[0],
        profile_id=row["profile"]["id"],
        place=1,
        left_out=True,
        note="No.",
        why_language="en",
        chosen_by=officer,
    )
    told = {one["row"]: one for one in desk.does("apply/")}
    assert "left out" in told[row["id"]]["why"]


def test_who_is_on_the_list_already_stays_as_it_is(desk, requests, officer):
    row = desk.change(desk.row(requests[0]), "accepted")
    ConsultationRequest.objects.filter(pk=requests[0].pk).update(status=Status.MATCHING)
    mine = ShortlistEntry.objects.create(
        request=requests[0],
        profile_id=row["profile"]["id"],
        place=1,
        why="My words.",
        why_language="en",
        chosen_by=officer,
    )
    assert outcomes(desk.does("apply/")) == ["there"]
    mine.refresh_from_db()
    assert mine.why == "My words."


def test_more_rows_than_places_are_told_one_by_one(desk, requests):
    row = desk.change(desk.row(requests[0]), "accepted")
    person = Expert.objects.get(pk=row["profile"]["id"])
    Expert.objects.filter(pk=person.pk).update(max_open_engagements=1)
    other = desk.add(requests[1], person)
    desk.change(other, "accepted")
    told = desk.does("apply/")
    assert outcomes(told) == ["stale", "stale"]
    assert all("1 places left, and 2 rows" in one["why"] for one in told)
    assert not ShortlistEntry.objects.exists()
