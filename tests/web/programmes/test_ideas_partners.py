"""Complementary partners, similar projects and a team, on the demo world with its ideas."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests_ideas import make_idea
from tests_support import forget_what_answers

from backend.consultations.models import ConsultationRequest, Status
from backend.directory.models import Institution
from backend.matches.services import embed_pending
from backend.needs.models import Need
from backend.programmes.demo import load_ideas
from backend.programmes.models import PastProject, PastProjectEmbedding, ProjectIdea
from backend.programmes.partnering import needs_known, ranking_for
from backend.programmes.services.ideas import change_idea

FOLDER = Path(settings.BASE) / "fixtures" / "demo"


@pytest.fixture
def ideas(world):
    """The demo world's ideas, past projects, and what belongs to them, with vectors."""
    call_command("import_projects", str(FOLDER / "projects.json"), verbosity=0)
    load_ideas(FOLDER / "partners.json")
    embed_pending()
    return {one.institution.external_id: one for one in ProjectIdea.objects.filter(demo=True)}


def names(found) -> list[str]:
    rows = Institution.objects.in_bulk([one.profile.pk for one in found])
    return [rows[one.profile.pk].external_id for one in found]


def test_the_demo_world_holds_ideas_and_past_projects(ideas):
    assert ProjectIdea.objects.filter(demo=True).count() == 32
    assert PastProject.objects.filter(demo=True).count() == 24
    assert PastProjectEmbedding.objects.values("past_project").distinct().count() == 24
    assert load_ideas(FOLDER / "partners.json") == 32  # a second time makes nothing
    assert ProjectIdea.objects.filter(demo=True).count() == 32


def test_partners_give_what_is_sought_and_take_what_is_offered(ideas, officer, api):
    first = ranking_for(ideas["inst-a-serido"]).best(3)
    assert names(first)[0] == "inst-a-dgcei"
    both = first[0]
    assert both.gives > 0.5
    assert both.takes > 0.2
    assert both.offers.reasons
    assert both.need is not None
    # One that offers the same, and lacks the same, is no partner for all its likeness.
    assert "inst-a-serido" not in names(first)
    said = api(officer).get(f"project-ideas/{ideas['inst-a-serido'].pk}/matches/", k=3)
    assert said.status_code == 200
    one = said.json()["matches"][0]
    assert one["reasons"][0]["sentence"]
    assert one["why_it_gains"].startswith("Help asked for, 2026, by an institution in Cabo Verde")
    assert one["need"]["text"]


def test_reciprocal_matching_is_above_likeness_in_the_database_too(ideas):
    """Of the labelled ideas the first three names hold a partner made for the idea."""
    wanted = {
        "inst-a-qori-mayu": "inst-a-omerd",
        "inst-b-kaveri": "inst-b-mandimba",
        "inst-b-guadua": "inst-b-minling",
        "inst-d-nirbhor": "inst-d-luapula",
        "inst-c-kariba": "inst-c-sahyadri",
    }
    for leader, partner in wanted.items():
        assert partner in names(ranking_for(ideas[leader]).best(3)), leader


def test_needs_of_others_are_quoted_only_to_those_who_may_read_them(ideas, member, own, api):
    idea = make_idea(own, title="Winds", text=ideas["inst-a-serido"].text)
    change_idea(idea=idea, values={"offers": ideas["inst-a-serido"].offers})
    url = f"project-ideas/{idea.pk}/matches/"
    reader = member("reader")
    seen = {one["profile"]["id"]: one for one in api(reader).get(url, k=10).json()["matches"]}
    cape = Institution.objects.get(external_id="inst-a-dgcei")
    told = seen[str(cape.pk)]
    assert told["need"]["title"] == told["need"]["text"] == ""
    assert told["why_it_gains"] == (
        "What you bring is near to help that it has asked this network for."
    )
    need = Need.objects.get(external_id="need-a-05")
    ConsultationRequest.objects.create(
        need=need, status=Status.CLOSED, published_at=need.created_at
    )
    seen = {one["profile"]["id"]: one for one in api(reader).get(url, k=10).json()["matches"]}
    told = seen[str(cape.pk)]
    assert told["need"]["title"] == need.title
    assert told["need"]["text"] == ""


