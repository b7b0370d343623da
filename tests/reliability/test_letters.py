"""Fifty experts are invited while workers are killed: every letter goes out, none is lost."""

from __future__ import annotations

from collections import Counter

import pytest
from django.utils import timezone
from tests_requests import fifty_shortlisted

from backend.accounts.models import User
from backend.consultations.models import ConsultationRequest, Invitation
from backend.consultations.services.invitations import invite
from backend.needs.models import Need
from backend.notifications.models import Frequency, Kind, Letter, Reader
from backend.notifications.services import write_letter

MANY = 50
READERS = 12


@pytest.fixture
def shortlisted(committed_world) -> ConsultationRequest:
    """A request with fifty experts on its released shortlist."""
    return fifty_shortlisted(User.objects.get(email="secretariat@demo.example"))


def test_no_letter_is_lost_and_at_most_the_one_in_flight_is_sent_twice(
    shortlisted, start_worker, mail_server
):
    officer = User.objects.get(email="secretariat@demo.example")
    host, port = mail_server.server_address[:2]
    settings = {"EMAIL_URL": f"smtp://{host}:{port}", "LETTER_LEASE_SECONDS": "2"}
    invite(request=shortlisted, entries=list(shortlisted.shortlist.all()), by=officer)
    assert Invitation.objects.count() == MANY
    kills = 0
    for goal in (10, 30):
        worker = start_worker(**settings)
        worker.wait_until(lambda goal=goal: len(mail_server.ids) >= goal)
        worker.kill()
        kills += 1
    start_worker(**settings).wait_until(
        lambda: not Letter.objects.exclude(status=Letter.Status.SENT).exists()
    )
    sent = Counter(mail_server.ids)
    assert set(sent) == set(Letter.objects.values_list("message_id", flat=True))
    assert len(sent) == MANY
    assert sum(sent.values()) - MANY <= kills


ON_REDIS_TOO = ["filesystem", pytest.param("redis", marks=pytest.mark.slow)]


@pytest.mark.parametrize("broker", ON_REDIS_TOO, indirect=True)
def test_a_digest_holds_each_letter_once_whoever_is_killed(
    committed_world, start_worker, mail_server
):
    addresses = [f"reader{number}@there.example" for number in range(READERS)]
    Reader.objects.bulk_create(
        Reader(address=one, frequencies={Kind.PROGRESS: Frequency.DAILY}) for one in addresses
    )
    for number, address in enumerate(addresses * 2):
        write_letter(
            address=address,
            language="en",
            subject=f"Number {number}",
            text="Something happened.",
            of=Need.objects.first(),
            kind=Kind.PROGRESS,
        )
    Letter.objects.held().update(send_after=timezone.now())
    host, port = mail_server.server_address[:2]
    settings = {"EMAIL_URL": f"smtp://{host}:{port}", "LETTER_LEASE_SECONDS": "2"}
    worker = start_worker(**settings)
    worker.wait_until(lambda: len(mail_server.ids) >= 3)
    worker.kill()
    digests = Letter.objects.filter(kind=Kind.DIGEST)
    start_worker(**settings).wait_until(
        lambda: digests.filter(status=Letter.Status.SENT).count() == READERS
    )
    parts = Letter.objects.filter(kind=Kind.PROGRESS)
    assert set(parts.values_list("status", flat=True)) == {Letter.Status.IN_DIGEST}
    assert all(one.parts.count() == 2 for one in digests)
    sent = Counter(mail_server.ids)
    assert set(sent) == set(digests.values_list("message_id", flat=True))
    assert sum(sent.values()) - READERS <= 1  # the one in flight
