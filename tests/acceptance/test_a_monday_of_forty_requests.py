"""The secretariat's Monday: forty requests and one pool of experts, brokered in one batch."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from tests_batches import Desk, in_days, open_requests

from backend.consultations.models import ConsultationRequest, ShortlistEntry, Status
from backend.consultations.services.limits import standings
from backend.directory.models import Expert

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def forty() -> list[ConsultationRequest]:
    made = open_requests(40)
    ConsultationRequest.objects.filter(pk=made[5].pk).update(answers_by=in_days(4))
    return made


def test_a_monday_of_forty_requests_is_brokered_in_one_batch_with_three_rows_changed_by_hand(
    api, officer, forty
):
    desk = Desk(api(officer))
    assert desk.board()["requests_number"] == 40
    first = desk.work()
    is_fair_and_within_limits(first)
    urgent = next(one for one in first["requests"] if one["request"] == str(forty[5].pk))
    assert "urgent" in [one["priority"] for one in urgent["why"]]

    locked, excluded, added = changes_three_rows(desk, first)
    second = desk.solve()
    holds_what_was_decided(second, locked, excluded, added)
    stays_near(first, second)
    explains_every_difference(desk, first, second)

    applies(desk, second)


def is_fair_and_within_limits(board: Any) -> None:
    """Proven to be the best; nobody above the limit; everybody with the passage that speaks."""
    assert board["solution"]["optimal"]
    missing = Counter(row["request"] for row in board["rows"])
    for one in board["requests"]:
        assert missing[one["request"]] == one["wanted"] - one["unmet"]
        assert one["weight"] == pytest.approx(1 + sum(part["adds"] for part in one["why"]))
    taken = Counter(row["profile"]["id"] for row in board["rows"])
    experts = Expert.objects.filter(pk__in=taken)
    free = {str(pk): one.free for pk, one in standings(experts).items()}
    assert all(number <= free[pk] for pk, number in taken.items())
    assert all(row["reasons"] for row in board["rows"])
    unmet = sum(one["unmet"] for one in board["requests"])
    kinds = {one["kind"] for one in board["solution"]["limits"]}
    assert not unmet or kinds & {"candidates", "shared"}


def changes_three_rows(desk: Desk, board: Any) -> tuple[Any, Any, Any]:
    """One is locked, one excluded, and one request gets somebody who serves another."""
    rows = board["rows"]
    locked = desk.change(rows[0], "locked")
    excluded = desk.change(rows[1], "excluded", reason="On mission until spring.")
    taken = rows[-1]
    single = next(
        one
        for one in board["requests"]
        if one["wanted"] == 1
        and one["request"] not in {rows[0]["request"], rows[1]["request"], taken["request"]}
    )
    request = ConsultationRequest.objects.get(pk=single["request"])
    expert = Expert.objects.get(pk=taken["profile"]["id"])
    added = desk.add(request, expert, reason="The minister knows her.")
    return locked, excluded, added


def holds_what_was_decided(board: Any, locked: Any, excluded: Any, added: Any) -> None:
    by_id = {row["id"]: row for row in board["rows"]}
    assert by_id[locked["id"]]["status"] == "locked"
    assert by_id[excluded["id"]]["status"] == "excluded"
    assert by_id[added["id"]]["status"] == "locked"
    assert by_id[added["id"]]["score"] is not None
    assert all(by_id[one["id"]]["cost"] is not None for one in (locked, excluded, added))
    assert board["solution"]["costs_in_all"] > 0
    rivals = [row for row in board["rows"] if row["request"] == added["request"]]
    assert [row["id"] for row in rivals] == [added["id"]]


def pairs(board: Any) -> set[tuple[str, str]]:
    live = [row for row in board["rows"] if row["status"] != "excluded"]
    return {(row["request"], row["profile"]["id"]) for row in live}


def stays_near(first: Any, second: Any) -> None:
    """Three rows were changed; what follows from them moves, and little else."""
    before, after = pairs(first), pairs(second)
    assert len(before & after) >= len(before) - 9


def explains_every_difference(desk: Desk, first: Any, second: Any) -> None:
    came, told = pairs(second) - pairs(first), desk.changes()
    named = {(one["request"], one["profile"]) for one in told if one["kind"] == "came"}
    assert named == came
    for one in told:
        assert one["causes"]
        assert one["sentence"].endswith(".")
        assert "%(" not in one["sentence"]
    assert any("is held for" in one["sentence"] for one in told)
    assert any("is excluded from" in one["sentence"] for one in told)


def applies(desk: Desk, board: Any) -> None:
    """All that is proposed is accepted; it is on the lists, once, however often it is applied."""
    for row in board["rows"]:
        if row["status"] in ("proposed", "locked"):
            desk.change(row, "accepted")
    told = desk.does("apply/")
    accepted = [row for row in board["rows"] if row["status"] != "excluded"]
    assert [one["outcome"] for one in told] == ["applied"] * len(accepted)
    assert [one["outcome"] for one in desk.does("apply/")] == ["there"] * len(accepted)
    assert ShortlistEntry.objects.count() == len(accepted)
    assert all(ShortlistEntry.objects.values_list("why", flat=True))
    served = {row["request"] for row in accepted}
    moved = ConsultationRequest.objects.filter(status=Status.MATCHING)
    assert {str(one.pk) for one in moved} == served
