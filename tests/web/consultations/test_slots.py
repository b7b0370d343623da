"""Dates of an engagement: proposed by any side, shown in each one's zone, agreed, in calendars."""

from __future__ import annotations

import datetime

import icalendar
import pytest
from django.core import mail
from tests_requests import TOLD, shortlist

from backend.accounts.models import User
from backend.consultations.answering import LinkHolder
from backend.consultations.models import Engagement, Meeting, Slot
from backend.consultations.services import answers
from backend.consultations.services.invitations import invite
from backend.directory.models import Expert
from backend.notifications.models import Kind, Letter, Reader
from backend.notifications.services import send_letter

pytestmark = pytest.mark.usefixtures("world")
# On Sunday 28 March 2027 clocks go forward in Berlin, and not in Nairobi.
BEFORE, AFTER = "2027-03-26T10:00:00Z", "2027-03-29T10:00:00Z"


@pytest.fixture
def engaged(draft, officer) -> Engagement:
    """An expert in Kenya has accepted."""
    user = User.objects.create_user("amaru@there.example", "palmeira-azul-9")
    expert = Expert.objects.create(
        names={"en": "Amaru"},
        consent_listed=True,
        last_confirmed=datetime.date.today(),
        country_id="KEN",
        user=user,
    )
    shortlist(draft, officer, expert)
    (made,) = invite(request=draft, entries=list(draft.shortlist.all()), by=officer)
    answers.accept(invitation=made, by=LinkHolder(made))
    Letter.objects.all().delete()
    return draft.engagements.get()


