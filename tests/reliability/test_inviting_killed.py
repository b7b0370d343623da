"""The web process is killed while it invites fifty: all are invited or none, and each once."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from knox.models import AuthToken
from tests_database import database_url
from tests_processes import wait_until
from tests_requests import fifty_shortlisted
from tests_web import ask

from backend.accounts.models import User
from backend.consultations.models import ConsultationRequest, Invitation, ShortlistEntry
from backend.notifications.models import Letter
from backend.notifications.services import send_letter

pytestmark = pytest.mark.slow

MANY = 50
HALF_WAY = 25
LOCKED = (
    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


@pytest.fixture
def officer(committed_world) -> User:
    return User.objects.get(email="secretariat@demo.example")


@pytest.fixture
def shortlisted(officer) -> ConsultationRequest:
    return fifty_shortlisted(officer)


@pytest.fixture
def invite(shortlisted, officer, port) -> Callable[[], Any]:
    """Sends the same request with the same key, however often it is called."""
    entries = [str(pk) for pk in shortlisted.shortlist.values_list("pk", flat=True)]
    body = json.dumps({"entries": entries}).encode()
    headers = {
        "Authorization": f"Token {AuthToken.objects.create(officer)[1]}",
        "Content_Type": "application/json",
        "Idempotency_Key": "fifty at once",
    }
    path = f"/api/v1/consultation-requests/{shortlisted.pk}/invitations/"
    return lambda: ask(port, "POST", path, body, **headers)


@contextmanager
def half_of_them_written(request: ConsultationRequest) -> Iterator[None]:
    """Somebody else is about to invite the one half way: who comes second waits for that."""
    with transaction.atomic():
        entry = request.shortlist.get(place=HALF_WAY)
        expert = entry.profile_id
        Invitation.objects.create(
            request=request, entry=entry, expert_id=expert, answer_by=timezone.now()
        )
        wait_until(waiting)
        yield
        transaction.set_rollback(True)


@contextmanager
def all_written_and_not_yet_certain(request: ConsultationRequest) -> Iterator[None]:
    """The commit checks that an entry is still there, which somebody else holds."""
    with transaction.atomic():
        ShortlistEntry.objects.select_for_update().get(request=request, place=HALF_WAY)
        wait_until(waiting)
        yield


@contextmanager
def certain_and_not_yet_answered(request: ConsultationRequest) -> Iterator[None]:
    wait_until(lambda: request.invitations.count() == MANY)
    yield


def waiting() -> bool:
    with psycopg.connect(database_url(), autocommit=True) as connection:
        return connection.execute(LOCKED).fetchone() is not None


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (half_of_them_written, 0),
        (all_written_and_not_yet_certain, MANY),
        (certain_and_not_yet_answered, MANY),
    ],
)
def test_each_of_fifty_is_invited_once_whenever_the_web_process_is_killed(
    shortlisted, invite, start_web, mail_server, moment, written
):
    web = start_web(DEBUG="1")
    with ThreadOfOne(invite), moment(shortlisted):
        web.kill()
    wait_until(lambda: not waiting())
    start_web(DEBUG="1")

    if not written:
        assert not Invitation.objects.exists()
        assert not Letter.objects.exists()
    again = invite()

    assert again.status == 201, again.said
    assert (again.headers["Idempotent-Replay"] == "true") is bool(written)
    experts = Counter(Invitation.objects.values_list("expert", flat=True))
    assert experts == Counter(shortlisted.shortlist.values_list("profile", flat=True))
    assert len(experts) == MANY
    letters = Counter(Letter.objects.values_list("address", flat=True))
    assert letters == Counter(f"person{place}@there.example" for place in range(1, MANY + 1))
    assert invite().headers["Idempotent-Replay"] == "true"
    assert Letter.objects.count() == MANY
    assert sent_to(mail_server) == Counter(Letter.objects.values_list("message_id", flat=True))


def sent_to(server: Any) -> Counter:
    """The Message-ID of each letter that reaches the mail server."""
    host, port = server.server_address[:2]
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend, EMAIL_HOST=host, EMAIL_PORT=port):
        for letter in Letter.objects.all():
            assert send_letter(letter_id=letter.pk)
    return Counter(server.ids)


class ThreadOfOne:
    """Calls something that may break off, and waits for its end."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self.thread = threading.Thread(target=self._run, args=(call,))

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *error: object) -> None:
        self.thread.join()

    @staticmethod
    def _run(call: Callable[[], Any]) -> None:
        with suppress(HTTPException, OSError):  # the other side was killed
            call()
