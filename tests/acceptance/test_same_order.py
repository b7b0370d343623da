"""The database path ranks as the in-memory engine does, which compares everything."""

import datetime
import functools
import itertools

import pytest

from backend.codelists.models import Country
from backend.directory.models import Expert, Institution, Profile
from backend.matches.selectors import retrieval
from backend.matches.services import answer
from backend.needs.models import Need as NeedRow
from matching import Matcher, Need, Passage
from matching import Profile as Candidate
from matching.types import Place

OF_CLAIMS = {"quantity", "role", "negation", "level"}
OF_PASSAGES = {"affinity", "freshness", "attestation", *OF_CLAIMS}
CLEAR = 0.005  # scores further apart than this must be in the same order

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def matcher(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        listed = Profile.objects.listed().prefetch_related("passages", "sdgs", "sectors")
        return Matcher().fit([candidate(profile) for profile in listed])


def candidate(profile):
    """As the engine wants it, read row by row: slow, and plainly what the rows say."""
    facts = of_expert(profile.expert) if profile.kind == "expert" else {}
    institutions = facts.pop("at", [profile])
    return Candidate(
        str(profile.pk),
        [evidence(p) for p in profile.passages.all() if not p.hidden],
        sdgs=[goal.pk for goal in profile.sdgs.all()],
        sectors=[sector.pk for sector in profile.sectors.all()],
        place=place(profile.country),
        attested=max(
            (
                sum(not p.hidden and p.attestation != "self_declared" for p in one.passages.all())
                for one in institutions
            ),
            default=None,
        ),
        **facts,
    )


def of_expert(expert):
    institutions = [row.institution for row in expert.affiliations.filter(end_year=None)]
    countries = [*expert.countries_worked_in.all(), *(one.country for one in institutions)]
    return {
        "at": [one for one in institutions if one.is_listed],
        "languages": [skill.language_id for skill in expert.language_skills.all()],
        "worked_in": [place(country) for country in countries if country],
        "capacity": expert.max_open_engagements,
    }


def evidence(passage):
    return Passage(
        passage.text,
        passage.language or None,
        passage.kind,
        passage.year,
        str(passage.pk),
        passage.attestation,
    )


@functools.cache
def place_of(code):
    country = Country.objects.get(pk=code)
    regions, region = [], country.region
    while region.parent is not None:
        regions.append(region.pk)
        region = region.parent
    groups = country.group_memberships.valid_on(datetime.date.today())
    return Place(code, tuple(regions), tuple(row.group_id for row in groups))


def place(country):
    return place_of(country.pk) if country else None


def everybody(need, k=1000):
    codes = {
        "sdgs": list(need.sdgs.values_list("pk", flat=True)),
        "sectors": list(need.sectors.values_list("pk", flat=True)),
    }
    found = answer(text=need.text, language=need.language, k=k, country=need.country_id, **codes)
    asked = Need("n", need.text, need.language, place=place(need.country), **codes)
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
            assert match.values[name] == pytest.approx(theirs[name], abs=1e-6), name


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
