"""A request's way: who takes which step, what must hold, and which clock runs."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from tests_requests import CRITERIA, TOLD

from backend.codelists.models import Holiday, WorkingCalendar
from backend.consultations.models import Clock, ConsultationRequest, StepTaken
from backend.consultations.steps import STEPS

pytestmark = pytest.mark.usefixtures("world")


def test_from_draft_to_the_search_for_experts(partner, officer, draft, step):
    assert step(partner, draft, "submit")["status_label"] == "With the secretariat"
    shown = step(officer, draft, "accept-for-brokering", criteria=CRITERIA)
    assert (shown["status"], shown["status_label"]) == ("brokering", "accepted for brokering")
    taken = list(draft.steps.order_by("pk").values_list("step", "source", "target", "by"))
    assert taken == [
        ("submit", "draft", "submitted", partner.pk),
        ("accept-for-brokering", "submitted", "brokering", officer.pk),
    ]


def test_what_is_incomplete_is_not_sent_and_what_is_missing_is_named(partner, draft, step):
    ConsultationRequest.objects.update(background="", deliverables=[])
    refused = step(partner, draft, "submit", status=409)
    assert refused["errors"][0]["detail"] == "Still to be filled in: background, deliverables."
    assert "withdraw" in refused["allowed_steps"]
    assert not StepTaken.objects.exists()


def test_a_step_that_is_not_possible_now_is_409_with_those_that_are(officer, draft, step):
    refused = step(officer, draft, "accept-for-brokering", status=409, criteria=CRITERIA)
    assert refused["errors"][0]["code"] == "step_not_allowed"
    assert refused["allowed_steps"] == ["ask-approval", "submit", "withdraw"]


def test_returned_for_information_and_sent_again(partner, officer, draft, step, api):
    step(partner, draft, "submit")
    assert (
        api(partner).patch(f"consultation-requests/{draft.pk}/", {"budget": "x"}, 2).status_code
        == 409
    )
    step(officer, draft, "return", reason="Which villages?")
    answered = api(partner).patch(
        f"consultation-requests/{draft.pk}/", {"place_note": "Haute Matsiatra"}, 3
    )
    assert answered.status_code == 200
    assert step(partner, draft, "submit")["status"] == "submitted"


@pytest.mark.parametrize("name", [s.name for s in STEPS.steps.values() if s.needs_reason])
def test_a_reason_must_be_given_where_one_is_owed(officer, draft, step, name):
    refused = step(officer, draft, name, status=400, reason=" ", on_behalf=TOLD)
    assert refused["errors"][0]["attr"] == "reason"


def test_all_criteria_must_have_been_found_to_hold(partner, officer, draft, step):
    step(partner, draft, "submit")
    partly = CRITERIA | {"fit": False}
    refused = step(officer, draft, "accept-for-brokering", status=400, criteria=partly)
    assert "not of buying goods" in refused["errors"][0]["detail"]
    step(officer, draft, "reject", reason="Goods are asked for.", criteria=partly)
    assert draft.steps.get(step="reject").criteria == partly


def test_an_officer_who_acts_for_the_partner_says_how_it_was_heard(officer, draft, step, api):
    refused = step(officer, draft, "submit", status=400)
    assert refused["errors"][0]["attr"] == "on_behalf"
    step(officer, draft, "submit", on_behalf=TOLD)
    shown = api(officer).get(f"consultation-requests/{draft.pk}/steps/").json()
    assert shown[0]["channel"] == "telephone"
    assert shown[0]["evidence"] == TOLD["evidence"]
    assert "@" not in shown[0]["by"]


def test_where_somebody_approves_an_editor_asks_first(colleague, draft, step):
    editor = colleague("editor")
    approver = colleague("approver")
    step(editor, draft, "submit", status=403)
    step(editor, draft, "ask-approval")
    step(approver, draft, "refuse-approval", reason="Name the villages.")
    step(editor, draft, "ask-approval")
    assert step(approver, draft, "submit")["status"] == "submitted"


def test_where_nobody_approves_an_editor_sends_it(colleague, draft, step):
    assert step(colleague("editor"), draft, "submit")["status"] == "submitted"


def test_partners_take_no_step_of_the_secretariat(partner, draft, step):
    step(partner, draft, "submit")
    for name in ("return", "accept-for-brokering", "reject", "suspend", "cancel"):
        step(partner, draft, name, status=403, reason="why", criteria=CRITERIA)


def test_what_was_suspended_is_taken_up_where_it_stood(partner, officer, draft, step):
    step(partner, draft, "submit")
    step(officer, draft, "suspend", reason="Elections")
    assert step(officer, draft, "resume")["status"] == "submitted"


def test_a_second_click_is_answered_like_the_first_and_moves_nothing(api, partner, draft):
    path = f"consultation-requests/{draft.pk}/submit/"
    answers = [api(partner).post(path, key="one click") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert draft.steps.count() == 1


def test_somebody_of_the_secretariat_looks_after_it(api, partner, officer, draft):
    path = f"consultation-requests/{draft.pk}/assign/"
    assert api(partner).post(path, {"officer": str(officer.pk)}).status_code == 403
    refused = api(officer).post(path, {"officer": str(partner.pk)})
    assert refused.json()["errors"][0]["attr"] == "officer"
    assert api(officer).post(path, {"officer": str(officer.pk)}).json()["officer"] == str(
        officer.pk
    )


# --- clocks -------------------------------------------------------------------------------------


@pytest.fixture
def calendar(db) -> WorkingCalendar:
    return WorkingCalendar.objects.create(code="t", zone="Africa/Nairobi", rest_days=[6, 7])


def at(day: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("Africa/Nairobi"))


def test_rest_days_and_holidays_do_not_count(calendar):
    friday = at("2026-11-27T15:00")
    assert calendar.due(friday, 3) == at("2026-12-03T00:00")  # the end of Wednesday
    Holiday.objects.create(calendar=calendar, day="2026-12-01")
    assert calendar.due(friday, 3) == at("2026-12-04T00:00")
    assert calendar.days_left(friday, calendar.due(friday, 3)) == 3


def test_a_day_is_that_of_the_calendars_zone(calendar):
    """Half past ten in the evening in Lisbon is already the next day in Nairobi."""
    late = datetime.datetime(2026, 11, 30, 22, 30, tzinfo=datetime.UTC)
    assert calendar.due(late, 1) == at("2026-12-03T00:00")


def test_the_first_answer_has_three_working_days_and_waits_for_the_partner(
    partner, officer, draft, step
):
    shown = step(partner, draft, "submit")
    [clock] = shown["clocks"]
    assert clock["kind"] == "first_answer"
    [paused] = step(officer, draft, "return", reason="Where?")["clocks"]
    assert (paused["due_at"], paused["days_left"]) == (None, 3)
    [again] = step(partner, draft, "submit")["clocks"]
    assert again["due_at"] == clock["due_at"]


def test_the_shortlist_has_a_clock_of_its_own(partner, officer, draft, step):
    step(partner, draft, "submit")
    shown = step(officer, draft, "accept-for-brokering", criteria=CRITERIA)
    assert [clock["kind"] for clock in shown["clocks"]] == ["shortlist"]
    assert Clock.objects.get(kind="first_answer").stopped_at
    assert step(officer, draft, "cancel", reason="The partner is gone.")["clocks"] == []
