"""A project from its agreement to the end, and who sees and moves it."""

from __future__ import annotations

import datetime

import pytest
from tests_files import stored
from tests_reviews import project

from backend.notifications.models import Letter

pytestmark = pytest.mark.usefixtures("world")
AGREED = {
    "reference": "Agreement 12",
    "amount": "28000.00",
    "signed_on": "2027-02-10",
    "starts_on": "2027-03-01",
    "ends_on": "2028-02-28",
}


@pytest.fixture
def agreeing(officer, own):
    return project(officer, own, begun=False)


@pytest.fixture
def running(officer, own):
    return project(officer, own)


@pytest.fixture
def act(api):
    def send(user, row, step: str, status: int = 200, **body):
        answer = api(user).post(f"projects/{row.pk}/{step}/", body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return send


def test_a_project_begins_once_the_agreement_is_signed(api, act, officer, partner, agreeing):
    told = act(officer, agreeing, "begin", 409)["errors"][0]["detail"]
    assert told == "Still to be said of the agreement: signed on."
    path = f"projects/{agreeing.pk}/"
    file = stored(officer)
    parties = [{"name": "UNDP", "signer": "The representative", "position": "Director"}]
    body = {**AGREED, "upload": str(file), "parties": parties}
    answer = api(officer).patch(path, body, 1)
    assert answer.status_code == 200, answer.content
    assert answer.json()["agreement"]["id"] == str(file)
    assert answer.json()["parties"][0]["name"] == "UNDP"
    assert act(officer, agreeing, "begin")["status"] == "running"
    shown = api(partner).get(path).json()
    assert [(one["kind"], one["due_on"]) for one in shown["reports"]] == [
        ("progress", "2027-09-01"),
        ("final", "2028-04-28"),
        ("financial", "2028-04-28"),
        ("follow_up", "2029-02-28"),
    ]
    assert api(partner).get(f"{path}agreement/").status_code == 200


def test_partners_see_it_and_do_not_move_it(api, act, partner, stranger, running, own):
    path = f"projects/{running.pk}/"
    assert api(partner).get(path).json()["allowed_steps"] == []
    assert api(partner).patch(path, {"amount": 1}, running.version).status_code == 403
    act(partner, running, "suspend", 403, reason="x")
    assert api(stranger).get(path).status_code == 404
    act(stranger, running, "suspend", 404, reason="x")
    assert api(stranger).get("projects/").json()["results"] == []
    assert api(None).get("projects/").status_code == 401


def test_a_project_is_suspended_resumed_and_ends_with_its_reports(act, officer, partner, running):
    act(officer, running, "suspend", 400)
    act(officer, running, "suspend", reason="The ministry moves.")
    assert act(officer, running, "resume")["status"] == "running"
    told = act(officer, running, "complete", 409)["errors"][0]["detail"]
    assert told == "Reports still to be accepted: progress report, final report, financial report."
    running.reports.update(status="accepted")
    assert act(officer, running, "complete")["status"] == "completed"
    act(officer, running, "cancel", 409, reason="x")
    assert Letter.objects.filter(address=partner.email, text__contains="completed").exists()


def test_days_that_move_move_reports_that_are_still_owed(api, officer, running):
    first = running.reports.order_by("due_on").first()
    first.status = "accepted"
    first.save()
    body = {"starts_on": "2027-04-01", "ends_on": "2028-03-31"}
    answer = api(officer).patch(f"projects/{running.pk}/", body, running.version)
    assert answer.status_code == 200, answer.content
    days = [one["due_on"] for one in answer.json()["reports"]]
    assert days == ["2027-09-01", "2028-05-31", "2028-05-31", "2029-03-31"]


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"amount": "0"}, "amount"),
        ({"ends_on": "2027-01-01"}, "ends_on"),
        ({"parties": []}, "parties"),
        ({"parties": [{"signer": "Nobody"}]}, "parties.0.non_field_errors"),
        ({"starts_on": "soon"}, "starts_on"),
    ],
)
def test_what_an_agreement_can_not_say_is_named(api, officer, running, body, attr):
    refused = api(officer).patch(f"projects/{running.pk}/", body, running.version)
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, attr)


