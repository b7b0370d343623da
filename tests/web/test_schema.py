"""Whatever is sent to the API: never a 5xx, and what it answers is what its schema says."""

from __future__ import annotations

import datetime
import uuid
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
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
from tests_access import ASKED
from tests_requests import CRITERIA, TERMS, TOLD
from tests_work import engagement

from backend.access.models import AccessRequest, MemberInvitation
from backend.accounts.models import IssuedToken, User
from backend.accounts.services import issue_token
from backend.certificates.models import Certificate
from backend.certificates.services import issue_certificate
from backend.codelists.api import VIEWSETS
from backend.codelists.models import Country
from backend.consultations.models import ConsultationRequest, Deputy, Engagement
from backend.consultations.steps import STEPS
from backend.directory.models import Expert, Institution, LookAlike, Membership
from backend.matches.models import MatchRun
from backend.needs.models import Need
from backend.reports.models import Report
from backend.reports.periods import Period
from backend.reports.services import freeze_report
from backend.wsgi import application


def success_is_as_described(ctx, response, case):
    """Of refusals the status is described, and a shape that all share (their own tests)."""
    if response.status_code < 400:
        return response_schema_conformance(ctx, response, case)
    return None


ROWS = {
    "}/members/{": Membership,
    "/institutions/{institution}/invitations/{": MemberInvitation,
    "/auth/tokens/": IssuedToken,
    "/institutions/{": Institution,
    "/access-requests/{": AccessRequest,
    "/deputies/{": Deputy,
    "/officers/{": User,
    "/experts/{": Expert,
    "/look-alikes/{": LookAlike,
    "/needs/{": Need,
    "/match-runs/{": MatchRun,
    "/consultation-requests/{": ConsultationRequest,
    "/engagements/{": Engagement,
    "/certificates/{": Certificate,
    "/reports/{": Report,
    **{f"/codelists/{name}/{{": one.queryset.model for name, one in VIEWSETS.items()},
}
PERIOD = {"since": datetime.date(2026, 1, 1), "until": datetime.date(2026, 6, 30)}
KNOWN = {
    "names": {"en": "Ana Lima", "zh-Hans": "王丽华"},
    "text": "Pumps for four villages",
    "language": "fr",
    "country": "KEN",
    "email": "somebody@demo.example",
    "orcid": "",
    "ror": "",
    "parent": None,
    "last_confirmed": None,
    "facets": {"what": "pumps"},
    "countries": ["KEN", "LAO"],
    "countries_worked_in": ["KEN", "LAO"],
    **{name: [] for name in ("languages", "affiliations", "passages", "fields", "sectors")},
    **{name: [] for name in ("groups", "exclude_institutions")},
    "expert_languages": ["fr"],
    "sdgs": ["7"],
    "reason": "The season is over.",
    "criteria": CRITERIA,
    "on_behalf": TOLD,
    "track": "advice",
    "role": "owner",
    "starts_on": "2026-01-01",
    "ends_on": "2099-01-01",
    **{name: ASKED[name] for name in ("type", "website", "focal_point", "function", "why")},
    **{name: str(day) for name, day in PERIOD.items()},
}
UNREACHED = {  # nobody guesses a password, or makes up a CV
    "post /api/v1/auth/login/",
    "get /api/v1/me/erasure/",
    "post /api/v1/me/erasure/",
    "post /api/v1/me/erasure/cancel/",
    "post /api/v1/experts/{id}/proposals/",
}

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


@pytest.fixture(params=["nobody", "partner", "secretariat", "expert"])
def person(request, world) -> User | None:
    name = request.param
    # The last ones: the first are withdrawn by requests to do so.
    *others, one = list(Expert.objects.order_by("pk"))[-100:]
    LookAlike.objects.bulk_create(LookAlike(first=other, second=one) for other in others)
    MatchRun.objects.create(need=Need.objects.first())
    asked = ConsultationRequest.objects.create(need=Need.objects.first())
    let_in()
    officer = User.objects.get(email="secretariat@demo.example")
    work = engagement(asked, officer)
    issue_certificate(of=work, expert=work.expert, client=asked.institution, title="Pumps")
    freeze_report(title="Spring", period=Period(**PERIOD), by=officer)
    return None if name == "nobody" else User.objects.get(email=f"{name}@demo.example")
    if name == "nobody":
        return None
    person = User.objects.get(email=f"{name}@demo.example")
    issue_token(user=person)
    return person


