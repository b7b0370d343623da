"""Reports of a project: written, handed in, returned, accepted, and reminded of."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests_files import stored
from tests_requests import TOLD
from tests_reviews import project

from backend.directory.models import Membership
from backend.notifications.models import Letter
from backend.programmes.models import ProjectReport
from backend.programmes.services.projects.reminders import remind_of_reports

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def running(officer, own):
    return project(officer, own)


@pytest.fixture
def report(running):
    return running.reports.get(kind="progress")


@pytest.fixture
def act(api):
    def send(user, row, step: str, status: int = 200, **body):
        answer = api(user).post(f"project-reports/{row.pk}/{step}/", body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return send


def version_of(report) -> int:
    return ProjectReport.objects.get(pk=report.pk).version


def test_each_version_that_was_handed_in_stays(api, act, partner, officer, report):
    path = f"project-reports/{report.pk}/"
    told = act(partner, report, "hand-in", 409)["errors"][0]["detail"]
    assert told == "Sections still to be written: What was done."
    saved = api(partner).patch(path, {"texts": {"done": "Four wells cleaned."}}, 1)
    assert saved.status_code == 200, saved.content
    assert saved.json()["sections"][0]["text"] == "Four wells cleaned."
    first = api(partner).post(f"{path}files/", {"file": str(stored(partner))}).json()
    act(partner, report, "hand-in")
    late = api(partner).patch(path, {"texts": {"done": "x"}}, version_of(report))
    assert late.json()["errors"][0]["code"] == "not_writable"
    act(officer, report, "return", 400)
    act(officer, report, "return", reason="Where are the wells?")
    letter = Letter.objects.filter(address=partner.email).order_by("pk").last()
    assert "Where are the wells?" in letter.text
    api(partner).patch(path, {"texts": {"done": "Four wells in Oudomxay."}}, version_of(report))
    gone = api(partner).client.delete(f"/api/v1/{path}files/{first['id']}/")
    assert gone.json()["errors"][0]["code"] == "handed_in"
    act(partner, report, "hand-in")
    shown = act(officer, report, "accept")
    assert [one["texts"]["done"] for one in shown["versions"]] == [
        "Four wells cleaned.",
        "Four wells in Oudomxay.",
    ]
    assert [len(one["files"]) for one in shown["versions"]] == [1, 1]
    assert shown["status"] == "accepted"


def test_an_officer_hands_in_for_partners_and_says_how_it_was_heard(api, act, officer, report):
    api(officer).patch(f"project-reports/{report.pk}/", {"texts": {"done": "On paper."}}, 1)
    assert act(officer, report, "hand-in", 400)["errors"][0]["attr"] == "on_behalf"
    act(officer, report, "hand-in", on_behalf=TOLD)
    assert report.steps.get(step="hand-in").channel == "telephone"


def test_editors_write_and_those_who_answer_for_the_applicant_hand_in(
    api, act, own, report, stranger, partner
):
    from backend.accounts.models import User

    people = {}
    for role in ("editor", "reader"):
        people[role] = User.objects.create_user(f"{role}@asks.example", "palmeira-azul-9")
        Membership.objects.create(user=people[role], institution=own, role=role)
    path, body = f"project-reports/{report.pk}/", {"texts": {"done": "Done."}}
    assert api(people["reader"]).patch(path, body, 1).status_code == 403
    assert api(people["editor"]).patch(path, body, 1).status_code == 200
    act(people["editor"], report, "hand-in", 403)
    act(partner, report, "accept", 403)
    act(partner, report, "hand-in")
    assert api(stranger).get(path).status_code == 404
    act(stranger, report, "hand-in", 404)


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"texts": {"nothing": "x"}}, "texts"),
        ({"texts": "x"}, "texts"),
        ({"spendings": [{"line": "x", "amount": 1}]}, "spendings.0.line"),
    ],
)
def test_what_a_report_can_not_hold_is_named(api, partner, report, body, attr):
    refused = api(partner).patch(f"project-reports/{report.pk}/", body, 1)
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, attr)


def test_money_is_told_of_ones_own_budget_and_once_a_line(api, partner, running, officer, own):
    report = running.reports.get(kind="financial")
    line = str(running.proposal.budget_lines.first().pk)
    path = f"project-reports/{report.pk}/"
    twice = [{"line": line, "amount": "1"}, {"line": line, "amount": "2"}]
    assert api(partner).patch(path, {"spendings": twice}, 1).status_code == 400
    less = [{"line": line, "amount": "-1"}]
    assert api(partner).patch(path, {"spendings": less}, 1).status_code == 400
    told = api(partner).post(f"{path}hand-in/").json()["errors"][0]["detail"]
    assert told == "Say what was spent, line by line of the budget."


def test_an_officer_asks_for_one_more_and_waives_one(api, act, officer, partner, running, report):
    path = f"projects/{running.pk}/reports/"
    body = {"kind": "progress", "due_on": "2027-12-01"}
    assert api(partner).post(path, body).status_code == 403
    made = api(officer).post(path, body)
    assert (made.status_code, made.json()["confirmed"]) == (201, False), made.content
    act(officer, report, "waive", 400)
    assert act(officer, report, "waive", reason="Agreed.")["status"] == "waived"


def test_a_report_that_is_due_soon_is_reminded_of_once_a_week(running, partner, report):
    calendar = report.rule.calendar
    calendar.rest_days = []
    calendar.save()
    assert remind_of_reports() == 0
    today = timezone.localdate()
    ProjectReport.objects.filter(pk=report.pk).update(due_on=today + datetime.timedelta(5))
    assert remind_of_reports() == 1
    assert remind_of_reports() == 0
    letters = Letter.objects.filter(address=partner.email, kind="reminder")
    assert letters.count() == 1
    before = today - datetime.timedelta(7)
    ProjectReport.objects.filter(pk=report.pk).update(reminded_on=before, due_on=before)
    assert remind_of_reports() == 1
    ProjectReport.objects.filter(pk=report.pk).update(reminded_on=before, status="handed_in")
    assert remind_of_reports() == 0