def test_partners_say_when_a_milestone_was_reached(api, partner, running, stranger):
    one = running.milestones.first()
    path = f"projects/{running.pk}/milestones/{one.pk}/"
    done = api(partner).patch(path, {"done_on": "2027-06-20", "note": "Twelve operators."}, 1)
    assert (done.status_code, done.json()["done_on"]) == (200, "2027-06-20"), done.content
    assert api(partner).patch(path, {"note": "x"}, 1).status_code == 412
    assert api(stranger).patch(path, {"note": "x"}, 2).status_code == 404


def test_planned_and_spent_stand_side_by_side_to_the_cent(api, officer, partner, running):
    report = running.reports.get(kind="financial")
    pumps, training = running.proposal.budget_lines.order_by("year")
    spent = [
        {"line": str(pumps.pk), "year": 1, "amount": "10000.25"},
        {"line": str(pumps.pk), "year": 2, "amount": "0.26"},
        {"line": str(training.pk), "year": 2, "amount": "10000.00", "note": "One course more."},
    ]
    path = f"project-reports/{report.pk}/"
    answer = api(partner).patch(path, {"spendings": spent}, 1)
    assert answer.status_code == 200, answer.content
    view = f"projects/{running.pk}/spent/"
    assert api(partner).get(view).json()["spent"] == "0.00", "a draft tells nothing yet"
    assert api(partner).post(f"{path}hand-in/").status_code == 200
    found = api(officer).get(view).json()
    assert (found["planned"], found["spent"], found["left"]) == ("30000.00", "20000.51", "9999.49")
    assert found["accepted"] == "0.00"
    assert found["years"] == [
        {"year": 1, "planned": "20000.50", "spent": "10000.25"},
        {"year": 2, "planned": "9999.50", "spent": "10000.26"},
    ]
    assert [one["left"] for one in found["lines"]] == ["9999.99", "-0.50"]
    api(officer).post(f"{path}accept/")
    assert api(officer).get(view).json()["accepted"] == "20000.51"


def test_results_are_held_against_indicators_with_their_evidence(api, partner, running, officer):
    indicator = running.proposal.indicators.get()
    path = f"projects/{running.pk}/results/"
    file = stored(partner)
    body = {
        "indicator": str(indicator.pk),
        "value": "3",
        "measured_on": datetime.date.today().isoformat(),
        "evidence": "Visit of the ministry",
        "upload": str(file),
    }
    made = api(partner).post(path, body)
    assert made.status_code == 201, made.content
    (found,) = api(officer).get(path).json()
    assert (found["share"], found["values"][0]["value"]) == ("0.7500", "3.00")
    assert api(officer).get(f"{path}{made.json()['id']}/file/").status_code == 200
    later = api(partner).post(path, {**body, "measured_on": "2999-01-01", "upload": None})
    assert later.status_code == 400


def test_lists_and_money_take_no_more_queries_with_more(
    api, officer, running, django_assert_max_num_queries
):
    for n in range(8):
        running.proposal.budget_lines.create(text=f"Line {n}", amount=10)
    with django_assert_max_num_queries(10):
        assert len(api(officer).get("projects/").json()["results"]) == 1
    with django_assert_max_num_queries(10):
        assert len(api(officer).get(f"projects/{running.pk}/spent/").json()["lines"]) == 10
    with django_assert_max_num_queries(8):
        assert len(api(officer).get("project-reports/").json()["results"]) == 4


def test_what_was_done_to_a_project_is_in_its_history(
    api, act, officer, partner, stranger, running
):
    act(officer, running, "suspend", reason="The rains came early.")
    path = f"projects/{running.pk}/history/"
    for reader in (officer, partner):
        found = api(reader).get(path, of="programmes.projectstep").json()["results"]
        told = {one["field"]: one["after_label"] for one in found[0]["fields_changed"]}
        assert told["reason"] == "The rains came early."
    assert api(stranger).get(path).status_code == 404