@pytest.fixture
def propose(api, engaged):
    """Proposes slots of an hour: ``propose(user, BEFORE, AFTER)``."""

    def send(user, *begins: str, status: int = 201, **body):
        hour = datetime.timedelta(hours=1)
        slots = [
            {
                "starts_at": one,
                "ends_at": (datetime.datetime.fromisoformat(one) + hour).isoformat(),
            }
            for one in begins
        ]
        body = {"topic": "First call", "place": "By telephone", "slots": slots, **body}
        answer = api(user).post(f"engagements/{engaged.pk}/slots/", body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return send


@pytest.fixture
def act(api, engaged):
    def send(user, slot: str, step: str, status: int = 200, **body):
        answer = api(user).post(f"engagements/{engaged.pk}/slots/{slot}/{step}/", body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return send


def ids(meeting) -> list[str]:
    return [one["id"] for one in meeting["slots"]]


def states(meeting) -> list[str]:
    return [one["status"] for one in meeting["slots"]]


def dates_to(address: str) -> list[icalendar.Calendar]:
    letters = Letter.objects.filter(kind=Kind.APPOINTMENT, address=address).order_by("pk")
    return [icalendar.Calendar.from_ical(one.calendar) for one in letters]


def test_of_several_slots_one_is_agreed_once_both_sides_accept(
    propose, act, engaged, partner, officer
):
    meeting = propose(engaged.expert.user, BEFORE, AFTER)
    assert [one["accepted_by"] for one in meeting["slots"]] == [["expert"], ["expert"]]
    assert not Letter.objects.filter(kind=Kind.APPOINTMENT).exists()
    first, second = ids(meeting)
    agreed = act(partner, second, "accept")
    assert states(agreed) == ["replaced", "agreed"]
    told = Letter.objects.filter(kind=Kind.APPOINTMENT)
    addresses = {engaged.expert.user.email, partner.email, officer.email}
    assert set(told.values_list("address", flat=True)) == addresses
    assert act(partner, first, "accept", 409)["allowed_steps"] == []


def test_what_an_officer_proposes_waits_for_both(propose, act, engaged, partner, officer):
    (slot,) = ids(propose(officer, BEFORE))
    assert act(officer, slot, "accept", 400)["errors"][0]["attr"] == "side"
    refused = act(officer, slot, "accept", 400, side="expert")
    assert refused["errors"][0]["attr"] == "on_behalf"
    assert states(act(officer, slot, "accept", side="expert", on_behalf=TOLD)) == ["proposed"]
    assert states(act(partner, slot, "accept")) == ["agreed"]
    assert Slot.objects.get().answers.get(side="expert").channel == "telephone"


def test_each_sees_a_slot_in_the_own_zone_summer_time_and_all(
    propose, api, engaged, partner, officer
):
    Reader.objects.create(address=partner.email, time_zone="Europe/Berlin")
    propose(engaged.expert.user, BEFORE, AFTER)
    path = f"engagements/{engaged.pk}/slots/"

    def local(user) -> list[str]:
        (meeting,) = api(user).get(path).json()
        assert [one["starts_at"] for one in meeting["slots"]] == [BEFORE, AFTER]
        return [one["local"]["starts_at"] for one in meeting["slots"]]

    assert local(partner) == ["2027-03-26T11:00:00+01:00", "2027-03-29T12:00:00+02:00"]
    assert local(engaged.expert.user) == ["2027-03-26T13:00:00+03:00", "2027-03-29T13:00:00+03:00"]
    assert local(officer) == ["2027-03-26T10:00:00+00:00", "2027-03-29T10:00:00+00:00"]
    (letter,) = Letter.objects.filter(kind=Kind.SLOT, address=partner.email)
    assert "11" in letter.text
    assert "Europe/Berlin" in letter.text


def test_a_time_without_offset_is_that_of_the_own_zone_and_must_exist_there(propose, partner):
    Reader.objects.create(address=partner.email, time_zone="Europe/Berlin")
    meeting = propose(partner, "2027-03-29T12:00:00")
    assert meeting["slots"][0]["starts_at"] == AFTER
    refused = propose(partner, "2027-03-28T02:30:00", status=400)
    assert refused["errors"][0]["attr"] == "slots.0.starts_at"


def test_the_calendar_file_is_a_request_a_change_and_a_cancellation_of_one_event(
    propose, act, engaged, partner
):
    expert = engaged.expert.user
    meeting = propose(expert, BEFORE)
    act(partner, ids(meeting)[0], "accept")
    later = propose(partner, AFTER, meeting=meeting["id"])
    act(expert, ids(later)[1], "accept")
    act(partner, ids(later)[1], "cancel")
    calendars = dates_to(expert.email)
    assert [str(one["METHOD"]) for one in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
    events = [one.walk("VEVENT")[0] for one in calendars]
    assert {str(one["UID"]) for one in events} == {f"{meeting['id']}@counterpart"}
    assert [one["SEQUENCE"] for one in events] == [0, 1, 2]
    assert [one["DTSTART"].dt.day for one in events] == [26, 29, 29]
    assert str(events[2]["STATUS"]) == "CANCELLED"
    for one in calendars:
        assert partner.email not in one.to_ical().decode()  # nobody else's address


def test_the_file_goes_with_the_letter_as_mail_programs_want_it(propose, act, engaged, partner):
    (slot,) = ids(propose(engaged.expert.user, BEFORE))
    act(partner, slot, "accept")
    letter = Letter.objects.get(kind=Kind.APPOINTMENT, address=partner.email)
    assert send_letter(letter_id=letter.pk)
    parts = {part.get_content_type(): part for part in mail.outbox[0].message().walk()}
    assert {"text/plain", "text/html", "text/calendar"} <= set(parts)
    dates = parts["text/calendar"]
    assert (dates.get_param("method"), dates.get_filename()) == ("REQUEST", "date.ics")
    assert "BEGIN:VEVENT" in dates.get_payload(decode=True).decode()


def test_when_all_are_declined_somebody_is_asked_for_others(propose, act, engaged, partner):
    meeting = propose(engaged.expert.user, BEFORE, AFTER)
    for slot in ids(meeting):
        act(partner, slot, "decline")
    told = Letter.objects.filter(subject__startswith="No date fits")
    assert engaged.expert.user.email in told.values_list("address", flat=True)


def test_work_that_ends_early_takes_its_dates_along(propose, act, api, engaged, partner, officer):
    (slot,) = ids(propose(engaged.expert.user, BEFORE))
    act(partner, slot, "accept")
    ended = api(officer).post(f"engagements/{engaged.pk}/end/", {"reason": "Ill."})
    assert ended.status_code == 200, ended.content
    assert Slot.objects.get().status == "cancelled"
    assert str(dates_to(engaged.expert.user.email)[-1]["METHOD"]) == "CANCEL"
    propose(officer, AFTER, status=409)


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"slots": []}, "slots"),
        ({"slots": "x"}, "slots"),
        ({"slots": [{"starts_at": BEFORE}]}, "slots.0.ends_at"),
        ({"slots": [{"starts_at": BEFORE, "ends_at": BEFORE}]}, "slots.0.ends_at"),
        ({"slots": [{"starts_at": "2020-01-01T00:00Z", "ends_at": BEFORE}]}, "slots.0.starts_at"),
        ({"slots": [{"starts_at": "9999-12-31T23:59Z", "ends_at": AFTER}]}, "slots.0"),
        ({"slots": [{"starts_at": AFTER, "ends_at": "9999-12-20T00:00Z"}]}, "slots.0.ends_at"),
        ({"topic": ""}, "topic"),
        ({"topic": "x" * 100_000}, "topic"),
        ({"meeting": "x"}, "meeting"),
    ],
)
def test_bad_input_is_named(propose, engaged, body, attr):
    refused = propose(engaged.expert.user, BEFORE, status=400, **body)
    assert refused["errors"][0]["attr"].startswith(attr)
    assert not Meeting.objects.exists()


def test_strangers_see_nothing_and_readers_change_nothing(
    propose, act, api, engaged, expert, colleague
):
    (slot,) = ids(propose(engaged.expert.user, BEFORE))
    reader = colleague("reader")
    path = f"engagements/{engaged.pk}/slots/"
    assert api(expert).get(path).status_code == 404
    propose(expert, AFTER, status=404)
    (seen,) = api(reader).get(path).json()
    assert seen["slots"][0]["allowed_steps"] == []
    act(reader, slot, "accept", 403)
    act(engaged.expert.user, str(engaged.pk), "accept", 404)


def test_many_slots_take_no_more_queries(
    propose, api, engaged, partner, django_assert_max_num_queries
):
    for count in (1, 4):
        for _number in range(count):
            propose(engaged.expert.user, BEFORE, AFTER)
        with django_assert_max_num_queries(18):
            shown = api(partner).get(f"engagements/{engaged.pk}/slots/").json()
    assert len(shown) == 5
