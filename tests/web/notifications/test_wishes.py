"""Everybody says which letters come at once, in a digest, or not at all; what binds always comes."""

from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from backend.needs.models import Need
from backend.notifications.models import Kind, Letter, Reader
from backend.notifications.selectors import next_digest
from backend.notifications.services import (
    send_letter,
    sweep_letters,
    write_digests,
    write_letter,
)

pytestmark = pytest.mark.usefixtures("world")
ADDRESS = "amaru@somewhere.example"


def write(subject: str = "A date", kind: str = Kind.PROGRESS, **values) -> Letter:
    values = {"address": ADDRESS, "language": "en", "text": f"{subject}, in full.", **values}
    return write_letter(subject=subject, kind=kind, of=Need.objects.first(), **values)


def wish(**frequencies: str) -> None:
    Reader.objects.update_or_create(address=ADDRESS, defaults={"frequencies": frequencies})


def come_due() -> None:
    Letter.objects.held().update(send_after=timezone.now() - datetime.timedelta(minutes=1))


def test_wishes_are_read_and_changed_by_their_owner(api, partner):
    mine = api(partner)
    shown = mine.get("me/notifications/").json()
    assert set(shown["frequencies"].values()) == {"at_once"}
    assert "invitation" in shown["always"]
    wanted = {"time_zone": "Africa/Nairobi", "frequencies": {"progress": "weekly"}}
    assert mine.patch("me/notifications/", wanted).status_code == 428
    changed = mine.patch("me/notifications/", wanted, shown["version"])
    assert changed.json()["frequencies"]["progress"] == "weekly"
    assert changed.json()["frequencies"]["reminder"] == "at_once"
    assert mine.patch("me/notifications/", wanted, shown["version"]).status_code == 412
    assert mine.get("me/notifications/").json()["time_zone"] == "Africa/Nairobi"
    assert api().get("me/notifications/").status_code == 401


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"frequencies": {"progress": "hourly"}}, "frequencies.progress"),
        ({"frequencies": {"invitation": "none"}}, "frequencies.invitation"),
        ({"frequencies": "none"}, "frequencies.non_field_errors"),
        ({"frequencies": {"x" * 100_000: "none"}}, None),
        ({"time_zone": "\0"}, None),
        ([], None),
    ],
)
def test_a_wish_that_can_not_be_is_refused_by_name(api, partner, body, attr):
    refused = api(partner).patch("me/notifications/", body, 1)
    assert refused.status_code == 400, refused.content
    if attr:
        assert refused.json()["errors"][0]["attr"] == attr


def test_what_binds_comes_at_once_whatever_is_wished():
    wish(**dict.fromkeys(Kind.values, "none"))
    assert write(kind=Kind.INVITATION).status == "waiting"
    assert write(kind=Kind.REMINDER).status == "unwanted"


def test_a_digest_is_one_letter_of_those_not_yet_sent_and_no_second_one():
    wish(progress="daily")
    parts = [write("First"), write("Second")]
    assert {one.status for one in parts} == {"held"}
    assert write_digests() == 0  # it is not due yet
    come_due()
    sweep_letters()
    sweep_letters()
    (digest,) = Letter.objects.filter(kind=Kind.DIGEST)
    assert "First, in full." in digest.text
    assert digest.subject == "Your digest: 2 letters"
    assert set(digest.parts.all()) == set(parts)
    assert send_letter(letter_id=digest.pk)
    assert len(mail.outbox) == 1
    assert write_digests() == 0


@pytest.mark.parametrize(
    ("frequency", "now", "due"),
    [
        ("daily", "2026-11-26T03:59:00+00:00", "2026-11-26T04:00:00+00:00"),
        ("daily", "2026-11-26T04:00:00+00:00", "2026-11-27T04:00:00+00:00"),
        ("weekly", "2026-11-26T04:00:00+00:00", "2026-11-30T04:00:00+00:00"),
    ],
)
def test_digests_are_due_at_seven_where_the_reader_is(frequency, now, due):
    found = next_digest(datetime.datetime.fromisoformat(now), ZoneInfo("Africa/Nairobi"), frequency)
    assert found == datetime.datetime.fromisoformat(due)


def test_a_change_of_mind_takes_along_what_waits(api, partner):
    Reader.objects.create(address=partner.email, frequencies={"progress": "weekly"})
    letter = write(address=partner.email)
    api(partner).patch("me/notifications/", {"frequencies": {"progress": "at_once"}}, 1)
    letter.refresh_from_db()
    assert letter.status == "waiting"
    assert send_letter(letter_id=letter.pk)


def test_above_the_ceiling_of_a_day_the_rest_waits_for_the_digest(settings):
    settings.LETTERS_PER_DAY = 2
    letters = [write(f"Number {number}") for number in range(4)]
    assert [send_letter(letter_id=one.pk) for one in letters] == [True, True, False, False]
    assert send_letter(letter_id=write(kind=Kind.INVITATION).pk)
    assert Letter.objects.held().count() == 2
    come_due()
    assert write_digests() == 1
    other = write(address="binta@somewhere.example")
    assert send_letter(letter_id=other.pk)


def unsubscribe_path(message) -> str:
    link = message.extra_headers["List-Unsubscribe"].strip("<>")
    return re.sub(r"^https?://[^/]+", "", link)


def test_one_click_in_the_mail_program_ends_letters_of_a_kind_and_looking_does_not():
    send_letter(letter_id=write(language="ar").pk)
    (sent,) = mail.outbox
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = unsubscribe_path(sent)
    assert ADDRESS not in path
    html = sent.alternatives[0][0]
    assert path in html
    assert 'dir="rtl"' in html
    assert "<style" not in html  # mail programs drop it: it is written into each element
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(path).status_code == 200
    assert write().status == "waiting"
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert write().status == "unwanted"
    assert write(kind=Kind.REMINDER).status == "waiting"


def test_of_a_digest_all_kinds_in_it_are_refused():
    wish(progress="daily", slot="daily")
    write()
    come_due()
    write_digests()
    send_letter(letter_id=Letter.objects.get(kind=Kind.DIGEST).pk)
    Client().post(unsubscribe_path(mail.outbox[0]))
    kept = Reader.objects.get(address=ADDRESS).frequencies
    assert kept == {"progress": "none", "slot": "daily"}


def test_what_binds_has_no_link_to_refuse_it():
    send_letter(letter_id=write(kind=Kind.INVITATION).pk)
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


@pytest.mark.parametrize("token", ["x", "x~y", "0190d3a2-0000-7000-8000-000000000000~abc"])
def test_a_link_that_is_not_ours_leads_nowhere(token):
    assert Client().post(f"/letters/{token}/").status_code == 404


def test_officers_read_the_log_without_addresses_in_the_list_and_without_links(
    api, officer, partner, django_assert_max_num_queries
):
    letter = write(text="Answer here: http://127.0.0.1:8000/invitations/secret/")
    plain = write("Plain")
    with django_assert_max_num_queries(6):
        listed = api(officer).get("letters/", kind="progress").json()["results"]
    assert {one["id"] for one in listed} == {str(letter.pk), str(plain.pk)}
    assert "somewhere.example" not in str(listed)
    shown = api(officer).get(f"letters/{letter.pk}/").json()
    assert (shown["address"], shown["text"]) == (ADDRESS, "")
    assert api(officer).get(f"letters/{plain.pk}/").json()["text"] == "Plain, in full."
    for other, status in ((partner, 404), (None, 401)):
        assert api(other).get("letters/").status_code == status
        assert api(other).get(f"letters/{letter.pk}/").status_code == status
