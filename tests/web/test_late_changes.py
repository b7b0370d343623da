"""Two people save at once: the second is shown the difference, and nothing is overwritten."""

from __future__ import annotations

import pytest
from tests_requests import TERMS

from backend.common.models import FieldChange
from backend.consultations.models import ConsultationRequest
from backend.needs.models import Need

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def draft(own) -> ConsultationRequest:
    need = Need.objects.filter(institution=own).order_by("pk").first()
    return ConsultationRequest.objects.create(need=need, **TERMS)


def test_the_second_sees_each_field_with_both_values_and_who_changed_it(
    api, partner, member, draft
):
    path = f"consultation-requests/{draft.pk}/"
    colleague = member("editor")
    type(colleague).objects.filter(pk=colleague.pk).update(first_name="Rina")
    first = {"objectives": "Bring back five schemes.", "working_days": 40}
    assert api(colleague).patch(path, first, 1).status_code == 200
    mine = {"objectives": "Repair all.", "budget": "9,000 USD", "working_days": 40}
    late = api(partner).patch(path, mine, 1)
    assert late.status_code == 412
    told = late.json()
    assert told["errors"][0]["code"] == "version_mismatch"
    assert told["current_version"] == 2
    differences = {one["field"]: one for one in told["differences"]}
    assert set(differences) == {"objectives", "budget"}  # both mean 40 days
    objectives = differences["objectives"]
    assert (objectives["yours"], objectives["now"]) == (mine["objectives"], first["objectives"])
    assert (objectives["changed_by"], objectives["changed_in"]) == ("Rina", 2)
    assert objectives["changed_at"]
    assert differences["budget"]["changed_in"] is None  # nobody touched it: send it as it is
    draft.refresh_from_db()
    assert (draft.objectives, draft.budget) == (first["objectives"], "")


def test_the_merged_change_goes_through_with_the_version_that_was_told(api, partner, draft):
    path = f"consultation-requests/{draft.pk}/"
    api(partner).patch(path, {"budget": "1"}, 1)
    late = api(partner).patch(path, {"budget": "2", "indicators": "Hours"}, 1).json()
    merged = {one["field"]: one["yours"] for one in late["differences"]}
    assert api(partner).patch(path, merged, late["current_version"]).status_code == 200
    draft.refresh_from_db()
    assert (draft.budget, draft.indicators) == ("2", "Hours")


def test_a_change_that_was_refused_is_nobodys(api, partner, draft):
    path = f"consultation-requests/{draft.pk}/"
    assert api(partner).patch(path, {"working_days": -1}, 1).status_code == 400
    assert not FieldChange.objects.exists()


def test_an_account_without_a_name_is_not_told_by_its_address(api, partner, member, draft):
    path = f"consultation-requests/{draft.pk}/"
    api(member("editor")).patch(path, {"budget": "1"}, 1)
    late = api(partner).patch(path, {"budget": "2"}, 1)
    assert late.json()["differences"][0]["changed_by"] is None
    assert "@" not in late.content.decode()


@pytest.mark.parametrize("body", [[], "x", None, {}, {"nothing": 1}, {"status": "closed"}])
def test_what_is_no_change_of_a_field_is_no_difference(api, partner, draft, body):
    late = api(partner).patch(f"consultation-requests/{draft.pk}/", body, 7)
    assert (late.status_code, late.json()["differences"]) == (412, [])


def test_profiles_and_needs_tell_it_too(api, expert, partner, draft):
    profile = f"experts/{expert.expert.pk}/"
    api(expert).patch(profile, {"city": "A"}, expert.expert.version)
    late = api(expert).patch(profile, {"city": "B"}, expert.expert.version).json()
    assert [one["now"] for one in late["differences"]] == ["A"]
    late = api(partner).patch(f"needs/{draft.need_id}/", {"title": "B"}, 99).json()
    assert [one["field"] for one in late["differences"]] == ["title"]
