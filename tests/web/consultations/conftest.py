"""A request of the partner's institution, at any place of its way."""

from __future__ import annotations

import pytest
from tests_requests import TERMS, shortlist, works_there

from backend.accounts.models import User
from backend.consultations.models import ConsultationRequest, Nomination
from backend.directory.models import Expert, Institution, Membership
from backend.needs.models import Need


@pytest.fixture
def need(own) -> Need:
    return Need.objects.filter(institution=own).order_by("pk").first()


@pytest.fixture
def colleague(own):
    """Makes somebody of the institution: ``colleague("reader")``."""

    def make(role: str) -> User:
        user = User.objects.create_user(f"{role}@asks.example", "palmeira-azul-9")
        Membership.objects.create(user=user, institution=own, role=role)
        return user

    return make


@pytest.fixture
def draft(need) -> ConsultationRequest:
    return ConsultationRequest.objects.create(need=need, **TERMS)


@pytest.fixture
def step(api):
    """Takes a step over the API: ``step(officer, request, "return", reason="…")``."""

    def take(user: User, request: ConsultationRequest, name: str, status: int = 200, **body):
        answer = api(user).post(f"consultation-requests/{request.pk}/{name}/", body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return take


@pytest.fixture
def institute(own) -> Institution:
    """An institution that nothing ties to who asks, and that releases its people itself."""
    return Institution.objects.create(
        names={"en": "Institute of Pumps"},
        type="research_institute",
        country_id="KEN",
        consent_listed=True,
        requires_clearance=True,
    )


@pytest.fixture
def focal(institute) -> User:
    user = User.objects.create_user("wanjiru@pumps.example", "palmeira-azul-9")
    User.objects.filter(pk=user.pk).update(first_name="Wanjiru", last_name="Kamau")
    Membership.objects.create(user=user, institution=institute, role="owner")
    return user


@pytest.fixture
def amaru(institute) -> Expert:
    return works_there(institute, "Amaru Quispe")


@pytest.fixture
def listed_with_one(draft, officer, institute, amaru):
    """A request whose list has the institution and one of its people."""
    return shortlist(draft, officer, institute, amaru)


@pytest.fixture
def ask_institution(api, officer, listed_with_one, institute, focal):
    """Asks the institution: ``ask_institution(clear=True)`` whether it releases the one on the list."""

    def send(clear: bool = False, status: int = 201, by=officer, **body) -> Nomination:
        entries = [str(listed_with_one.shortlist.get(place=2).pk)] if clear else []
        body = {"institution": str(institute.pk), "clear": entries, **body}
        answer = api(by).post(f"consultation-requests/{listed_with_one.pk}/nominations/", body)
        assert answer.status_code == status, answer.content
        return Nomination.objects.get(pk=answer.json()["id"]) if status == 201 else answer.json()

    return send


@pytest.fixture
def answer_nomination(api):
    """Takes a step: ``answer(user, nomination, "propose", name="…")``."""

    def send(user, nomination, step: str, status: int = 200, **body):
        answer = api(user).post(f"nominations/{nomination.pk}/{step}/", body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return send


@pytest.fixture
def invite_one(api, officer, listed_with_one):
    def send(expert: Expert, status: int = 201):
        entry = listed_with_one.shortlist.get(profile=expert.pk)
        body = {"entries": [str(entry.pk)]}
        answer = api(officer).post(f"consultation-requests/{listed_with_one.pk}/invitations/", body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return send
