"""The database path ranks as the in-memory engine does, which compares everything."""

import importlib
import itertools
from dataclasses import replace

import pytest
from django.db import connection
from tests_candidates import candidate, place

from backend.directory.models import Expert, Institution, Profile
from backend.matches import engine
from backend.matches.models import TermFrequency
from backend.matches.selectors import Criteria, retrieval
from backend.matches.services import answer, indexes
from backend.needs.models import Need as NeedRow
from matching import Matcher, Need

OF_CLAIMS = {"quantity", "role", "negation", "level"}
OF_PASSAGES = {"affinity", "freshness", "attestation", *OF_CLAIMS}
CLEAR = 0.005  # scores further apart than this must be in the same order

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def matcher(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        listed = Profile.objects.listed().prefetch_related("passages", "sdgs", "sectors")
        return Matcher().fit([candidate(profile) for profile in listed])


def everybody(need, k=1000):
    codes = {
        "sdgs": list(need.sdgs.values_list("pk", flat=True)),
        "sectors": list(need.sectors.values_list("pk", flat=True)),
    }
    more = {**codes, "facets": need.facets}
    found = answer(text=need.text, language=need.language, k=k, country=need.country_id, **more)
    asked = Need("n", need.text, need.language, place=place(need.country), **more)
    return found, asked


@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.slow), 7])
def test_both_paths_give_the_same_order_and_scores_on_every_demo_need(world, matcher, step):
    needs = list(NeedRow.objects.order_by("pk"))
    assert len(needs) == 56
    for need in needs[::step]:
        found, asked = everybody(need)
        mine = {str(match.profile.pk): match.score for match in found.matches}
        yardstick = {hit.id: hit.score for hit in matcher.rank(asked, k=1000) if hit.score}
        assert set(mine) == set(yardstick)
        assert max(abs(mine[pk] - yardstick[pk]) for pk in mine) < CLEAR, need
        compare_values(found, matcher.rank(asked, k=1000))
        order = [yardstick[str(match.profile.pk)] for match in found.matches]
        assert all(a > b - CLEAR for a, b in itertools.pairwise(order)), need


def compare_values(found, hits):
    """Every feature of whole candidates is the same in both paths.

    Of two passages of nearly equal worth, either may count as the best: the score is the same,
    and what it is made of is not.
    """
    yardstick = {hit.id: hit.values for hit in hits}
    for match in found.matches:
        theirs = yardstick[str(match.profile.pk)]
        assert set(match.values) == set(theirs)
        for name in set(theirs) - OF_PASSAGES:
            near = CLEAR if name == "coverage" else 1e-6  # coverage is of vectors, halved twice
            assert match.values[name] == pytest.approx(theirs[name], abs=near), name


def test_reasons_of_both_paths_quote_the_same_passages(world, matcher):
    need = NeedRow.objects.order_by("pk").first()
    found, asked = everybody(need, k=5)
    for match, hit in zip(found.matches, matcher.rank(asked, k=5), strict=True):
        assert [r.text for r in match.reasons] == [r.passage.text for r in hit.reasons]
        assert match.shared_terms == hit.shared_terms


@pytest.mark.parametrize("plan", ["all at a glance", "by index"])
def test_retrieval_keeps_the_best_whatever_the_plan(world, matcher, monkeypatch, plan):
    """With the thresholds lowered, the plans for large networks find nearly all of the best ten."""
    monkeypatch.setattr(retrieval, "SCORE_ALL", 0)
    looking(monkeypatch, retrieval.Depth(60, (100, 400), 30))  # centres are drawn: all lists
    if plan == "by index":
        by_index(monkeypatch)
    kept = asked = 0
    for need in NeedRow.objects.order_by("pk")[:12]:
        found = answer(text=need.text, language=need.language, k=10)
        mine = [str(match.profile.pk) for match in found.matches]
        best = [hit.id for hit in matcher.rank(Need("n", need.text, need.language), k=10)]
        assert mine[:3] == best[:3], need
        kept += len(set(mine) & set(best))
        asked += 10
    assert kept / asked >= 0.95


