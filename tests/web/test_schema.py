"""Whatever is sent to the API: never a 5xx, and what it answers is what its schema says."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from knox.models import AuthToken
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests_bodies import named_in_bodies
from tests_files import stored
from tests_relations import make_people, make_rows
from tests_sound import Rows
from tests_unreached import UNREACHED

from backend.access.models import MemberInvitation
from backend.accounts.models import User
from backend.accounts.services import issue_token
from backend.consultations.models import Invitation
from backend.directory.models import Institution, Membership
from backend.wsgi import application


def success_is_as_described(ctx, response, case):
    """Of refusals the status is described, and a shape that all share (their own tests)."""
    if response.status_code < 400:
        return response_schema_conformance(ctx, response, case)
    return None


CHECKS = (
    not_a_server_error,
    content_type_conformance,
    status_code_conformance,
    success_is_as_described,
)


@contextmanager
def one_connection():
    """Requests through WSGI end with closing the database's connection: the test's own, here."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def served(environ, start_response):
    """The application behind a server, which says where a request comes from."""
    environ["REMOTE_ADDR"] = "127.0.0.1"
    environ.pop("HTTP_ACCEPT_ENCODING", None)  # this client would not unpack it
    return application(environ, start_response)


@pytest.fixture
def schema(world):
    with one_connection():
        return schemathesis.openapi.from_wsgi("/api/schema/?format=json", served)


@pytest.fixture(params=["nobody", "owner", "officer", "expert"])
def person(request) -> str:
    return request.param


@pytest.fixture
def sender(person, people) -> User | None:
    return people[person]


@pytest.fixture
def people(own) -> dict[str, User | None]:
    return make_people(own)


@pytest.fixture
def rows(own, people, sender) -> Rows:
    made = make_rows(own, people)
    if sender:  # of these, everybody has only their own
        made |= {"auth/tokens/": issue_token(user=sender)[0].pk, "uploads/": stored(sender)}
    if sender == people["officer"]:  # others answer their own, which the engaged expert has done
        made["invitations/"] = Invitation.objects.exclude(pk=made["invitations/"]).get().pk
    MemberInvitation.objects.update(sent_at=timezone.now() - timedelta(days=3))
    second = User.objects.get(email="second@secretariat.example")
    home = Institution.objects.get(is_secretariat=True)
    Membership.objects.create(user=second, institution=home, role="reader")
    return Rows(made, named_in_bodies(made, people["officer"], second))


def examine(schema, rows: Rows, sender: User | None, most: int) -> dict[str, set[int]]:
    """Sends made-up requests to every operation and checks each answer; the statuses seen."""
    seen = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        # Each has a token of its own, as one of them is the log-out.
        login = {"Authorization": f"Token {AuthToken.objects.create(sender)[1]}"} if sender else {}
        with one_connection():
            seen[f"{operation.method} {operation.path}"] = try_out(operation, rows, login, most)
    return seen


def try_out(operation, rows: Rows, login: dict[str, str], most: int) -> set[int]:
    statuses = set()

    @examples(
        max_examples=most,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), sound=st.sampled_from((True, False)))
    def send(case, sound) -> None:
        with taken_back():
            if sound:
                rows.make_sound(case)
            case.headers = {**(case.headers or {}), **login}
            statuses.add(case.call_and_validate(checks=CHECKS).status_code)

    send()
    return statuses


@contextmanager
def taken_back():
    """Each request finds the rows as they were made."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def outside(seen: dict[str, set[int]]) -> list[str]:
    """The operations that never got past the door, though somebody is logged in."""
    return [name for name, statuses in seen.items() if statuses == {401} and "/auth/" not in name]


def test_nothing_that_is_sent_makes_a_server_error(schema, rows, sender):
    seen = examine(schema, rows, sender, 3)
    assert not (sender and outside(seen))


@pytest.mark.slow
def test_nothing_out_of_much_makes_a_server_error(schema, rows, sender, person):
    seen = examine(schema, rows, sender, 60)
    assert not (sender and outside(seen))
    if person == "officer":
        refused = {name for name, statuses in seen.items() if min(statuses) >= 400}
        assert not refused - UNREACHED, "\n".join(sorted(refused - UNREACHED))


def test_each_parameter_of_an_address_has_a_row(schema, rows):
    """Of a new address it is to be said in ``tests_relations`` which row stands there."""
    for found in schema.get_all_operations():
        rows.make_sound(found.ok().Case())
