"""Panels: a few candidates who cover a need's aspects together."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matching import Matcher, Need, Passage, Profile
from matching.panel import Nominee, aspects_of, choose, greedy, value
from matching.types import Aspect

TABLES = st.tuples(st.integers(2, 7), st.integers(1, 5)).flatmap(
    lambda shape: arrays(float, shape, elements=st.floats(0, 1, width=32))
)


@st.composite
def nested(draw):
    """A table of worth, a panel, a larger one that holds it, and somebody in neither."""
    worth = draw(TABLES)
    order = draw(st.permutations(range(len(worth))))
    newcomer, rest = order[0], order[1:]
    large = draw(st.integers(0, len(rest)))
    small = draw(st.integers(0, large))
    return worth, rest[:small], rest[:large], newcomer


@given(nested())
def test_one_more_member_never_takes_anything_away(case):
    worth, _, members, newcomer = case
    assert value(worth, [*members, newcomer]) >= value(worth, members)


@given(nested())
def test_one_more_member_adds_the_less_the_more_are_there(case):
    worth, few, many, newcomer = case
    to_few = value(worth, [*few, newcomer]) - value(worth, few)
    to_many = value(worth, [*many, newcomer]) - value(worth, many)
    assert to_few >= to_many - 1e-12


@pytest.mark.parametrize("seed", range(40))
def test_greedy_reaches_its_guarantee_of_the_best_panel(seed):
    """At least 1 − 1/e of what the best panel with the first candidate adds to that candidate."""
    draws = np.random.default_rng(seed)
    size = int(draws.integers(2, 5))
    worth = draws.random((9, 6)) ** draws.integers(1, 6)
    best = max(
        value(worth, [0, *others]) for others in itertools.combinations(range(1, 9), size - 1)
    )
    alone = value(worth, [0])
    assert value(worth, greedy(worth, size)) - alone >= (1 - 1 / math.e) * (best - alone) - 1e-9


@given(TABLES, st.integers(1, 9))
def test_the_best_candidate_is_always_member_one_and_nobody_twice(worth, size):
    members = greedy(worth, size)
    assert members[0] == 0
    assert len(set(members)) == len(members) == min(size, len(worth))


def nominee(name: str, score: float, *similarity: float) -> Nominee:
    return Nominee(name, score, [Passage(name)], np.array(similarity)[:, None])


WHAT, WHERE, MEANS = (Aspect(name, name) for name in ("what", "where", "means"))


def test_alike_candidates_leave_room_for_one_who_covers_what_they_do_not():
    alike = [nominee(f"pump {n}", 0.9, 5.0, 0.0, 0.5) for n in range(3)]
    members = choose([*alike, nominee("trainer", 0.5, 1.0, 0.0, 4.0)], [WHAT, WHERE, MEANS], 2)
    assert [member.id for member in members] == ["pump 0", "trainer"]
    assert [[c.aspect.facet for c in m.covers] for m in members] == [["what", "where"], ["means"]]


def test_nobody_gets_in_by_an_aside():
    """Who hardly fits the need as a whole loses against one who covers an aspect less well."""
    fitting = nominee("fits", 0.8, 3.0, 2.6, 0.0)
    aside = nominee("aside", 0.02, 0.0, 6.0, 0.0)
    first = nominee("first", 0.9, 5.0, 0.0, 0.0)
    assert [m.id for m in choose([first, fitting, aside], [WHAT, WHERE, MEANS], 2)] == [
        "first",
        "fits",
    ]


def test_where_nobody_adds_anything_the_panel_is_filled_up_by_rank():
    same = [nominee(name, 0.5, 3.0, 3.0) for name in "abcd"]
    members = choose(same, [WHAT, WHERE], 3)
    assert [member.id for member in members] == ["a", "b", "c"]
    assert all(member.covers for member in members)


def test_candidates_without_text_are_no_members():
    bare = Nominee("bare", 0.0, [], np.zeros((1, 0)))
    assert [m.id for m in choose([nominee("a", 0.4, 1.0), bare], [WHAT], 3)] == ["a"]


def test_facets_are_the_aspects_and_sentences_where_there_are_none():
    text = "Our wells run dry. We seek help. 我们需要培训。 12."
    assert aspects_of(text, {"what": " wells ", "where": " "}) == [Aspect("what", "wells")]
    found = aspects_of(text, {})
    assert [a.text for a in found] == ["Our wells run dry.", "We seek help.", "我们需要培训。"]
    assert {a.facet for a in found} == {"sentence"}


def test_the_sentences_of_a_long_text_are_taken_together_and_none_is_lost():
    sentences = [f"We ask for item {n}." for n in range(21)]
    found = aspects_of(" ".join(sentences), {})
    assert len(found) == 8
    assert " ".join(aspect.text for aspect in found) == " ".join(sentences)


# --- with the real encoders ---------------------------------------------------------------------

SOLAR = "Design and installation of solar powered pumps for village wells"
WORLD = [
    Profile("solar-a", [Passage(SOLAR, "en")]),
    Profile("solar-b", [Passage("太阳能水泵的设计与安装，用于乡村水井", "zh")]),
    Profile("solar-c", [Passage(f"{SOLAR} in Mali and Niger", "en")]),
    Profile("fees", [Passage("Water user associations that set and collect their own fees", "en")]),
    Profile("customs", [Passage("Mise en place du guichet unique des douanes", "fr")]),
]
NEED = Need(
    "n",
    "We seek help with solar pumps for forty village wells. The user committees must learn to "
    "set and collect fees.",
    "en",
)


@pytest.fixture(scope="module")
def matcher():
    return Matcher().fit(WORLD)


def test_a_panel_differs_from_the_top_three_where_those_are_alike(matcher):
    top = [hit.id for hit in matcher.rank(NEED, k=3)]
    panel = matcher.panel(NEED, size=2)
    assert all(name.startswith("solar") for name in top[:2])
    assert [member.id for member in panel] == [top[0], "fees"]


def test_each_member_says_what_it_covers_with_the_passage(matcher):
    solar, fees = matcher.panel(NEED, size=2)
    assert [cover.aspect.text for cover in solar.covers] == [
        "We seek help with solar pumps for forty village wells."
    ]
    assert fees.covers[0].passage.text.startswith("Water user associations")
    assert all(0 < cover.coverage < 1 for m in (solar, fees) for cover in m.covers)


def test_facets_given_decide_who_is_needed(matcher):
    need = Need("n", NEED.text, "en", facets={"what": "solar pumps", "means": "customs reform"})
    covers = {c.aspect.facet: m.id for m in matcher.panel(need, size=5) for c in m.covers}
    assert covers["means"] == "customs"


def test_hard_rules_hold_for_panels_too(matcher):
    need = Need("n", NEED.text, "en", exclude_institutions=("fees",))
    assert "fees" not in {member.id for member in matcher.panel(need, size=5)}


def test_scores_are_those_of_the_ranking(matcher):
    scores = {hit.id: hit.score for hit in matcher.rank(NEED, k=9)}
    for member in matcher.panel(NEED, size=5):
        assert member.score == pytest.approx(scores[member.id], abs=1e-6)


def test_a_panel_of_nobody_is_an_error_and_a_need_without_words_has_none(matcher):
    with pytest.raises(ValueError, match="size is 0"):
        matcher.panel(NEED, size=0)
    assert matcher.panel(Need("n", " "), size=3) == []


def test_whoever_only_seeks_a_thing_does_not_cover_it():
    """Of two alike in nearly every word, the one who gives is the one named for the aspect."""
    gives = Passage("Trains village mechanics in the repair of solar pumps.", "en", id="gives")
    seeks = Passage("Is looking for a trainer in the repair of solar pumps.", "en", id="seeks")
    matcher = Matcher().fit([Profile("one", [seeks, gives])])
    need = Need("n", "We look for a trainer in the repair of solar pumps.", "en")
    [member] = matcher.panel(need, 1)
    assert [cover.passage.id for cover in member.covers] == ["gives"]
    unread = Matcher(claims=False).fit([Profile("one", [seeks, gives])])
    assert [cover.passage.id for cover in unread.panel(need, 1)[0].covers] == ["seeks"]
