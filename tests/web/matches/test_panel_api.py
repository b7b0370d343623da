"""Panels over HTTP and on the page: a few who cover the need together, and who covers what."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests_candidates import candidate
from tests_support import forget_what_answers

from backend.directory.models import Passage
from backend.matches.models import MatchRun, PanelMember
from backend.matches.services import answer, perform_run
from backend.needs.models import Need
from matching import Matcher
from matching import Need as Asked

HYDRO_FR = (
    "Nous cherchons un appui pour réhabiliter de petites centrales hydroélectriques isolées. "
    "Il faut former les opérateurs des villages. "
    "Les ménages doivent accepter une redevance."
)

pytestmark = pytest.mark.usefixtures("world")


def ask(api, **body) -> dict:
    found = api().post("match/", {"text": HYDRO_FR, **body})
    assert found.status_code == 200, found.content
    return found.json()


def test_without_asking_there_is_no_panel(api):
    assert ask(api)["panel"] is None


def test_a_panel_covers_every_sentence_and_says_by_which_passage(api):
    found = ask(api, panel=3)
    covers = [cover for member in found["panel"] for cover in member["covers"]]
    assert len(found["panel"]) == 3
    assert {cover["text"] for cover in covers} == set(re.split(r"(?<=\.) ", HYDRO_FR))
    for member in found["panel"]:
        assert member["covers"]
        for cover in member["covers"]:
            assert Passage.objects.filter(
                profile=member["profile"]["id"], text=cover["passage"]
            ).exists()
            assert 0 < cover["coverage"] < 1


def test_the_best_candidate_is_member_one_whatever_the_number(api):
    best = ask(api, k=1)["matches"][0]
    for size in (2, 5, 10):
        panel = ask(api, k=1, panel=size)["panel"]
        assert len({member["profile"]["id"] for member in panel}) == size
        assert panel[0]["profile"] == best["profile"]
        assert panel[0]["score"] == best["score"]


def test_a_panel_changes_nothing_in_the_list(api):
    assert ask(api, panel=3)["matches"] == ask(api)["matches"]


def test_hard_rules_hold_for_the_panel_too(api):
    panel = ask(api, panel=4, kinds=["expert"], countries=["CHN"])["panel"]
    assert {(m["profile"]["kind"], m["profile"]["country"]) for m in panel} == {("expert", "CHN")}


def test_where_there_are_few_the_panel_is_smaller(api):
    found = ask(api, panel=10, countries=["MDG"])
    assert len(found["panel"]) == min(10, len(found["matches"]))
    assert ask(api, panel=3, countries=["ATA"])["panel"] == []


@pytest.mark.parametrize("size", [0, 1, 11, -3, "three", 2.5, [3], {}, True])
def test_other_sizes_are_refused_by_name(api, size):
    refused = api().post("match/", {"text": HYDRO_FR, "panel": size})
    assert refused.status_code == 400
    assert [error["attr"] for error in refused.json()["errors"]] == ["panel"]


def test_an_error_says_what_would_be_right(api):
    errors = api().post("match/", {"text": HYDRO_FR, "panel": 11}).json()["errors"]
    assert "10" in errors[0]["detail"]


def test_a_panel_costs_few_queries_whatever_its_size(api):
    def queries(**body) -> int:
        forget_what_answers()
        with CaptureQueriesContext(connection) as seen:
            ask(api, **body)
        return len(seen)

    assert queries(panel=10) == queries(panel=2) <= queries() + 2


@pytest.mark.slow
def test_the_panel_is_that_of_the_in_memory_engine():
    """Every passage of everybody compared in memory: the same members cover the same facets."""
    need = Need.objects.filter(language="fr").order_by("pk")[0]
    found = answer(text=need.text, language="fr", k=50, panel=4, facets=need.facets)
    profiles = [candidate(match.profile) for match in found.matches]
    yardstick = Matcher().fit(profiles)
    panel = yardstick.panel(Asked("n", need.text, "fr", facets=need.facets), size=4)
    best = str(found.matches[0].profile.pk)
    assert str(found.panel[0].profile.pk) == best
    in_memory = {c.aspect.facet: c.coverage for m in panel for c in m.covers}
    in_database = {c.facet: c.coverage for m in found.panel for c in m.covers}
    assert in_database == pytest.approx(in_memory, abs=0.01)


# --- kept ---------------------------------------------------------------------------------------


@pytest.fixture
def need() -> Need:
    return Need.objects.filter(external_id="need-a-01").get()


def kept(api, user, need, **body) -> dict:
    asked = api(user).post(f"needs/{need.pk}/match-runs/", body)
    assert asked.status_code == 202, asked.content
    assert perform_run(run_id=asked.json()["id"])
    return api(user).get(f"match-runs/{asked.json()['id']}/").json()


def test_a_stored_ranking_keeps_the_panel_asked_for(api, officer, need):
    run = kept(api, officer, need, k=2, panel=3)
    assert len(run["matches"]) == 2
    assert run["panel"][0]["profile"] == run["matches"][0]["profile"]
    covers = [cover for member in run["panel"] for cover in member["covers"]]
    assert {cover["facet"] for cover in covers} == set(need.facets)
    assert {cover["text"] for cover in covers} == set(need.facets.values())


def test_a_panel_quotes_its_passages_as_they_were(api, officer, need):
    run = kept(api, officer, need, panel=2)
    Passage.objects.filter(profile=run["panel"][0]["profile"]["id"]).update(text="rewritten")
    again = api(officer).get(f"match-runs/{run['id']}/").json()
    assert again["panel"] == run["panel"]


def test_a_stored_ranking_without_a_panel_says_so(api, officer, need):
    run = kept(api, officer, need, k=3)
    assert run["panel"] is None
    assert not PanelMember.objects.exists()


def test_a_waiting_ranking_has_an_empty_panel(api, officer, need):
    asked = api(officer).post(f"needs/{need.pk}/match-runs/", {"panel": 3}).json()
    assert asked["panel"] == []
    assert MatchRun.objects.get(pk=asked["id"]).parameters == {"k": 50, "panel": 3}


def test_a_stored_panel_is_read_in_a_fixed_number_of_queries(api, officer, need):
    counts = set()
    for size in (2, 8):
        run = kept(api, officer, need, panel=size)
        with CaptureQueriesContext(connection) as seen:
            api(officer).get(f"match-runs/{run['id']}/")
        counts.add(len(seen))
    assert len(counts) == 1


def test_a_wrong_size_is_refused_for_stored_rankings_too(api, officer, need):
    refused = api(officer).post(f"needs/{need.pk}/match-runs/", {"panel": 1})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"] == "panel"


# --- on the page --------------------------------------------------------------------------------


def page(client, **more) -> str:
    return client.post("/", {"text": HYDRO_FR, **more}).content.decode()


def test_the_choice_stands_beside_the_box(client):
    shown = client.get("/").content.decode()
    assert "Propose a panel of three that covers the need together" in shown
    assert re.search(r'<input type="checkbox" name="panel"', shown)
    assert 'class="panel"' not in page(client)


@pytest.mark.parametrize("htmx", [False, True])
def test_a_panel_chosen_is_shown_above_the_list(client, htmx):
    headers = {"HX-Request": "true"} if htmx else {}
    response = client.post("/", {"text": HYDRO_FR, "panel": "on"}, headers=headers)
    shown = response.content.decode()
    panel, cards = shown.index('class="panel"'), shown.index('class="cards"')
    assert panel < cards
    assert "A panel of 3 who cover the need together" in shown
    members = shown[panel:cards]
    assert members.count("<li>") == 3
    assert '<a href="#candidate-1">' in members
    assert re.search(r'(Covers|Comes closest to): <span class="aspect" lang="fr"', members)
    assert "redevance" in members


def test_the_choice_is_kept_when_the_answer_is_shown(client):
    assert re.search(r'name="panel"[^>]* checked', page(client, panel="on"))


@pytest.mark.parametrize("language", ["ar", "es", "fr", "pt", "ru", "zh-hans"])
def test_the_panel_is_shown_in_the_readers_language(client, language):
    client.cookies["django_language"] = language
    shown = page(client, panel="on")
    for english in ("A panel of", "Propose a panel", "Covers", "Comes closest to", "The passage<"):
        assert english not in shown
