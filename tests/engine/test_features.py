"""What besides its text speaks for a candidate; what is not known is neutral."""

import datetime

import pytest

from matching import Need, Passage, Profile, features, places
from matching.observations import Observation, tabulate
from matching.ranker import LinearRanker, shipped
from matching.training import train
from matching.types import Place

KENYA = Place("KEN", ("014", "202", "002"), ("G77",))
UGANDA = Place("UGA", ("014", "202", "002"), ("G77", "LDC", "LLDC"))
MALI = Place("MLI", ("011", "202", "002"), ("G77", "LDC", "LLDC"))
CHINA = Place("CHN", ("030", "142"), ("G77",))
FIJI = Place("FJI", ("054", "009"), ("G77", "SIDS"))
NEED = Need("n", "…", "fr", place=UGANDA, asked_on=datetime.date(2026, 5, 1))


def value(name, need=NEED, **profile):
    return features.overlaps(need, Profile("p", **profile))[name]


@pytest.mark.parametrize(
    ("place", "region", "groups"),
    [
        (UGANDA, 1, 1),
        (KENYA, 1, 1 / 3),
        (MALI, 2 / 3, 1),
        (CHINA, 0, 1 / 3),
        (None, features.MIDDLE, features.MIDDLE),
    ],
)
def test_region_and_groups_are_shared_in_part(place, region, groups):
    assert value("region", place=place) == pytest.approx(region)
    assert value("groups", place=place) == pytest.approx(groups)


def test_a_need_without_a_country_favours_nobody():
    for name in ("region", "groups", "similar_countries"):
        found = {value(name, Need("n", "…"), place=one, worked_in=[KENYA]) for one in (KENYA, None)}
        assert len(found) == 1


def test_experience_counts_by_the_likest_country_abroad():
    assert value("similar_countries", place=CHINA, worked_in=[CHINA, FIJI]) == pytest.approx(1 / 6)
    assert value("similar_countries", place=CHINA, worked_in=[FIJI, MALI]) == pytest.approx(5 / 6)
    assert value("similar_countries", place=CHINA, worked_in=[UGANDA, FIJI]) == 1
    assert value("similar_countries", place=UGANDA, worked_in=[UGANDA]) == 0, "home is the region's"


def test_languages_are_those_of_the_text_and_those_asked_for():
    asked = Need("n", "…", "fr", languages=("en",))
    assert value("languages", asked, languages=("fr-CA", "ar")) == 1 / 2
    assert value("languages", asked, languages=("fr", "en", "zh")) == 1
    assert value("languages", asked, languages=("zh",)) == 0
    assert value("languages", asked) == features.MIDDLE
    assert value("languages", Need("n", "…", "und"), languages=("zh",)) == features.MIDDLE


def test_a_year_makes_evidence_fresh_and_none_leaves_it_in_the_middle():
    years = [2026, 2021, 2016, None, 2030]
    found = features.of_passages(NEED, [Passage("…", year=year) for year in years])["freshness"]
    assert list(found) == pytest.approx([1, 1 / 2, 1 / 4, features.MIDDLE, 1])


def test_attestation_rises_with_who_vouches():
    found = [features.attestation(one) for one in features.ATTESTED]
    assert found == sorted(found)
    assert (found[0], found[-1]) == (0, 1)
    assert features.attestation(None) == features.MIDDLE
    with pytest.raises(KeyError):
        features.attestation("hearsay")


def test_who_was_never_invited_stands_in_the_middle():
    assert value("response") == 1 / 2
    assert value("response", invited=1, answered=1) == 2 / 3
    assert value("response", invited=8) == 1 / 10


def test_load_is_the_part_of_the_room_that_is_taken():
    assert value("load") == 0
    assert value("load", load=1, capacity=2) == 1 / 2
    assert value("load", load=3, capacity=2) == 1
    assert value("load", load=2) == 1 / 2


def test_the_institution_behind_is_as_strong_as_its_evidence_is_attested():
    assert value("strength") == features.MIDDLE
    assert value("strength", attested=0) == 0
    assert value("strength", attested=3) == 1 / 2


def test_together_they_weigh_no_more_than_one_standard_deviation_of_the_text():
    weights = shipped().weights
    of_the_text = {"affinity", "coverage", "shared_terms", "quantity", "role", "negation", "level"}
    others = set(weights) - of_the_text - {"sdgs", "sectors"}
    known = set(features.NEUTRAL) | features.AGAINST | {"similar_countries"}
    assert others == known - of_the_text
    assert sum(abs(weights[name]) for name in others) <= weights["affinity"]
    assert all((weights[name] < 0) is (name in features.AGAINST) for name in weights)


def test_outcomes_from_before_a_feature_say_nothing_of_it():
    old = Observation("n", {"affinity": 1.0}, 1, True)
    table = tabulate([old], LinearRanker("x", 0, {"affinity": 1, "response": 0.2, "load": -0.3}))
    assert dict(zip(table.names, table.values[0], strict=True)) == {
        "affinity": 1.0,
        "load": 0.0,
        "response": 0.5,
    }


def test_load_never_comes_to_speak_for_a_candidate_though_a_ranker_knew_nothing_of_it():
    """The busy ones were chosen; a ranker from before there was such a feature learns from it."""
    found = [
        Observation(f"n{need}", {"affinity": 1.0, "load": float(rank == 1)}, rank, rank == 1)
        for need in range(40)
        for rank in (1, 2, 3)
    ]
    learned = train(found, LinearRanker("old", 0.0, {"affinity": 1.0}), "new")
    assert learned.ranker.weights["load"] == 0


def test_countries_come_with_regions_and_groups_of_the_day(tmp_path):
    (tmp_path / "regions.csv").write_text("code,parent\n001,\n002,001\n014,002\n")
    (tmp_path / "countries.csv").write_text("alpha3,region\nKEN,014\nUGA,014\n")
    (tmp_path / "group_memberships.csv").write_text(
        "group,country,valid_from,valid_to\nG77,KEN,,\nLDC,UGA,1971-01-01,2027-01-01\n"
    )
    before = places.read(tmp_path, datetime.date(2026, 12, 31))
    assert before["UGA"] == Place("UGA", ("014", "002"), ("LDC",))
    assert before["KEN"] == Place("KEN", ("014", "002"), ("G77",))
    assert places.read(tmp_path, datetime.date(2027, 1, 1))["UGA"].groups == ()
