import numpy as np
import pytest

from matching.reciprocal import harmonic, reciprocal

NAN = np.nan


def test_it_is_the_geometric_mean_of_both_directions():
    assert reciprocal(np.array([0.9, 0.4]), np.array([0.4, 0.9])) == pytest.approx([0.6, 0.6])


def test_one_direction_cannot_make_up_for_the_other():
    lopsided, even = reciprocal(np.array([0.99, 0.5]), np.array([0.01, 0.5]))
    assert lopsided < even


def test_more_in_either_direction_is_never_worth_less():
    generator = np.random.default_rng(1)
    gives, takes, more = generator.uniform(0, 0.5, (3, 50))
    assert np.all(reciprocal(gives + more, takes) >= reciprocal(gives, takes))
    assert np.all(reciprocal(gives, takes + more) >= reciprocal(gives, takes))


def test_whoever_has_not_said_what_it_needs_counts_as_the_middle_of_those_who_have():
    found = reciprocal(np.array([0.8, 0.8, 0.8, 0.8]), np.array([0.1, 0.3, 0.9, NAN]))
    assert found[3] == pytest.approx(found[1])


def test_whoever_has_not_said_what_it_offers_counts_as_the_middle_too():
    found = reciprocal(np.array([0.1, 0.3, 0.9, NAN]), np.array([0.8, 0.8, 0.8, 0.8]))
    assert found[3] == pytest.approx(found[1])


def test_where_nobody_has_said_what_they_need_their_offers_count_alone():
    assert reciprocal(np.array([0.2, 0.7]), np.array([NAN, NAN])) == pytest.approx([0.2, 0.7])


def test_of_whom_nothing_is_known_the_score_is_nothing():
    assert reciprocal(np.array([0.9, NAN]), np.array([0.9, NAN]))[1] == 0
    assert reciprocal(np.array([NAN]), np.array([NAN])).tolist() == [0]


def test_no_candidates_are_no_scores():
    assert reciprocal(np.zeros(0), np.zeros(0)).tolist() == []


def test_directions_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="both directions"):
        reciprocal(np.zeros(2), np.zeros(3))


def test_the_harmonic_mean_is_never_above_the_geometric():
    gives, takes = np.random.default_rng(2).uniform(0, 1, (2, 100))
    assert np.all(harmonic(gives, takes) <= reciprocal(gives, takes) + 1e-12)