def test_a_need_in_common_words_alone_is_looked_into_further(world, matcher, monkeypatch):
    """Where shared terms decide among many, few at a glance would miss some of the best."""
    monkeypatch.setattr(retrieval, "SCORE_ALL", 0)
    monkeypatch.setattr(retrieval, "HOLDERS", 2)
    monkeypatch.setattr(retrieval, "USUAL", replace(retrieval.USUAL, glanced=12))
    monkeypatch.setattr(retrieval, "DEEPER", replace(retrieval.DEEPER, glanced=200))
    common = TermFrequency.objects.exclude(term="").filter(term__regex="^[a-z]{4,}$")
    text = " ".join(common.order_by("-passages").values_list("term", flat=True)[:15])
    found = {match.profile.pk for match in answer(text=text, language="en", k=100).matches}
    assert len(found) == 100
    best = [hit.id for hit in matcher.rank(Need("n", text, "en"), k=10)]
    assert len(set(best) & set(map(str, found))) >= 9
    rare = NeedRow.objects.filter(language="en").first()
    assert len(answer(text=rare.text, language="en", k=100).matches) < 40


def test_a_need_that_no_encoder_serves_finds_nobody_and_breaks_nothing(world, monkeypatch):
    """With an encoder for English alone, a need in French."""
    served = [one for one in engine.wanted() if one.encoder == "minilm"]
    module = importlib.import_module("backend.matches.services.ranking")
    monkeypatch.setattr(module, "active_versions", lambda: served)
    for score_all in (retrieval.SCORE_ALL, 0):
        monkeypatch.setattr(retrieval, "SCORE_ALL", score_all)
        found = answer(text="Des pompes solaires pour quatre villages", language="fr")
        assert (found.matches, found.nobody) == ([], True)


def looking(monkeypatch, depth):
    monkeypatch.setattr(retrieval, "USUAL", depth)
    monkeypatch.setattr(retrieval, "DEEPER", depth)


def by_index(monkeypatch):
    """An index over the demo world, and the plan that asks it."""
    monkeypatch.setattr(indexes, "FEWEST", 0)
    monkeypatch.setattr(indexes, "IN_A_LIST", 40)
    monkeypatch.setattr(retrieval, "GLANCE_ALL", 0)
    for version in engine.wanted():
        indexes.keep_index(version)


def test_a_filter_unlike_the_need_costs_nobody_the_place(world, matcher, monkeypatch):
    """Of those whom it leaves, none is among the nearest passages: all are looked at."""
    need = NeedRow.objects.order_by("pk").first()
    ranked = answer(text=need.text, language=need.language, k=1000).matches
    last = {match.profile.country_id for match in ranked[-60:]} - {
        match.profile.country_id for match in ranked[:100]
    }
    criteria = Criteria(countries=tuple(sorted(filter(None, last))))
    usual = answer(text=need.text, language=need.language, k=10, criteria=criteria).matches
    assert usual
    monkeypatch.setattr(retrieval, "SCORE_ALL", 0)
    by_index(monkeypatch)
    found = answer(text=need.text, language=need.language, k=10, criteria=criteria).matches
    assert [match.profile for match in found] == [match.profile for match in usual]


def test_an_index_is_made_anew_once_the_network_has_outgrown_it(world, monkeypatch):
    version = engine.wanted()[0]
    monkeypatch.setattr(indexes, "FEWEST", 0)
    made = []
    for in_a_list in (100, 80, 10):
        monkeypatch.setattr(indexes, "IN_A_LIST", in_a_list)
        indexes.keep_index(version)
        with connection.cursor() as cursor:
            made.append(indexes._made(cursor, version))
    assert [len(names) for names in made] == [1, 1, 1]
    assert made[0] == made[1] != made[2]
    indexes.drop_index(version)
    with connection.cursor() as cursor:
        assert indexes._made(cursor, version) == []


def test_the_demo_world_is_as_large_as_it_says(world):
    assert (
        Institution.objects.filter(source="demo", passages__isnull=False).distinct().count() >= 48
    )
    assert Expert.objects.filter(demo=True).count() >= 160
