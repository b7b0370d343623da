"""What a programme's rules lack: the pure function, and the institutions that fill it."""

import datetime

import pytest
from tests_ideas import ask_to_join, institution_with_owner, make_idea

from backend.codelists.models import Country, CountryGroup, GroupMembership
from backend.programmes.finding import find_missing, plan_of_idea
from backend.programmes.missing import LackKind, missing
from backend.programmes.missing_words import sentence
from backend.programmes.models import Programme, ProgrammeRule, Severity
from backend.programmes.rules.countries import OtherCountries, ParticipatingCountries
from backend.programmes.rules.regions import Reach, Regions
from backend.programmes.services.joining import accept_joining

EAST, SOUTH_EAST, SOUTH = ("001", "002", "202", "014"), ("001", "142", "035"), ("001", "142", "034")
WEST = ("001", "002", "202", "011")
REGIONS = {"KEN": EAST, "UGA": EAST, "GHA": WEST, "LAO": SOUTH_EAST, "VNM": SOUTH_EAST}
REGIONS |= {"IND": SOUTH, "CHN": ("001", "142", "030")}
G77 = dict.fromkeys(("KEN", "UGA", "GHA", "LAO", "VNM", "IND"), frozenset({"G77"}))
NAMES = {"G77": "the Group of 77", "002": "Africa", "142": "Asia", "014": "Eastern Africa"}
THREE = ParticipatingCountries.of({"least": 3, "group": "G77"})


def lacks(countries, *rules, endorsed=()):
    return missing(countries, G77, REGIONS, rules, endorsed)


def told(lack):
    return sentence(lack, NAMES | {"KEN": "Kenya", "UGA": "Uganda"})


def test_nothing_lacks_once_enough_members_of_the_group_take_part():
    assert lacks(["KEN", "LAO", "VNM"], THREE) == []


def test_countries_outside_the_group_do_not_count():
    (lack,) = lacks(["KEN", "LAO", "CHN"], THREE)
    assert (lack.kind, lack.number, lack.group) == (LackKind.COUNTRIES, 1, "G77")
    assert told(lack) == "1 more country of the Group of 77 must take part."
    assert lack.is_filled_by("UGA", {"G77"}, EAST)
    assert not lack.is_filled_by("CHN", set(), REGIONS["CHN"])


def test_as_many_lack_as_are_not_there_and_each_country_counts_once():
    (lack,) = lacks(["KEN", "KEN"], THREE)
    assert lack.number == 2
    assert told(lack) == "2 more countries of the Group of 77 must take part."


def test_without_a_group_any_country_counts():
    (lack,) = lacks(["KEN"], ParticipatingCountries.of({"least": 2}))
    assert told(lack) == "1 more country must take part."
    assert lack.is_filled_by("CHN", set(), REGIONS["CHN"])


def test_one_country_alone_is_national_and_any_other_makes_it_wider():
    (lack,) = lacks(["KEN"], Regions.of({}))
    assert (lack.kind, lack.reach, lack.optional) == (LackKind.REACH, Reach.SUB_REGIONAL, False)
    assert (lack.within, lack.outside) == (frozenset(), frozenset())


def test_one_more_outside_the_region_would_make_it_inter_regional():
    found = lacks(["LAO", "VNM", "IND"], THREE, Regions.of({}))
    (lack,) = found
    assert lack.optional
    assert told(lack) == (
        "One more country of the Group of 77 outside Asia would make this inter-regional."
    )
    assert lack.is_filled_by("KEN", {"G77"}, EAST)
    assert not lack.is_filled_by("IND", {"G77"}, SOUTH)


def test_what_is_demanded_comes_before_what_would_only_widen():
    kinds = [(one.kind, one.optional) for one in lacks(["KEN", "UGA"], Regions.of({}), THREE)]
    assert kinds == [(LackKind.COUNTRIES, False), (LackKind.REACH, True)]


def test_where_only_inter_regional_projects_count_it_is_demanded():
    (lack,) = lacks(["KEN", "GHA"], Regions.of({"reaches": ["inter-regional"]}))
    assert (lack.optional, lack.outside) == (False, frozenset({"002"}))


def test_a_regional_project_needs_another_part_of_the_same_continent():
    (lack,) = lacks(["KEN", "UGA"], Regions.of({"reaches": ["regional"]}))
    assert (lack.within, lack.outside) == (frozenset({"002"}), frozenset({"014"}))
    assert lack.is_filled_by("GHA", {"G77"}, WEST)
    assert not lack.is_filled_by("LAO", {"G77"}, SOUTH_EAST)


