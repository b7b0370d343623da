"""A change names the version it was made on, so that nobody overwrites what they have not seen."""

from __future__ import annotations

import pytest

from backend.directory.models import Expert

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def mine(expert) -> Expert:
    """The profile of the person `expert`."""
    return expert.expert


def test_a_change_names_the_version_it_was_made_on(api, expert, mine):
    path = f"experts/{mine.pk}/"
    assert api(expert).get(path)["ETag"] == f'"{mine.version}"'
    without = api(expert).patch(path, {"city": "A"})
    assert (without.status_code, without.json()["errors"][0]["code"]) == (428, "version_required")
    assert api(expert).patch(path, {"city": "A"}, mine.version).status_code == 200
    late = api(expert).patch(path, {"city": "B"}, mine.version)
    assert (late.status_code, late.json()["errors"][0]["code"]) == (412, "version_mismatch")
    assert api().get(path).json()["city"] == "A"


@pytest.mark.parametrize("header", ["0", "abc", '"', "*", "1.0", "é", "9" * 5000])
def test_a_version_that_is_none_matches_nothing(api, expert, mine, header):
    answer = api(expert).client.patch(
        f"/api/v1/experts/{mine.pk}/", {"city": "A"}, format="json", HTTP_IF_MATCH=header
    )
    assert answer.status_code == 412


def test_a_change_refused_changes_nothing(api, expert, mine):
    before = api(expert).get(f"experts/{mine.pk}/").json()
    change = {
        "city": "A",
        "languages": [],
        "passages": [{"text": "New"}],
        "max_open_engagements": -1,
    }
    answer = api(expert).patch(f"experts/{mine.pk}/", change, mine.version)
    assert [error["attr"] for error in answer.json()["errors"]] == ["max_open_engagements"]
    assert api(expert).get(f"experts/{mine.pk}/").json() == before
