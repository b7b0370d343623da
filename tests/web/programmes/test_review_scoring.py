"""Scores freed of strictness, and the order of proposals under the money there is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.programmes.models import Within
from backend.programmes.ordering import Entry, ranked
from backend.programmes.scoring import Given, Mark, adjusted, raw_score


def mark(value: int, least: int = 1, most: int = 5, weight: str = "1") -> Mark:
    return Mark(value, least, most, Decimal(weight))


def scores(*rows: tuple[str, str, int]):
    return adjusted([Given(p, r, Decimal(s)) for p, r, s in rows])


def test_a_raw_score_is_the_weighted_mean_of_marks_on_their_scales():
    assert raw_score([mark(1), mark(5)]) == 50
    assert raw_score([mark(5, weight="3"), mark(1)]) == 75
    assert raw_score([mark(3, 0, 10, "1"), mark(5)]) == 65
    with pytest.raises(ValueError, match="no score"):
        raw_score([])


def test_who_always_marks_lower_takes_nothing_from_a_proposal():
    """Severe reviews A and B 20 lower than Kind; C, which only Kind has, is no better than A."""
    found = scores(
        *(("A", "kind", 80), ("A", "severe", 60)),
        *(("B", "kind", 70), ("B", "severe", 50)),
        *(("C", "kind", 80), ("D", "severe", 60)),
    )
    assert found.leniency["kind"] == -found.leniency["severe"] > 5
    c, d = found.scores["C"], found.scores["D"]
    assert c.raw - d.raw == 20
    assert abs(c.adjusted - d.adjusted) < 10
    assert found.scores["A"].adjusted == 70  # both saw it: their differences cancel out


def test_the_spread_is_shown_with_and_without_strictness():
    found = scores(("A", "kind", 80), ("A", "severe", 60), ("B", "kind", 90), ("B", "severe", 70))
    one = found.scores["A"]
    assert (one.raw, one.lowest, one.highest, one.reviews) == (70, 60, 80, 2)
    assert one.raw_spread == Decimal("14.14")
    assert one.spread < one.raw_spread
    assert scores(("A", "kind", 80)).scores["A"].spread is None


def test_one_reviewer_alone_is_taken_at_their_word():
    found = scores(("A", "only", 80), ("B", "only", 60))
    assert [found.scores[one].adjusted for one in "AB"] == [80, 60]
    assert scores().scores == {}


busy = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
marks = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.sampled_from("rstu"), st.integers(0, 100)),
    max_size=8,
    unique_by=lambda row: row[:2],
)


@busy
@given(marks)
def test_the_order_in_which_reviews_come_changes_nothing(rows):
    assert scores(*rows) == scores(*reversed(rows))


@busy
@given(marks)
def test_leniencies_cancel_out_and_scores_stay_finite(rows):
    found = scores(*rows)
    assert abs(sum(found.leniency.values(), Decimal(0))) <= Decimal("0.05")
    assert all(-100 <= one.adjusted <= 200 for one in found.scores.values())


def entry(name: str, score: str, asked: int | None = 10) -> Entry:
    return Entry(name, Decimal(score), None if asked is None else Decimal(asked))


def within(places) -> dict[str, Within]:
    return {one.proposal: one.within for one in places}


def test_money_goes_down_the_ranks_until_it_ends_and_passes_nothing_over():
    places = ranked([entry("C", "60", 5), entry("A", "80", 20), entry("B", "70", 15)], Decimal(26))
    assert [one.proposal for one in places] == ["A", "B", "C"]
    assert within(places) == {"A": Within.YES, "B": Within.NO, "C": Within.NO}
    assert [one.until_here for one in places] == [20, 35, 40]


def test_those_of_one_score_share_a_rank_and_are_told_where_the_money_ends():
    entries = [entry("A", "80"), entry("C", "70"), entry("B", "70"), entry("D", "60")]
    places = ranked(entries, Decimal(20))
    assert [(one.proposal, one.rank, one.tied) for one in places] == [
        ("A", 1, False),
        ("B", 2, True),
        ("C", 2, True),
        ("D", 4, False),
    ]
    tied = {"A": Within.YES, "B": Within.TIED, "C": Within.TIED, "D": Within.NO}
    assert within(places) == tied
    assert within(ranked(entries, Decimal(30)))["C"] == Within.YES
    assert within(ranked(entries, Decimal(15)))["C"] == Within.NO


def test_without_money_named_nothing_is_within_or_beyond():
    assert within(ranked([entry("A", "80", None)], None)) == {"A": Within.UNKNOWN}
    assert within(ranked([entry("A", "80", None)], Decimal(9))) == {"A": Within.NO}


@busy
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 50)), max_size=12), st.integers(0, 200))
def test_what_is_within_never_costs_more_than_there_is(rows, money):
    entries = [entry(f"{at:02}", str(score), asked) for at, (score, asked) in enumerate(rows)]
    places = ranked(entries, Decimal(money))
    chosen = {one.proposal for one in places if one.within == Within.YES}
    assert sum(one.asked for one in entries if one.proposal in chosen) <= money
    states = [one.within for one in places]
    assert states == sorted(states, key=[Within.YES, Within.TIED, Within.NO].index)