def test_a_project_of_several_continents_lacks_no_reach():
    assert lacks(["KEN", "LAO"], Regions.of({})) == []


def test_letters_come_from_those_that_take_part_as_far_as_they_go():
    rule = OtherCountries.of({"least": 2})
    (lack,) = lacks(["LAO", "KEN", "UGA"], rule, endorsed={"KEN"})
    assert (lack.number, lack.waiting) == (1, ("UGA",))
    assert told(lack) == (
        "A letter from 1 other country is needed. Of those that take part, ask: Uganda."
    )
    assert not lack.is_filled_by("GHA", {"G77"}, WEST)
    (lack,) = lacks(["LAO", "KEN"], rule)
    assert lack.number == 2
    assert lack.is_filled_by("GHA", {"G77"}, WEST)
    assert lacks(["LAO", "KEN", "UGA"], rule, endorsed={"KEN", "UGA"}) == []


def test_the_letter_of_the_applicants_own_country_does_not_count():
    (lack,) = lacks(["KEN", "UGA"], OtherCountries.of({"least": 1}), endorsed={"KEN"})
    assert lack.number == 1


@pytest.fixture
def fund(world):
    """A programme that wants three countries of a group, and reaches as far as it can."""
    programme = Programme.objects.create(
        code="fund", names={"en": "Fund"}, languages=["en"], stages=["proposal"]
    )
    told = {"severity": Severity.WARNS, "source": "The fund's guidelines, paragraph 7"}
    for rule, parameters in (
        ("participating-countries", {"least": 3, "group": "WIDE"}),
        ("regions", {}),
    ):
        ProgrammeRule.objects.create(programme=programme, rule=rule, parameters=parameters, **told)
    group = CountryGroup.objects.create(code="WIDE", names={"en": "the wide group"})
    for country in Country.objects.filter(pk__in=["KEN", "BFA", "CHN", "EGY", "LAO", "SEN"]):
        GroupMembership.objects.create(country=country, group=group)
    return programme


@pytest.fixture
def idea(world):
    owner = institution_with_owner("Lead Institute", "BFA")[0]
    return make_idea(owner)


TODAY = datetime.date(2026, 11, 27)


def test_institutions_of_the_countries_that_lack_are_found_with_reasons(fund, idea):
    found = find_missing(plan_of_idea(idea), fund, TODAY, k=5)
    assert (found.countries, found.reach) == (["BFA"], Reach.NATIONAL)
    countries, reach = found.lacks
    assert countries.sentence == "2 more countries of the wide group must take part."
    homes = {one.profile.country_id for one in countries.institutions}
    assert homes <= {"KEN", "CHN", "EGY", "LAO", "SEN"}
    scores = [one.score for one in countries.institutions]
    assert scores == sorted(scores, reverse=True)
    assert any(one.offers and one.offers.reasons for one in countries.institutions)
    assert reach.lack.kind == LackKind.REACH


def test_membership_counts_as_of_the_day(fund, idea):
    GroupMembership.objects.filter(country="KEN", group="WIDE").update(valid_to=TODAY)
    found = find_missing(plan_of_idea(idea), fund, TODAY, k=50)
    homes = {one.profile.country_id for one in found.lacks[0].institutions}
    assert "KEN" not in homes
    assert "CHN" in homes


def test_a_partner_that_has_joined_counts_and_one_that_is_asked_does_not(fund, idea, officer):
    kenya, owner = institution_with_owner("Kenyan Institute", "KEN")
    row = ask_to_join(idea, kenya, officer)
    assert find_missing(plan_of_idea(idea), fund, TODAY, k=1).lacks[0].lack.number == 2
    accept_joining(partner=row, by=owner)
    found = find_missing(plan_of_idea(idea), fund, TODAY, k=5)
    assert found.countries == ["BFA", "KEN"]
    assert found.lacks[0].lack.number == 1
    assert "KEN" not in {one.profile.country_id for one in found.lacks[0].institutions}


def test_over_the_api_with_the_rules_source(fund, idea, officer, api):
    said = api(officer).get(f"project-ideas/{idea.pk}/missing/", programme="fund", k=2)
    assert said.status_code == 200
    lack = said.json()["lacks"][0]
    assert lack["source"] == "The fund's guidelines, paragraph 7"
    assert lack["lack"]["number"] == 2
    assert len(lack["institutions"]) == 2
    assert lack["institutions"][0]["why_it_gains"]


def test_a_programme_that_is_not_there_is_refused(idea, officer, api):
    said = api(officer).get(f"project-ideas/{idea.pk}/missing/", programme="none")
    assert said.status_code == 400
    assert said.json()["errors"][0]["attr"] == "programme"
