"""Officers: whose request it is, who stands in, handing everything over, queues and reminders."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backend.accounts.models import User
from backend.codelists.models import Holiday
from backend.consultations.models import Assignment, Clock, ClockSetting, ConsultationRequest
from backend.consultations.services import reminders
from backend.consultations.services.reminders import remind_overdue
from backend.directory.models import Institution, Membership
from backend.notifications.models import Letter

pytestmark = pytest.mark.usefixtures("world")
PATH = "consultation-requests/"


@pytest.fixture
def second(officer) -> User:
    """Another officer."""
    user = User.objects.create_user("second@secretariat.example", first_name="Lin")
    home = Institution.objects.get(is_secretariat=True)
    Membership.objects.create(user=user, institution=home, role="editor")
    return user


@pytest.fixture
def cases(need, officer) -> list[ConsultationRequest]:
    make = ConsultationRequest.objects.create
    return [make(need=need, officer=officer, status="submitted") for _ in range(4)]


@pytest.fixture
def overdue(cases) -> Clock:
    calendar = ClockSetting.objects.get(kind="first_answer").calendar
    calendar.rest_days = []  # whatever today is, it is worked on
    calendar.save()
    due = timezone.now() - datetime.timedelta(days=2)
    return Clock.objects.create(
        request=cases[0], kind="first_answer", calendar=calendar, due_at=due
    )


def found(api, user, **query) -> set[str]:
    rows = api(user).get(PATH, **query).json()["results"]
    return {row["id"] for row in rows}


def stand_in(api, officer, second, **days: int) -> dict:
    today = timezone.localdate()
    starts, ends = (today + datetime.timedelta(days=days[name]) for name in ("starts", "ends"))
    body = {"deputy": str(second.pk), "starts_on": str(starts), "ends_on": str(ends)}
    answer = api(officer).post("deputies/", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_deputy_has_the_cases_in_the_queue_too_as_long_as_it_is_said(api, officer, second, cases):
    assert found(api, second, mine="true") == set()
    made = stand_in(api, officer, second, starts=0, ends=3)
    assert made["deputy_name"] == "Lin"
    everything = {str(one.pk) for one in cases}
    assert found(api, second, mine="true") == found(api, officer, mine="true") == everything
    assert api(officer).post(f"deputies/{made['id']}/end/").status_code == 204
    assert found(api, second, mine="true") == set()
    stand_in(api, officer, second, starts=1, ends=3)
    assert found(api, second, mine="true") == set()
    assert found(api, second, mine="false") >= everything


@pytest.mark.parametrize(
    ("starts", "ends", "field"), [(3, 1, "ends_on"), (-5, -3, "ends_on"), (0, 1, "deputy")]
)
def test_a_deputy_is_another_officer_for_days_to_come(api, officer, partner, starts, ends, field):
    today = timezone.localdate()
    whom = officer if field == "ends_on" else partner
    deputy = User.objects.exclude(pk=officer.pk).first() if field == "x" else whom
    body = {
        "deputy": str(deputy.pk),
        "officer": str(officer.pk),
        "starts_on": str(today + datetime.timedelta(days=starts)),
        "ends_on": str(today + datetime.timedelta(days=ends)),
    }
    refused = api(officer).post("deputies/", body)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"] in {field, "deputy"}


def test_all_open_cases_are_handed_over_at_once_and_each_has_a_record(api, officer, second, cases):
    ConsultationRequest.objects.filter(pk=cases[3].pk).update(status="closed")
    path = f"officers/{officer.pk}/hand-over/"
    done = api(officer).post(path, {"to": str(second.pk), "reason": "On leave."})
    assert (done.status_code, done.json()) == (200, {"requests": 3})
    of_each = Assignment.objects.values_list("request", "before", "officer", "reason")
    assert set(of_each) == {(one.pk, officer.pk, second.pk, "On leave.") for one in cases[:3]}
    assert set(ConsultationRequest.objects.filter(officer=officer)) == {cases[3]}
    (letter,) = Letter.objects.filter(address=second.email)
    assert letter.subject == "3 open requests were handed over to you."
    seen = api(officer).get(f"{PATH}{cases[0].pk}/assignments/").json()
    assert (seen[0]["officer"], seen[0]["reason"]) == ("Lin", "On leave.")


def test_handing_over_costs_the_same_number_of_queries_however_many_there_are(
    api, officer, second, cases, need
):
    def cost(frm: User, to: User) -> int:
        with CaptureQueriesContext(connection) as seen:
            api(officer).post(f"officers/{frm.pk}/hand-over/", {"to": str(to.pk)})
        return len(seen)

    few = cost(officer, second)
    for _ in range(12):
        ConsultationRequest.objects.create(need=need, officer=second, status="submitted")
    assert cost(second, officer) == few


def test_it_goes_to_an_officer_and_to_somebody_else(api, officer, partner, second, cases):
    path = f"officers/{officer.pk}/hand-over/"
    for whom in (partner, officer):
        refused = api(officer).post(path, {"to": str(whom.pk)})
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "to")
    nobody = api(officer).post(f"officers/{partner.pk}/hand-over/", {"to": str(second.pk)})
    assert nobody.status_code == 404


def test_officers_work_is_for_officers_alone(api, officer, partner, cases):
    for path in ("officers/", "deputies/"):
        assert api().get(path).status_code == 401
        assert api(partner).get(path).status_code == 404
    assert api(partner).post(f"officers/{officer.pk}/hand-over/", {}).status_code == 404
    assert api(partner).get(f"{PATH}{cases[0].pk}/assignments/").status_code == 404
    shown = {one["id"]: one for one in api(officer).get("officers/").json()["results"]}
    assert shown[str(officer.pk)]["open_requests"] == 4
    assert "@" not in str(shown)


def test_the_lists_of_officers_and_deputies_cost_the_same_however_long(api, officer, second):
    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert api(officer).get(path).status_code == 200
        return len(seen)

    stand_in(api, officer, second, starts=0, ends=3)
    few = [cost("officers/"), cost("deputies/")]
    home = Institution.objects.get(is_secretariat=True)
    for number in range(5):
        user = User.objects.create_user(f"o{number}@secretariat.example")
        Membership.objects.create(user=user, institution=home, role="editor")
        stand_in(api, user, second, starts=0, ends=3)
    assert [cost("officers/"), cost("deputies/")] == few


def test_counts_say_what_waits_where_and_for_how_long(api, officer, partner, cases, overdue):
    ConsultationRequest.objects.filter(pk=cases[1].pk).update(status="inviting", officer=None)
    ConsultationRequest.objects.filter(pk=cases[2].pk).update(status="closed")
    old = timezone.now() - datetime.timedelta(days=10)
    ConsultationRequest.objects.filter(pk=cases[3].pk).update(created_at=old)
    told = api(officer).get(f"{PATH}counts/").json()
    assert (told["total"], told["open"]) == (4, 3)
    assert (told["statuses"]["submitted"], told["statuses"]["draft"]) == (2, 0)
    assert told["waits_for"] == {"partner": 0, "secretariat": 2, "experts": 1, "nobody": 1}
    assert [one["requests"] for one in told["ages"]] == [2, 1, 0, 0]
    assert {one["officer"]: one["requests"] for one in told["officers"]} == {
        str(officer.pk): 2,
        None: 1,
    }
    assert told["clocks"][0] == {"kind": "first_answer", "running": 0, "overdue": 1, "paused": 0}
    narrowed = api(officer).get(f"{PATH}counts/", waits_for="experts").json()
    assert narrowed["total"] == 1
    assert api(officer).get(f"{PATH}counts/", tomorrow="yes").status_code == 400
    assert api().get(f"{PATH}counts/").status_code == 401
    assert found(api, officer, waits_for="experts") == {str(cases[1].pk)}


def test_strangers_count_nothing(api, stranger, cases):
    assert api(stranger).get(f"{PATH}counts/").json()["total"] == 0


def test_overdue_work_is_reminded_of_once_a_working_day(api, officer, second, cases, overdue):
    stand_in(api, officer, second, starts=0, ends=3)
    assert [remind_overdue(), remind_overdue()] == [1, 0]
    told = Letter.objects.filter(subject__startswith="Overdue")
    assert set(told.values_list("address", flat=True)) == {officer.email, second.email}
    Clock.objects.update(reminded_on=timezone.localdate() - datetime.timedelta(days=1))
    assert remind_overdue() == 1
    assert told.count() == 4


def test_nobody_is_reminded_on_a_holiday_or_of_what_is_done_or_paused(overdue):
    Holiday.objects.create(calendar=overdue.calendar, day=timezone.localdate())
    assert remind_overdue() == 0
    Holiday.objects.all().delete()
    Clock.objects.update(stopped_at=timezone.now())
    assert remind_overdue() == 0
    Clock.objects.update(stopped_at=None, due_at=None, days_left=1)
    assert remind_overdue() == 0


def test_what_nobody_looks_after_is_reminded_to_the_owners_of_the_secretariat(officer, overdue):
    ConsultationRequest.objects.update(officer=None)
    assert remind_overdue() == 1
    assert Letter.objects.get(subject__startswith="Overdue").address == officer.email


def test_a_sweep_that_dies_leaves_neither_a_letter_nor_a_note(overdue, monkeypatch):
    def dies(clock: Clock) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reminders, "write_overdue", dies)
        with pytest.raises(KeyboardInterrupt):
            remind_overdue()
    overdue.refresh_from_db()
    assert overdue.reminded_on is None
    assert remind_overdue() == 1


def test_an_assignment_is_on_record(api, officer, second, cases):
    path = f"{PATH}{cases[0].pk}/"
    assert api(officer).post(f"{path}assign/", {"officer": str(second.pk)}).status_code == 200
    record = Assignment.objects.get()
    assert (record.before, record.officer, record.by) == (officer, second, officer)
