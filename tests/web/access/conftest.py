"""An organisation that asks for access, and the links of its letters."""

from __future__ import annotations

import pytest
from tests_access import ASKED, last_letter, link_of

from backend.access.models import AccessRequest


@pytest.fixture
def link(api, world) -> str:
    """Of the letter that whoever asked has got."""
    answer = api().post("access-requests/", ASKED)
    assert answer.status_code == 201, answer.content
    return link_of(last_letter(ASKED["email"]))


@pytest.fixture
def waiting(client, link) -> AccessRequest:
    """Confirmed: in the queue of the secretariat."""
    client.post(link)
    return AccessRequest.objects.get()
