"""The database path ranks as the in-memory engine does, which compares everything."""

import itertools

import pytest

from backend.directory.models import Expert, Institution, Profile
from backend.matches.selectors import retrieval
from backend.matches.services import answer
from backend.needs.models import Need as NeedRow
from matching import Matcher, Need, Passage
from matching import Profile as Candidate

CLEAR = 0.005  # scores further apart than this must be in the same order

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def matcher(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        listed = Profile.objects.listed().prefetch_related("passages", "sdgs", "sectors")
        return Matcher().fit([candidate(profile) for profile in listed])


def candidate(profile):
    shown = [p for p in profile.passages.all() if not p.hidden]
    return Candidate(
        str(profile.pk),
        [Passage(p.text, p.language or None, p.kind, p.year, str(p.pk)) for p in shown],
        sdgs=[goal.pk for goal in profile.sdgs.all()],
        sectors=[sector.pk for sector in profile.sectors.all()],
    )


def everybody(need, k=1000):
    codes = {
        "sdgs": list(need.sdgs.values_list("pk", flat=True)),
        "sectors": list(need.sectors.values_list("pk", flat=True)),
    }
    found = answer(text=need.text, language=need.language, k=k, **codes)
    asked = Need("n", need.text, need.language, **codes)
    return found, asked


def test_both_paths_give_the_same_order_and_scores_on_every_demo_need(world, matcher):
    needs = NeedRow.objects.order_by("pk")
    assert needs.count() == 56
    for need in needs:
        found, asked = everybody(need)
        mine = {str(match.profile.pk): match.score for match in found.matches}
        yardstick = {hit.id: hit.score for hit in matcher.rank(asked, k=1000) if hit.score}
        assert set(mine) == set(yardstick)
        assert max(abs(mine[pk] - yardstick[pk]) for pk in mine) < CLEAR, need
        order = [yardstick[str(match.profile.pk)] for match in found.matches]
        assert all(a > b - CLEAR for a, b in itertools.pairwise(order)), need


def test_reasons_of_both_paths_quote_the_same_passages(world, matcher):
    need = NeedRow.objects.order_by("pk").first()
    found, asked = everybody(need, k=5)
    for match, hit in zip(found.matches, matcher.rank(asked, k=5), strict=True):
        assert [r.text for r in match.reasons] == [r.passage.text for r in hit.reasons]
        assert match.shared_terms == hit.shared_terms


@pytest.mark.parametrize("limits", [(0, 20_000), (0, 0)], ids=["exact", "by index"])
def test_retrieval_keeps_the_best_whatever_the_plan(world, matcher, monkeypatch, limits):
    """With the thresholds lowered, the plans for large networks find nearly all of the best ten."""
    monkeypatch.setattr(retrieval, "COMPARE_ALL", limits[0])
    monkeypatch.setattr(retrieval, "EXACT_LIMIT", limits[1])
    monkeypatch.setattr(retrieval, "NEAREST", 100)
    kept = asked = 0
    for need in NeedRow.objects.order_by("pk")[:12]:
        found = answer(text=need.text, language=need.language, k=10)
        mine = [str(match.profile.pk) for match in found.matches]
        best = [hit.id for hit in matcher.rank(Need("n", need.text, need.language), k=10)]
        assert mine[:3] == best[:3], need
        kept += len(set(mine) & set(best))
        asked += 10
    assert kept / asked >= 0.95


def test_the_demo_world_is_as_large_as_it_says(world):
    assert (
        Institution.objects.filter(source="demo", passages__isnull=False).distinct().count() >= 48
    )
    assert Expert.objects.filter(demo=True).count() >= 160