def test_a_withdrawn_need_counts_only_where_it_was_asked_for(ideas):
    need = Need.objects.get(external_id="need-a-05")
    Need.objects.filter(pk=need.pk).update(withdrawn_at=timezone.now())
    assert not needs_known().filter(pk=need.pk).exists()
    ConsultationRequest.objects.create(need=need, status=Status.CLOSED)
    assert needs_known().filter(pk=need.pk).exists()


def test_partners_can_be_narrowed_to_countries_and_groups(ideas, officer, api):
    url = f"project-ideas/{ideas['inst-a-serido'].pk}/matches/"
    found = api(officer).get(url, countries=["EGY", "CHN"]).json()["matches"]
    assert {one["profile"]["country"] for one in found} <= {"EGY", "CHN"}
    assert found


def test_what_was_done_in_the_same_country_is_warned_of_and_comes_first(ideas, officer, api):
    idea = ideas["inst-a-qori-mayu"]  # micro hydro in Peru and Madagascar
    found = api(officer).get(f"project-ideas/{idea.pk}/similar/").json()
    first = found[0]
    assert first["project"]["external_id"] == "past-01"
    assert first["likeness"] == "repetition"
    assert first["shared_countries"] == ["MDG", "PER"]
    assert "say what would be new" in first["sentence"]
    assert first["found"]


def test_what_was_done_elsewhere_can_be_used_again(ideas, officer, api):
    idea = ideas["inst-b-rokel"]  # hybrid rice seed, in Sierra Leone
    (seed,) = api(officer).get(f"project-ideas/{idea.pk}/similar/").json()
    assert seed["project"]["external_id"] == "past-07"
    assert seed["likeness"] == "reuse"
    assert seed["sentence"] == (
        "Much the same was done in Burundi and Madagascar (2019): its approach can be used again."
    )


def test_a_changed_text_is_found_by_what_it_says_now(ideas, officer, api):
    project = PastProject.objects.get(external_id="past-07")
    project.text = "Courses in bookkeeping for savings circles."
    project.save()
    idea = ideas["inst-b-rokel"]
    assert api(officer).get(f"project-ideas/{idea.pk}/similar/").json() == []


PACKAGES = [
    "Repair of small hydro turbines and training of village workshops.",
    "Forecasts of storms and warnings for fishers on a lake.",
    "Testing of charcoal stoves in a laboratory.",
]


def test_a_team_covers_the_work_packages_and_says_who_covers_what(ideas, officer, api):
    url = f"project-ideas/{ideas['inst-a-tenga'].pk}/team/"
    said = api(officer).post(url, {"packages": PACKAGES, "size": 3})
    assert said.status_code == 200
    body = said.json()
    assert len(body["members"]) == 3
    assert {one["profile"]["kind"] for one in body["members"]} == {"expert"}
    covered = {cover["facet"] for one in body["members"] for cover in one["covers"]}
    assert covered == {"1", "2", "3"}
    texts = {cover["text"] for one in body["members"] for cover in one["covers"]}
    assert texts == set(PACKAGES)
    assert set(body["uncovered"]) <= {1, 2, 3}
    assert "email" not in said.content.decode()


def test_a_team_without_work_packages_is_refused(ideas, officer, api):
    url = f"project-ideas/{ideas['inst-a-tenga'].pk}/team/"
    said = api(officer).post(url, {})
    assert said.status_code == 400
    assert said.json()["errors"][0]["attr"] == "packages"


def test_finding_partners_takes_as_many_queries_for_few_as_for_many(ideas):
    def queries(k: int) -> int:
        forget_what_answers()
        with CaptureQueriesContext(connection) as caught:
            ranking_for(ideas["inst-a-serido"]).best(k)
        return len(caught)

    assert queries(2) == queries(20)
