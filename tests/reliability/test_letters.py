"""Fifty experts are invited while workers are killed: every letter goes out, none is lost."""

from __future__ import annotations

import datetime
import email
import socketserver
import threading
from collections import Counter
from collections.abc import Iterator

import pytest
from tests_requests import shortlist

from backend.accounts.models import User
from backend.consultations.models import ConsultationRequest, Invitation
from backend.consultations.services.invitations import invite
from backend.directory.models import Contact, Expert
from backend.needs.models import Need
from backend.notifications.models import Letter

MANY = 50


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs to leave a letter."""

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            verb = line.upper().split(" ")[0]
            if verb == "DATA":
                self.say("354 go on")
                self.server.keep(self.read())  # type: ignore[attr-defined]
            self.say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def read(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Mailbox)
        self.ids: list[str] = []
        self.lock = threading.Lock()

    def keep(self, letter: bytes) -> None:
        with self.lock:
            self.ids.append(email.message_from_bytes(letter)["Message-ID"])


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()


@pytest.fixture
def shortlisted(committed_world) -> ConsultationRequest:
    """A request with fifty experts on its released shortlist."""
    officer = User.objects.get(email="secretariat@demo.example")
    need = Need.objects.order_by("pk").first()
    people = []
    for place in range(1, MANY + 1):
        person = Expert.objects.create(
            names={"en": f"Person {place}"},
            consent_listed=True,
            last_confirmed=datetime.date.today(),
        )
        Contact.objects.create(expert=person, email=f"person{place}@there.example")
        people.append(person)
    request = ConsultationRequest.objects.create(need=need, experts_wanted=20)
    return shortlist(request, officer, *people)


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
