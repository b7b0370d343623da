"""The engine's public contract."""

import datetime
import math

import numpy as np
import pytest

from matching import Matcher, Need, Passage, Profile
from matching.corpus import NotFitted

HYDRO = Profile(
    "hydro",
    [
        Passage("Design of small hydropower stations in rural Kenya", "en", "project", 2019),
        Passage("Training of operators of village power stations", "en", "course", 2021),
    ],
)
RICE = Profile("rice", [Passage("在四川培训农民种植杂交水稻和防治病虫害。", "zh", "course", 2021)])
CUSTOMS = Profile("customs", [Passage("Mise en place du guichet unique des douanes")])
EMPTY = Profile("empty", [Passage("  ")])
BARE = Profile("bare")
WORLD = [RICE, HYDRO, CUSTOMS, EMPTY, BARE]
FRENCH = Need("n1", "Nous cherchons un spécialiste des petites centrales hydroélectriques", "fr")
PORTUGUESE = Need("n2", "Precisamos de sementes de arroz híbrido e formação de agricultores")


@pytest.fixture(scope="module")
def matcher():
    return Matcher().fit(WORLD)


def test_ranking_before_fitting_is_an_error():
    with pytest.raises(NotFitted):
        Matcher().rank(FRENCH)


def test_fit_returns_the_matcher_itself():
    matcher = Matcher()
    assert matcher.fit([BARE]) is matcher


def test_a_need_finds_the_right_profile_in_another_language(matcher):
    assert matcher.rank(FRENCH, k=1)[0].id == "hydro"
    assert matcher.rank(PORTUGUESE, k=1)[0].id == "rice"


def test_scores_lie_between_zero_and_one_and_fall(matcher):
    scores = [hit.score for hit in matcher.rank(FRENCH, k=9)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score < 1 for score in scores)


def test_profiles_without_text_score_zero_and_come_last(matcher):
    hits = matcher.rank(FRENCH, k=9)
    assert [(hit.id, hit.score) for hit in hits[-2:]] == [("bare", 0.0), ("empty", 0.0)]


def test_an_empty_need_scores_everybody_zero(matcher):
    assert {hit.score for hit in matcher.rank(Need("n", " "), k=9)} == {0.0}


def test_equal_scores_are_ordered_by_id():
    twins = [Profile(name, HYDRO.passages) for name in ("b", "a", "c")]
    assert [hit.id for hit in Matcher().fit(twins).rank(FRENCH)] == ["a", "b", "c"]


def test_k_below_one_is_an_error(matcher):
    with pytest.raises(ValueError, match="k is 0"):
        matcher.rank(FRENCH, k=0)


def test_no_profiles_give_no_hits():
    assert Matcher().fit([]).rank(FRENCH) == []


def test_affinity_is_the_score_of_every_pair(matcher):
    table = matcher.affinity([FRENCH, PORTUGUESE])
    assert table.shape == (2, len(WORLD))
    by_id = {hit.id: hit.score for hit in matcher.rank(FRENCH, k=9)}
    assert table[0] == pytest.approx([by_id[profile.id] for profile in WORLD])


def test_base_reasons_and_features_add_up_to_the_logit(matcher):
    for hit in matcher.rank(FRENCH, k=3):
        parts = [reason.contribution for reason in hit.reasons] + list(hit.features.values())
        logit = hit.base + sum(parts)
        assert logit == pytest.approx(math.log(hit.score / (1 - hit.score)), abs=1e-6)


def test_reasons_quote_the_passage_with_language_and_year(matcher):
    reason = matcher.rank(FRENCH, k=1)[0].reasons[0]
    assert (reason.passage.text, reason.passage.year) == (HYDRO.passages[0].text, 2019)
    assert reason.language == "en"


def test_a_passage_without_language_gets_the_detected_one(matcher):
    hit = next(hit for hit in matcher.rank(FRENCH, k=9) if hit.id == "customs")
    assert hit.reasons[0].language == "fr"


