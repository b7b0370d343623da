"""Changing needs: by whose right, on which version, and what is refused."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from backend.directory.models import Institution, Membership
from backend.matches.models import MatchRun
from backend.needs.models import Need

pytestmark = pytest.mark.usefixtures("world")

TEXT = "نحتاج إلى تدريب فنيين على صيانة المضخات الشمسية في القرى."
PLACE = "0190b3c4-0000-7000-8000-000000000000"  # nobody's id
BAD = [
    *[("text", value) for value in ("", "  ", "water", "…", None, 5, ["two words"], "x " * 20_000)],
    *[("title", value) for value in ("x" * 201, None, ["a"], {}, True)],
    *[("language", value) for value in ("xx", "French", "fr_FR", 5, [], None)],
    *[("country", value) for value in ("XXX", "ke", 5, ["KEN"])],
    *[("sdgs", value) for value in (["18"], "7", [None], None, ["7"] * 301)],
    *[("sectors", value) for value in (["1"], {}, [True])],
    *[("expert_languages", value) for value in (["xx"], "fr", [5])],
    *[("help", value) for value in (["money"], "training", {"training": 1}, [None], [["training"]], None)],
    *[("by", value) for value in ("tomorrow", "2026-02-30", 2027, [], "", "9" * 999)],
    *[("facets", value) for value in ({"colour": "red"}, [], "what", None, {"what": None}, {"what": ["a"]}, {"where": "x" * 501})],
    *[("institution", value) for value in (PLACE, "abc", None, 5, ["x"], True)],
]  # fmt: skip


@pytest.fixture
def need(own) -> Need:
    return Need.objects.filter(institution=own).order_by("pk").first()


@pytest.fixture
def body(own) -> dict[str, Any]:
    return {"institution": str(own.pk), "text": TEXT}


def refused(answer: Any, field: str) -> str:
    assert answer.status_code == 400, answer.content
    errors = answer.json()["errors"]
    assert {error["attr"].split(".")[0] for error in errors} == {field}
    assert all(error["detail"] for error in errors)
    assert len(answer.content) < 2000
    return errors[0]["detail"]


@pytest.mark.parametrize(("field", "value"), BAD, ids=lambda value: repr(value)[:40])
def test_bad_input_is_refused_by_name(api, partner, need, body, field, value):
    before = Need.objects.count()
    refused(api(partner).post("needs/", {**body, field: value}), field)
    refused(api(partner).patch(f"needs/{need.pk}/", {field: value}, need.version), field)
    version = need.version
    need.refresh_from_db()
    assert (Need.objects.count(), need.version) == (before, version)


@pytest.mark.parametrize("field", ["text", "institution"])
def test_what_every_need_has_must_be_there(api, partner, body, field):
    del body[field]
    refused(api(partner).post("needs/", body), field)


def test_a_change_changes_what_is_sent_and_nothing_else(api, partner, need):
    before = api(partner).get(f"needs/{need.pk}/").json()
    change = {"text": f" {TEXT}\n", "language": "AR-arab", "help": ["training", "expertise"]}
    answer = api(partner).patch(f"needs/{need.pk}/", change, need.version)
    assert answer["ETag"] == f'"{need.version + 1}"'
    assert answer.json() == {
        **before,
        "text": TEXT,
        "language": "ar-Arab",
        "help": ["expertise", "training"],
        "version": need.version + 1,
    }


def test_what_the_platform_decides_cannot_be_sent(api, partner, need):
    before = api(partner).get(f"needs/{need.pk}/").json()
    change = {"demo": not need.demo, "version": 99, "withdrawn_at": "2026-01-01", "id": PLACE}
    answer = api(partner).patch(f"needs/{need.pk}/", change, need.version)
    assert answer.json() == {**before, "version": need.version + 1}


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("editor", 200), ("approver", 403), ("reader", 403)]
)
def test_a_role_decides_who_changes_and_takes_back(api, member, need, role, status):
    user = member(role)
    assert api(user).get(f"needs/{need.pk}/").status_code == 200
    assert api(user).patch(f"needs/{need.pk}/", {"title": "X"}, need.version).status_code == status
    assert api(user).post(f"needs/{need.pk}/withdraw/").status_code == status
    need.refresh_from_db()
    assert (need.title == "X") is (need.withdrawn_at is not None) is (status == 200)


def test_a_need_of_others_does_not_exist(api, stranger, expert, need):
    for user, status in ((None, 401), (stranger, 404), (expert, 404)):
        path = f"needs/{need.pk}/"
        assert api(user).get(path).status_code == status
        assert api(user).patch(path, {"title": "X"}, need.version).status_code == status
        assert api(user).post(f"{path}withdraw/").status_code == status
        assert api(user).post(f"{path}match-runs/").status_code == status
    assert not MatchRun.objects.filter(need=need).exists()


def test_who_has_left_an_institution_no_longer_sees_its_needs(api, partner, need):
    Membership.objects.filter(user=partner).update(valid_to=datetime.date.today())
    assert api(partner).get("needs/").json()["results"] == []
    assert api(partner).get(f"needs/{need.pk}/").status_code == 404


def test_a_need_is_not_handed_to_an_institution_one_does_not_act_for(api, partner, officer, need):
    other = {"institution": str(Institution.objects.exclude(pk=need.institution_id).first().pk)}
    refused(api(partner).patch(f"needs/{need.pk}/", other, need.version), "institution")
    assert api(officer).patch(f"needs/{need.pk}/", other, need.version).status_code == 200
    assert api(partner).get(f"needs/{need.pk}/").status_code == 404


# --- the same request twice ---------------------------------------------------------------------


def test_a_ranking_asked_for_twice_with_one_key_is_one(api, partner, need):
    path = f"needs/{need.pk}/match-runs/"
    first, again = (api(partner).post(path, {"k": 3}, key="k-1") for _ in range(2))
    assert (first.status_code, first.json()) == (202, again.json())
    assert again["Idempotent-Replay"] == "true"
    assert MatchRun.objects.filter(need=need).count() == 1
    assert api(partner).post(path, {"k": 4}, key="k-1").status_code == 409
    assert api(partner).post(path, {"k": 3}, key="k-2").status_code == 202


def test_a_key_is_one_persons(api, partner, member, body):
    ours = [api(user).post("needs/", body, key="k-1") for user in (partner, member("editor"))]
    assert [answer.status_code for answer in ours] == [201, 201]
    assert ours[0].json()["id"] != ours[1].json()["id"]


@pytest.mark.parametrize("key", ["", " ", "k" * 201])
def test_without_a_usable_key_nothing_is_done(api, partner, need, body, key):
    for path in ("needs/", f"needs/{need.pk}/withdraw/", f"needs/{need.pk}/match-runs/"):
        refused(api(partner).post(path, body, key=key), "Idempotency-Key")
    need.refresh_from_db()
    assert need.withdrawn_at is None
    assert not MatchRun.objects.filter(need=need).exists()


def test_a_request_refused_leaves_its_key_free(api, partner, body):
    refused(api(partner).post("needs/", {**body, "text": "water"}, key="k-1"), "text")
    assert api(partner).post("needs/", body, key="k-1").status_code == 201
