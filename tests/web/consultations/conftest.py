"""A request of the partner's institution, at any place of its way."""

from __future__ import annotations

import pytest
from tests_requests import TERMS

from backend.accounts.models import User
from backend.consultations.models import ConsultationRequest
from backend.directory.models import Membership
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