def test_one_new_profile_scores_as_it_does_among_many(matcher):
    alone = Matcher().fit([HYDRO]).affinity([FRENCH])[0, 0]
    among = matcher.affinity([FRENCH])[0, 1]
    assert alone == pytest.approx(among, abs=1e-3)


def test_a_lopsided_corpus_shifts_no_score():
    need, crowd = FRENCH, [Profile(f"x{i}", [Passage(f"培训 {i}", "zh")]) for i in range(40)]
    alone = Matcher().fit([HYDRO, CUSTOMS]).affinity([need])[0]
    among = Matcher().fit([HYDRO, CUSTOMS, *crowd]).affinity([need])[0, :2]
    assert np.abs(alone - among).max() < 0.01


def test_shared_words_of_a_lopsided_corpus_shift_no_score():
    """Nineteen of twenty profiles in one language, half of them with the need's own words."""
    need = Need("n", "我们需要维修小水电站并培训村庄操作员的专家", "zh")
    few = [HYDRO, CUSTOMS, Profile("zh", [Passage("小水电站的维修和操作员培训", "zh")])]
    crowd = [Profile(f"x{i}", [Passage(f"第{i}期乡村医生培训班", "zh")]) for i in range(30)]
    crowd += [Profile(f"y{i}", [Passage(f"小水电站第{i}次维修", "zh")]) for i in range(27)]
    alone = Matcher().fit(few).affinity([need])[0]
    among = Matcher().fit([*few, *crowd]).affinity([need])[0, :3]
    assert np.abs(alone - among).max() < 0.02
    assert list(np.argsort(-alone)) == list(np.argsort(-among))


RULED = [
    Profile("speaks", HYDRO.passages, languages=("fr", "en"), country="KEN", capacity=2),
    Profile("silent", HYDRO.passages, languages=("en",), country="KEN"),
    Profile("busy", HYDRO.passages, languages=("fr",), country="KEN", load=2, capacity=2),
    Profile("own", HYDRO.passages, languages=("fr",), country="KEN", institutions=("i1",)),
    Profile("abroad", HYDRO.passages, languages=("fr",), country="CHN"),
    Profile("centre", HYDRO.passages, kind="institution", country="KEN"),
    Profile(
        "away",
        HYDRO.passages,
        languages=("fr",),
        country="KEN",
        available=[(datetime.date(2026, 1, 1), datetime.date(2026, 6, 30))],
    ),
]


def test_hard_rules_leave_out_and_name_the_rule():
    need = Need(
        "n",
        FRENCH.text,
        languages=("fr",),
        countries=("KEN",),
        exclude_institutions=("i1",),
        available_from=datetime.date(2027, 1, 1),
    )
    matcher = Matcher(encoders=("minilm", "e5-small")).fit(RULED)
    assert {hit.id for hit in matcher.rank(need, k=9)} == {"speaks", "centre"}
    assert {one.id: one.rule for one in matcher.excluded(need)} == {
        "silent": "language",
        "busy": "load",
        "own": "conflict",
        "abroad": "country",
        "away": "availability",
    }


def test_who_covers_more_of_a_needs_facets_stands_higher():
    """Both tell of solar pumps; one tells of where, with which means and for whom as well."""
    half = Profile(
        "half", [Passage("Designs solar pumps.", "en"), Passage("Sells tractors.", "en")]
    )
    whole = Profile(
        "whole",
        [
            Passage("Designs solar pumps.", "en"),
            Passage("Trains women of herder groups in the Sahel to maintain them.", "en"),
        ],
    )
    facets = {"what": "solar pumps", "where": "the Sahel", "beneficiaries": "women herders"}
    matcher = Matcher().fit([half, whole])
    plain, faceted = (
        {hit.id: hit for hit in matcher.rank(Need("n", "Solar pumps", "en", facets=given))}
        for given in ({}, facets)
    )
    assert {hit.values["coverage"] for hit in plain.values()} == {0.5}
    assert faceted["whole"].values["coverage"] > faceted["half"].values["coverage"]
    gain = {pk: hit.score - plain[pk].score for pk, hit in faceted.items()}
    assert gain["whole"] > gain["half"]
