"""Who decides on look-alikes: the secretariat, once, over HTTP or in the administration."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.accounts.models import User
from backend.directory.look_alikes.finding import found
from backend.directory.models import Expert, LookAlike, Passage
from backend.directory.services.look_alikes import note_look_alikes


def make_pairs(count: int) -> list[LookAlike]:
    experts = list(Expert.objects.listed().filter(user=None)[: 2 * count])
    for one, other in zip(experts[::2], experts[1::2], strict=True):
        mine, theirs = one.passages.first(), other.passages.first()
        said = (mine.pk, theirs.pk, 0.9)
        note_look_alikes(findings=[found(one.pk, other.pk, LookAlike.Reason.PASSAGES, said)])
    return list(LookAlike.objects.all())


@pytest.fixture
def pair(world) -> LookAlike:
    return make_pairs(1)[0]


@pytest.mark.parametrize("person", ["partner", "expert", "stranger"])
def test_nobody_else_learns_of_them(person, pair, api, request):
    caller = api(request.getfixturevalue(person))
    assert caller.get("look-alikes/").status_code == 404
    assert caller.get(f"look-alikes/{pair.pk}/").status_code == 404
    body = {"keep": str(pair.first_id)}
    assert caller.post(f"look-alikes/{pair.pk}/merge/", body).status_code == 404
    assert caller.post(f"look-alikes/{pair.pk}/different/").status_code == 404
    assert api().get("look-alikes/").status_code == 401


def test_the_list_shows_both_sides_and_why(pair, api, officer):
    (shown,) = api(officer).get("look-alikes/").json()["results"]
    assert {shown["first"]["name"], shown["second"]["name"]} == {pair.first.name, pair.second.name}
    assert shown["reasons"][0]["reason"] == "passages"
    assert shown["first"]["passages"] == pair.first.passages.count()


def test_the_number_of_queries_does_not_grow_with_the_list(pair, api, officer):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert api(officer).get("look-alikes/").status_code == 200
        return len(captured)

    few = queries()
    make_pairs(6)
    assert queries() == few


def test_merging_takes_it_off_the_list_and_is_done_once(pair, api, officer):
    body = {"keep": str(pair.second_id)}
    passages = Passage.objects.filter(profile__in=[pair.first_id, pair.second_id]).count()
    answer = api(officer).post(f"look-alikes/{pair.pk}/merge/", body, key="k")
    assert (answer.status_code, answer.json()["state"]) == (200, "merged")
    assert answer.json()["first"]["merged_into"] == str(pair.second_id)
    assert Passage.objects.filter(profile=pair.second_id).count() == passages
    assert api(officer).get("look-alikes/").json()["results"] == []
    again = api(officer).post(f"look-alikes/{pair.pk}/merge/", body, key="k")
    assert again.headers["Idempotent-Replay"] == "true"
    assert api(officer).post(f"look-alikes/{pair.pk}/merge/", body).status_code == 409
    assert api(officer).post(f"look-alikes/{pair.pk}/different/").status_code == 409


def test_it_must_be_said_which_one_stays(pair, api, officer):
    for body in ({}, {"keep": str(pair.pk)}, {"keep": "x"}):
        answer = api(officer).post(f"look-alikes/{pair.pk}/merge/", body)
        assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "keep")


def test_different_people_are_told_apart(pair, api, officer):
    answer = api(officer).post(f"look-alikes/{pair.pk}/different/")
    assert (answer.status_code, answer.json()["state"]) == (200, "different")
    assert answer.json()["decided_by"] == officer.pk or str(officer.pk)
    assert Expert.objects.filter(merged_into__isnull=False).count() == 0


def test_an_officer_sees_both_side_by_side_and_decides(pair, client, officer):
    client.force_login(officer)
    page = f"/admin/directory/lookalike/{pair.pk}/change/"
    shown = client.get(page).content.decode()
    for profile in (pair.first, pair.second):
        assert f"/admin/directory/expert/{profile.pk}/change/" in shown
    assert client.post(page, {"decision": "first"}).status_code == 302
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == ("merged", officer)
    assert Expert.objects.get(pk=pair.second_id).merged_into_id == pair.first_id
    assert client.post(page, {"decision": "second"}).status_code == 403
    assert str(pair.pk) not in client.get("/admin/directory/lookalike/").content.decode()


def test_an_officer_tells_several_apart_in_the_list(world, client, officer):
    pairs = make_pairs(2)
    client.force_login(officer)
    sent = {"action": "tell_apart", "_selected_action": [str(pair.pk) for pair in pairs]}
    client.post("/admin/directory/lookalike/", sent)
    assert not LookAlike.objects.open().exists()


def test_two_officers_at_once_merge_once(committed_world, api):
    officer = User.objects.get(email="secretariat@demo.example")
    pair = make_pairs(1)[0]
    passages = Passage.objects.filter(profile__in=[pair.first_id, pair.second_id]).count()
    start = Barrier(2)

    def decide(keep) -> int:
        start.wait()
        try:
            body = {"keep": str(keep)}
            return api(officer).post(f"look-alikes/{pair.pk}/merge/", body).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(decide, [pair.first_id, pair.second_id]))
    assert sorted(answers) == [200, 409]
    (kept,) = Expert.objects.filter(pk__in=[pair.first_id, pair.second_id], merged_into=None)
    assert Passage.objects.filter(profile=kept.pk).count() == passages