def let_in() -> None:
    """Somebody asks for access, a colleague is invited, has joined, and stands in for an officer."""
    officer = User.objects.get(email="secretariat@demo.example")
    second = User.objects.create_user("second@demo.example")
    home = Institution.objects.get(is_secretariat=True)
    Membership.objects.create(id=UUID(int=1), user=second, institution=home, role="reader")
    ago, ahead = timezone.now() - timedelta(days=3), timezone.now() + timedelta(days=3)
    MemberInvitation.objects.create(
        institution=home,
        email="third@demo.example",
        role="reader",
        language="fr",
        invited_by=officer,
        sent_at=ago,
        expires_at=ahead,
    )
    Deputy.objects.create(officer=officer, deputy=second, starts_on=ago, ends_on=ahead)
    AccessRequest.objects.create(**ASKED | {"country": Country.objects.get(pk="SDN")})


def make_sound(case) -> None:
    """Puts rows and codes that are there into a made-up request, so that it gets past the door."""
    model = next((model for part, model in ROWS.items() if part in case.operation.path), None)
    rows = LookAlike.objects.open() if model is LookAlike else model and model.objects
    if "/experts/" in case.operation.path and "/invitations/" in case.operation.path:
        rows = Expert.objects.listed().filter(user=None)
    if model is User:
        rows = User.objects.filter(email="secretariat@demo.example")
    row = rows and rows.order_by("pk").first()
    if isinstance(row, ConsultationRequest):
        make_ready(row, case.operation.path.rstrip("/").rpartition("/")[2])
    if row:
        known = str(getattr(row, "code", row.pk))
        case.path_parameters = dict.fromkeys(case.path_parameters, known)
        if isinstance(row, Membership | MemberInvitation):
            case.path_parameters["institution"] = str(row.institution_id)
        if isinstance(row, AccessRequest):
            AccessRequest.objects.filter(pk=row.pk).update(status="waiting")
        version = getattr(row, "version", 1)
        case.headers = {**(case.headers or {}), "If-Match": f'"{version}"'}
    if "/figures/" in case.operation.path:
        case.query = {**(case.query or {}), **{name: str(day) for name, day in PERIOD.items()}}
    case.headers = {**(case.headers or {}), "Idempotency-Key": str(uuid.uuid4())}
    if isinstance(case.body, dict):
        known = {
            **KNOWN,
            "keep": str(getattr(row, "first_id", "")),
            "institution": str(Institution.objects.listed().first().pk),
            "need": str(getattr(row, "need_id", None) or Need.objects.first().pk),
            "to": str(User.objects.get(email="second@demo.example").pk),
            "deputy": str(User.objects.get(email="second@demo.example").pk),
            "officer": str(User.objects.get(email="secretariat@demo.example").pk),
        }
        case.body = {name: known.get(name, value) for name, value in case.body.items()}


def make_ready(row: ConsultationRequest, step: str) -> None:
    """Puts a request where this step begins; a draft, if it is none."""
    found = STEPS.steps.get(step)
    status = min(found.sources) if found else "draft"
    ConsultationRequest.objects.filter(pk=row.pk).update(status=status, **TERMS)
    officer = User.objects.get(email="secretariat@demo.example")
    row.steps.create(step="suspend", source="submitted", target="suspended", by=officer)


def examine(schema, person: User | None, most: int) -> dict[str, set[int]]:
    """Sends made-up requests to every operation and checks each answer; the statuses seen."""
    seen = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        # Each has a token of its own, as one of them is the log-out.
        login = {"Authorization": f"Token {AuthToken.objects.create(person)[1]}"} if person else {}
        with one_connection():
            seen[f"{operation.method} {operation.path}"] = try_out(operation, login, most)
    return seen


def try_out(operation, login: dict[str, str], most: int) -> set[int]:
    statuses = set()

    @examples(
        max_examples=most,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), sound=st.booleans())
    def send(case, sound) -> None:
        if sound:
            make_sound(case)
        case.headers = {**(case.headers or {}), **login}
        statuses.add(case.call_and_validate(checks=CHECKS).status_code)

    send()
    return statuses


def outside(seen: dict[str, set[int]]) -> list[str]:
    """The operations that never got past the door, though somebody is logged in."""
    return [name for name, statuses in seen.items() if statuses == {401} and "/auth/" not in name]


def test_nothing_that_is_sent_makes_a_server_error(schema, person):
    seen = examine(schema, person, 4)
    assert not (person and outside(seen))


@pytest.mark.slow
def test_nothing_out_of_much_makes_a_server_error(schema, person):
    seen = examine(schema, person, 60)
    assert not (person and outside(seen))
    if person and person.email.startswith("secretariat"):
        assert {name for name, statuses in seen.items() if min(statuses) >= 400} == UNREACHED
