"""What was withdrawn: not in lists unless asked for, said where it is shown, and restored."""

from __future__ import annotations

import pytest

from backend.directory.models import Expert, Institution, Profile
from backend.needs.models import Need

pytestmark = pytest.mark.usefixtures("world")
ROWS = {"experts": Expert, "institutions": Institution, "needs": Need}


def row_of(name: str):
    return ROWS[name].objects.filter(withdrawn_at=None).order_by("pk").first()


def listed(api, user, name: str, **query) -> set[str]:
    found = api(user).get(f"{name}/", page_size=200, **query)
    assert found.status_code == 200, found.content
    return {one["id"] for one in found.json()["results"]}


@pytest.mark.parametrize("name", ROWS)
def test_it_is_withdrawn_told_and_restored(api, officer, name):
    row = row_of(name)
    path = f"{name}/{row.pk}/"
    gone = api(officer).post(f"{path}withdraw/").json()
    assert gone["withdrawn_at"] == api(officer).get(path).json()["withdrawn_at"] is not None
    assert str(row.pk) not in listed(api, officer, name)
    assert str(row.pk) not in listed(api, officer, name, withdrawn="false")
    assert str(row.pk) in listed(api, officer, name, withdrawn="true")
    assert str(row.pk) in listed(api, officer, name, withdrawn=["true", "false"])
    back = api(officer).post(f"{path}restore/")
    assert (back.status_code, back.json()["withdrawn_at"]) == (200, None)
    assert api(officer).post(f"{path}restore/").json()["version"] == back.json()["version"]
    assert str(row.pk) in listed(api, officer, name)


@pytest.mark.parametrize("name", ["experts", "institutions"])
def test_others_neither_restore_nor_see_it(api, stranger, partner, name):
    row = (
        ROWS[name].objects.listed().exclude(memberships__user=partner).first()
        if name == "institutions"
        else Expert.objects.listed().filter(user=None).first()
    )
    ROWS[name].objects.filter(pk=row.pk).update(withdrawn_at="2026-01-01T00:00:00Z")
    for user in (stranger, partner):
        assert listed(api, user, name, withdrawn="true") == set()
        assert api(user).post(f"{name}/{row.pk}/restore/").status_code == 404
    assert api().post(f"{name}/{row.pk}/restore/").status_code in {401, 404}


def test_a_reader_of_a_need_does_not_restore_it(api, member, own):
    need = Need.objects.filter(institution=own).first()
    assert api(member("reader")).post(f"needs/{need.pk}/restore/").status_code == 403


def test_what_was_merged_stays_away(api, officer):
    one, other = Expert.objects.order_by("pk")[:2]
    Profile.objects.filter(pk=one.pk).update(
        merged_into=other.pk, withdrawn_at="2026-01-01T00:00:00Z"
    )
    refused = api(officer).post(f"experts/{one.pk}/restore/")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "merged")
    assert str(other.pk) in refused.json()["errors"][0]["detail"]


def test_candidates_are_not_sought_for_a_need_taken_back(api, partner, own):
    need = Need.objects.filter(institution=own).first()
    api(partner).post(f"needs/{need.pk}/withdraw/")
    refused = api(partner).post(f"needs/{need.pk}/match-runs/")
    assert refused.status_code == 409
    assert "Restore it first" in refused.json()["errors"][0]["detail"]
    api(partner).post(f"needs/{need.pk}/restore/")
    assert api(partner).post(f"needs/{need.pk}/match-runs/").status_code == 202


@pytest.mark.parametrize(("model", "path"), [(Expert, "directory/expert"), (Need, "needs/need")])
def test_an_officer_restores_in_the_administration(client, officer, model, path):
    client.force_login(officer)
    row = model.objects.first()
    for action, is_open in (("withdraw", False), ("restore", True)):
        client.post(f"/admin/{path}/", {"action": action, "_selected_action": [str(row.pk)]})
        row.refresh_from_db()
        assert (row.withdrawn_at is None) is is_open
