"""Three institutions of three countries, and a proposal that they write together."""

from __future__ import annotations

import pytest
from tests_proposals import begin, call_of, fund, institution, owner_of


@pytest.fixture
def programme(world):
    return fund()


@pytest.fixture
def call(programme):
    return call_of(programme)


@pytest.fixture
def kisumu(world):
    return institution("KEN")


@pytest.fixture
def riego(world):
    return institution("PER")


@pytest.fixture
def tanks(world):
    return institution("LKA")


@pytest.fixture
def lead(kisumu):
    """The owner of the applicant."""
    return owner_of(kisumu)


@pytest.fixture
def second(riego):
    """The owner of a partner."""
    return owner_of(riego)


@pytest.fixture
def proposal(call, kisumu, riego, tanks):
    return begin(call, [kisumu, riego, tanks])


@pytest.fixture
def at(proposal):
    """The address of something of the proposal: ``at("sections/")``."""
    return lambda under="": f"proposals/{proposal.pk}/{under}"


@pytest.fixture
def step(api, proposal):
    """Takes a step over the API: ``step(lead, "hand-in")``."""

    def take(user, name: str, status: int = 200, **body):
        answer = api(user).post(f"proposals/{proposal.pk}/{name}/", body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return take
