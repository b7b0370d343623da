"""``calls/``: written by officers, read by everybody once announced, extended on record."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests_programmes import DAY, open_call, proposal_to, somebody

from backend.notifications.models import Letter, Reader
from backend.programmes.models import Call, Extension

pytestmark = pytest.mark.usefixtures("world")
BODY = {
    "programme": "pgtf",
    "names": {"en": "The Fund in 2027", "fr": "Le Fonds en 2027"},
    "year": 2027,
    "zone": "America/New_York",
    "opens_at": "2027-01-15T09:00",
    "internal_closes_at": "2027-04-15T18:00",
    "closes_at": "2027-04-30T18:00",
}


def instant(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


@pytest.fixture
def call() -> Call:
    return open_call()


def error(answer) -> dict:
    return answer.json()["errors"][0]


def test_an_officer_writes_a_call_by_the_clock_of_its_zone(api, officer):
    answer = api(officer).post("calls/", BODY)
    assert answer.status_code == 201, answer.json()
    made = Call.objects.get(pk=answer.json()["id"])
    assert made.opens_at == instant("2027-01-15T09:00-05:00")
    assert made.closes_at == instant("2027-04-30T18:00-04:00")  # summer time by then
    assert made.announced_at is None
    assert answer["ETag"] == '"1"'


def test_an_offset_is_taken_as_it_is(api, officer):
    answer = api(officer).post("calls/", BODY | {"closes_at": "2027-04-30T22:00Z"})
    assert Call.objects.get(pk=answer.json()["id"]).closes_at == instant("2027-04-30T22:00+00:00")


@pytest.mark.parametrize(
    ("changed", "field", "told"),
    [
        ({"closes_at": "2027-01-15T09:00"}, "closes_at", "closes before it opens"),
        ({"internal_closes_at": "2027-04-30T18:01"}, "internal_closes_at", "between"),
        ({"internal_closes_at": "2027-01-15T09:00"}, "internal_closes_at", "between"),
        ({"full_closes_at": "2027-09-30T18:00"}, "full_closes_at", "leave it out"),
        ({"programme": "pgtff"}, "programme", "small-scale-demonstration"),
        ({"zone": "New York"}, "zone", "Africa/Nairobi"),
        ({"closes_at": "30 April"}, "closes_at", "YYYY-MM-DD"),
        ({"money": "-1"}, "money", "0"),
        ({"names": {}}, "names", "at least one"),
        ({"year": "soon"}, "year", "integer"),
        # Clocks were put forward from 02:00 to 03:00, and back from 02:00 to 01:00.
        ({"opens_at": "2027-03-14T02:30"}, "opens_at", "skips"),
        ({"closes_at": "2027-11-07T01:30"}, "closes_at", "twice"),
    ],
)
def test_what_can_not_be_is_told_by_field(api, officer, changed, field, told):
    answer = api(officer).post("calls/", BODY | changed)
    assert answer.status_code == 400
    assert error(answer)["attr"].split(".")[0] == field
    assert told in error(answer)["detail"]


def test_the_hour_that_is_there_twice_is_told_apart_by_its_offset(api, officer):
    first = api(officer).post("calls/", BODY | {"closes_at": "2027-11-07T01:30-04:00"}).json()
    second = api(officer).post("calls/", BODY | {"closes_at": "2027-11-07T01:30-05:00"}).json()
    between = instant(second["closes_at"]) - instant(first["closes_at"])
    assert between == datetime.timedelta(hours=1)


def test_others_write_no_calls(api, partner, stranger):
    for user in (partner, stranger):
        assert api(user).post("calls/", BODY).status_code == 403
    assert api().post("calls/", BODY).status_code == 401


def test_before_it_is_announced_officers_alone_see_it(api, officer, partner, call):
    Call.objects.update(announced_at=None)
    assert api(officer).get(f"calls/{call.pk}/").status_code == 200
    for user in (partner, None):
        assert api(user).get(f"calls/{call.pk}/").status_code == 404
        assert api(user).get("calls/").json()["results"] == []
    assert api(officer).post(f"calls/{call.pk}/announce/").status_code == 200
    shown = api().get(f"calls/{call.pk}/").json()
    assert shown["is_open"] is True
    assert shown["announced_at"]


def test_a_call_is_announced_once_and_in_time(api, officer, call):
    again = api(officer).post(f"calls/{call.pk}/announce/")
    assert error(again)["code"] == "announced_already"
    over = open_call(closes_at=timezone.now() - DAY / 2, announced_at=None)
    assert error(api(officer).post(f"calls/{over.pk}/announce/"))["code"] == "call_is_over"


def test_deadlines_that_everybody_has_read_are_not_simply_changed(api, officer, call):
    later = (call.closes_at + DAY).isoformat()
    answer = api(officer).patch(f"calls/{call.pk}/", {"closes_at": later}, version=1)
    assert answer.status_code == 400
    assert "extension" in error(answer)["detail"]
    answer = api(officer).patch(f"calls/{call.pk}/", {"money": "500000.00"}, version=1)
    assert answer.status_code == 200
    assert answer.json()["money"] == "500000.00"


def test_a_draft_of_a_call_is_changed_with_its_version(api, officer):
    made = api(officer).post("calls/", BODY).json()
    change = {"closes_at": "2027-05-02T18:00"}
    assert api(officer).patch(f"calls/{made['id']}/", change).status_code == 428
    assert api(officer).patch(f"calls/{made['id']}/", change, version=7).status_code == 412
    answer = api(officer).patch(f"calls/{made['id']}/", change, version=1)
    assert answer.json()["closes_at"].startswith("2027-05-02T22:00")
    assert answer["ETag"] == '"2"'


def extend(api, officer, call, after=None, **changed):
    body = {"deadline": "final", "reason": "The mail was down."}
    body["after"] = (call.closes_at + DAY).isoformat() if after is None else after
    return api(officer).post(f"calls/{call.pk}/extend/", body | changed)


def test_an_extension_is_a_decision_on_record(api, officer, call):
    answer = extend(api, officer, call)
    assert answer.status_code == 200, answer.json()
    made = Extension.objects.get(call=call)
    assert (made.before, made.after, made.by) == (call.closes_at, call.closes_at + DAY, officer)
    shown = api().get(f"calls/{call.pk}/").json()
    assert instant(shown["closes_at"]) == made.after
    assert shown["extensions"][0]["reason"] == "The mail was down."
    assert "by" not in shown["extensions"][0]  # everybody reads it


def test_a_call_that_has_closed_is_opened_again_by_an_extension(api, officer):
    over = open_call(closes_at=timezone.now() - DAY / 2)
    assert api().get(f"calls/{over.pk}/").json()["is_open"] is False
    assert extend(api, officer, over, after=timezone.now() + DAY).json()["is_open"] is True


def test_who_is_writing_is_told_in_the_own_time(api, officer, partner, own, call):
    proposal_to(call, own, language="en")
    Reader.objects.create(address=partner.email, time_zone="Africa/Nairobi")
    handed_in = proposal_to(call, title="Wind", language="en")
    type(handed_in).objects.filter(pk=handed_in.pk).update(status="submitted")
    extend(api, officer, call)
    letter = Letter.objects.get(about__startswith="programmes.extension")
    assert letter.address == partner.email
    assert "The mail was down." in letter.text
    assert "(America/New_York), which is" in letter.text
    assert "(Africa/Nairobi)" in letter.text


@pytest.mark.parametrize(
    ("changed", "status", "told"),
    [
        ({"deadline": "full"}, 409, "no_such_deadline"),
        ({"deadline": "internal"}, 409, "no_such_deadline"),
        ({"deadline": "last"}, 400, "invalid_choice"),
        ({"after": "2020-01-01T00:00Z"}, 409, "not_later"),
        ({"after": ""}, 400, "invalid"),
        ({"reason": " "}, 400, "blank"),
    ],
)
def test_an_extension_that_is_none_is_refused(api, officer, call, changed, status, told):
    answer = extend(api, officer, call, **changed)
    assert (answer.status_code, error(answer)["code"]) == (status, told)
    assert not Extension.objects.exists()


def test_the_secretariats_deadline_does_not_pass_the_final_one(api, officer):
    now = timezone.now()
    call = open_call(internal_closes_at=now + 10 * DAY)
    late = extend(api, officer, call, after=now + 31 * DAY, deadline="internal")
    assert error(late)["code"] == "next_deadline_first"
    assert extend(api, officer, call, after=call.closes_at, deadline="internal").status_code == 200


def test_what_is_not_announced_is_changed_not_extended(api, officer, call):
    Call.objects.update(announced_at=None)
    assert error(extend(api, officer, call))["code"] == "not_announced"


def test_others_extend_and_announce_nothing(api, partner, call):
    assert extend(api, partner, call).status_code == 403
    assert api(partner).post(f"calls/{call.pk}/announce/").status_code == 403
    assert api(partner).patch(f"calls/{call.pk}/", {"year": 2030}, version=1).status_code == 403


def test_the_list_is_narrowed_and_takes_as_many_queries_for_many_calls(
    api, call, django_assert_max_num_queries
):
    closed = open_call(closes_at=timezone.now() - DAY / 2, year=2025)
    coming = open_call(opens_at=timezone.now() + DAY)
    for _ in range(5):
        open_call("small-scale-demonstration").extensions.create(
            deadline="final",
            before=call.opens_at,
            after=call.closes_at,
            reason="x",
            by=somebody(),
        )
    with django_assert_max_num_queries(3):
        rows = api().get("calls/").json()["results"]
    assert len(rows) == 8

    def found(**query):
        return {row["id"] for row in api().get("calls/", **query).json()["results"]}

    assert found(programme="pgtf") == {str(one.pk) for one in (call, closed, coming)}
    assert found(programme="pgtf", open="true") == {str(call.pk)}
    assert found(programme="pgtf", open="false") == {str(closed.pk), str(coming.pk)}
    assert found(year=2025) == {str(closed.pk)}
    assert api().get("calls/", programme="x").status_code == 400


def test_deadlines_are_told_on_the_clocks_of_the_call_and_of_the_reader(api, partner, call):
    Reader.objects.create(address=partner.email, time_zone="Asia/Kolkata")
    told = api(partner).get(f"calls/{call.pk}/").json()["clocks"]["closes_at"]
    assert "(America/New_York), which is" in told
    assert "(Asia/Kolkata)" in told
    Reader.objects.update(time_zone="America/Toronto")  # the same clock, so one is enough
    told = api(partner).get(f"calls/{call.pk}/").json()["clocks"]["closes_at"]
    assert "which is" not in told
