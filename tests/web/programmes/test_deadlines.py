"""The instant of the deadline: the database's clock decides, and the first too late is itself."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone
from tests_programmes import DAY, open_call, proposal_to

from backend.notifications.models import Reader
from backend.programmes.eligibility import check, check_on
from backend.programmes.models import Call, Proposal

MICROSECOND = datetime.timedelta(microseconds=1)
SECOND = datetime.timedelta(seconds=1)
ZONES = [
    *("UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago"),
    *("Africa/Nairobi", "Australia/Lord_Howe"),
]


@pytest.fixture
def proposal(world, own) -> Proposal:
    return proposal_to(open_call(), own)


def closing(proposal: Proposal, **values: datetime.datetime) -> None:
    Call.objects.filter(pk=proposal.call_id).update(**values)
    proposal.call.refresh_from_db()


def line(proposal: Proposal, at: datetime.datetime):
    day = at.astimezone(ZoneInfo(proposal.call.zone)).date()
    return next(one for one in check(proposal, day, at) if one.rule == "deadline")


def hand_in(api, partner, proposal):
    return api(partner).post(f"proposals/{proposal.pk}/hand-in/")


@pytest.mark.parametrize("zone", ZONES)
def test_the_last_instant_is_in_time_and_the_deadline_itself_is_not(proposal, zone):
    Call.objects.filter(pk=proposal.call_id).update(zone=zone)
    proposal.call.refresh_from_db()
    closes = proposal.call.closes_at
    assert line(proposal, closes - MICROSECOND).outcome == "kept"
    assert line(proposal, closes).outcome == "broken"
    assert line(proposal, closes + MICROSECOND).outcome == "broken"


def test_an_offset_no_zone_has_is_an_instant_all_the_same(api, officer, proposal):
    body = {"deadline": "final", "after": "2031-02-20T10:01:22-20:19", "reason": "Later."}
    answer = api(officer).post(f"calls/{proposal.call_id}/extend/", body)
    assert answer.status_code == 200, answer.content
    proposal.call.refresh_from_db()
    assert str(proposal.call.closes_at) == "2031-02-21 06:20:22+00:00"


def test_the_opening_itself_is_in_time_and_the_instant_before_is_not(proposal):
    opens = proposal.call.opens_at
    assert line(proposal, opens).outcome == "kept"
    assert line(proposal, opens - MICROSECOND).outcome == "broken"


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2027-03-28T01:59:59", "2027-03-28T00:59:59"),  # the last second of winter time
        ("2027-03-28T03:00:00", "2027-03-28T01:00:00"),  # the first of summer time
        ("2027-10-31T03:00:00", "2027-10-31T02:00:00"),  # after the hour that is there twice
    ],
)
def test_on_days_of_a_change_of_clocks_the_deadline_is_one_instant(
    api, officer, proposal, local, utc
):
    body = {"programme": "pgtf", "year": 2027, "zone": "Europe/Madrid", "closes_at": local}
    made = api(officer).post("calls/", body | {"opens_at": "2027-01-01T00:00"}).json()
    proposal.call = Call.objects.get(pk=made["id"])
    at = datetime.datetime.fromisoformat(utc).replace(tzinfo=datetime.UTC)
    assert proposal.call.closes_at == at
    assert line(proposal, at - SECOND).outcome == "kept"
    assert line(proposal, at).outcome == "broken"


def test_a_proposal_in_time_is_handed_in_at_the_databases_instant(api, partner, proposal):
    answer = hand_in(api, partner, proposal)
    assert answer.status_code == 200, answer.json()
    proposal.refresh_from_db()
    assert proposal.status == "handed_in"
    assert abs(proposal.handed_in_at - timezone.now()) < datetime.timedelta(minutes=1)


def test_late_is_refused_with_the_time_on_both_clocks(api, partner, proposal):
    Reader.objects.create(address=partner.email, time_zone="Africa/Nairobi")
    closing(proposal, closes_at=timezone.now() - SECOND)
    answer = hand_in(api, partner, proposal)
    assert answer.status_code == 409
    told = answer.json()["errors"][0]["detail"]
    assert "(America/New_York), which is" in told
    assert "(Africa/Nairobi)" in told
    proposal.refresh_from_db()
    assert (proposal.status, proposal.handed_in_at) == ("draft", None)


def test_early_is_refused_with_the_time(api, partner, proposal):
    closing(proposal, opens_at=timezone.now() + DAY)
    answer = hand_in(api, partner, proposal)
    assert answer.status_code == 409
    assert "opens on" in answer.json()["errors"][0]["detail"]


class Skewed(datetime.datetime):
    """A clock of this machine that is three days off."""

    OFF = 3 * DAY

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
        return datetime.datetime.now(tz) + cls.OFF


@pytest.mark.parametrize("off", [-3 * DAY, 3 * DAY])
@pytest.mark.parametrize("in_time", [True, False])
def test_a_clock_of_a_web_server_that_is_wrong_changes_nothing(
    api, partner, proposal, monkeypatch, off, in_time
):
    """What the database says counts, though this machine is three days early or late."""
    closing(proposal, closes_at=timezone.now() + (DAY if in_time else -SECOND))
    monkeypatch.setattr(Skewed, "OFF", off)
    monkeypatch.setattr(timezone, "now", lambda: Skewed.now(datetime.UTC))
    answer = hand_in(api, partner, proposal)
    assert answer.status_code == (200 if in_time else 409), answer.json()


def test_the_deadline_that_passes_while_a_request_waits_counts(api, partner, proposal):
    """Asked in time and carried out late is late: the instant is that of the step."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp() + interval '0.2 seconds'")
        closing(proposal, closes_at=cursor.fetchone()[0])
        cursor.execute("SELECT pg_sleep(0.3)")
    assert hand_in(api, partner, proposal).status_code == 409


def test_what_was_handed_in_in_time_stays_so(api, partner, proposal):
    hand_in(api, partner, proposal)
    closing(proposal, closes_at=timezone.now())
    shown = api(partner).get(f"proposals/{proposal.pk}/eligibility/").json()
    assert "deadline" not in shown["blocking"]


def test_the_check_of_a_day_asks_no_clock(proposal):
    """Of the closing day it says that there is time until the hour, whenever it is asked."""
    zone = ZoneInfo(proposal.call.zone)
    day = proposal.call.closes_at.astimezone(zone).date()
    assert check_on(proposal, day).line("deadline").outcome == "kept"
    assert check_on(proposal, day + DAY).line("deadline").outcome == "broken"
    opening = proposal.call.opens_at.astimezone(zone).date()
    assert check_on(proposal, opening).line("deadline").outcome == "kept"
    assert check_on(proposal, opening - DAY).line("deadline").outcome == "broken"


def test_after_the_secretariats_deadline_it_warns_and_still_goes(api, partner, proposal):
    closing(proposal, internal_closes_at=timezone.now() - SECOND)
    shown = api(partner).get(f"proposals/{proposal.pk}/eligibility/").json()
    assert shown["warning"] == ["internal-deadline"]
    assert hand_in(api, partner, proposal).status_code == 200


def test_an_extension_lets_in_what_was_late(api, officer, partner, proposal):
    closing(proposal, closes_at=timezone.now() - SECOND)
    assert hand_in(api, partner, proposal).status_code == 409
    later = (timezone.now() + DAY).isoformat()
    body = {"deadline": "final", "after": later, "reason": "The mail was down."}
    assert api(officer).post(f"calls/{proposal.call_id}/extend/", body).status_code == 200
    assert hand_in(api, partner, proposal).status_code == 200
