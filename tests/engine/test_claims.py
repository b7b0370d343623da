"""What passages claim, and how that agrees with a need."""

import math

import pytest

from matching import Matcher, Need, Passage, Profile
from matching.claims import quantities
from matching.ranker import shipped

NEED = Need("n", "We look for a trainer in solar pump repair for villages.", "en")
GIVES = Passage("Teaches village mechanics to repair pumps driven by the sun.", "en")
SEEKS = Passage("Is looking for a trainer in solar pump repair for its villages.", "en")
DENIES = Passage("Has no experience in solar pump repair and has never trained villages.", "en")
PLAIN = Passage("Soil, water and plants.", "en")


def scores(need, *passages, **settings):
    profiles = [Profile(str(i), [passage]) for i, passage in enumerate(passages)]
    return Matcher(**settings).fit(profiles).affinity([need])[0]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("a 5 kW turbine", "en", ("power", 5e3, 5e3)),
        ("5 MW", "fr", ("power", 5e6, 5e6)),
        ("three hundred households", "en", ("people", 1500, 1500)),
        ("400 000 habitantes", "es", ("people", 4e5, 4e5)),
        ("2.500 hectares", "pt", ("area", 2.5e7, 2.5e7)),
        ("от четырёх до шести километров", "ru", ("length", 4e3, 6e3)),
        ("三兆瓦", "zh", ("power", 3e6, 3e6)),
        ("خمسة وعشرون هكتارا", "ar", ("area", 2.5e5, 2.5e5)),
        ("8 to 15 million dollars", "en", ("money", 8e6, 1.5e7)),
    ],
)
def test_amounts_are_read_as_people_write_them(text, language, expected):
    assert quantities(text, language) == (
        (expected[0], pytest.approx(expected[1], rel=1e-4), pytest.approx(expected[2], rel=1e-4)),
    )


@pytest.mark.parametrize(
    ("text", "language", "dimension", "amount", "days"),
    [
        ("50 m3 per day", "en", "volume", 50, 1),
        ("50 m3 daily", "en", "volume", 50, 1),
        ("٥٠ م3 يوميا", "ar", "volume", 50, 1),
        ("50 м3 в сутки", "ru", "volume", 50, 1),
        ("日处理50立方米", "zh", "volume", 50, 1),
        ("300 toneladas de arroz por año", "es", "mass", 3e5, 365.25),
        ("300 tonnes par an", "fr", "mass", 3e5, 365.25),
        ("300 toneladas anuais", "pt", "mass", 3e5, 365.25),
    ],
)
def test_a_rate_is_the_same_however_it_is_said(text, language, dimension, amount, days):
    found = {name: low for name, low, _high in quantities(text, language)}
    assert found[f"{dimension}/time"] == pytest.approx(amount / days / 86400, rel=1e-4)


def test_a_daily_amount_is_also_the_amount_for_one_who_says_just_that():
    assert ("mass", 30_000.0, 30_000.0) in quantities("30 tonnes daily", "en")


def test_a_language_without_lists_has_no_amounts():
    assert quantities("5 kW", "sw") == ()


def test_who_seeks_or_denies_stands_below_who_gives_though_more_alike():
    gives, seeks, denies = scores(NEED, GIVES, SEEKS, DENIES)
    assert gives > seeks
    assert gives > denies


@pytest.mark.parametrize(
    ("need", "answer", "others"),
    [
        (
            ("Je n'ai jamais vu la mer.", "fr"),
            "I have never seen the sea.",
            ["We eat rice every day.", "She works in the garden.", "The train is late."],
        ),
        (
            ("¿Dónde puedo comprar pan?", "es"),
            "Where can I buy bread?",
            ["My brother is a doctor.", "It is raining again.", "They came by bus."],
        ),
        (
            ("他不想跟我们走。", "zh"),
            "He doesn't want to come with us.",
            ["The river is wide here.", "She sings well.", "We have two dogs."],
        ),
    ],
)
def test_sentences_of_daily_life_claim_nothing(need, answer, others):
    """A question or a denial among them is not held against whoever says the same."""
    found = scores(Need("n", *need), *(Passage(text, "en") for text in (answer, *others)))
    assert found.argmax() == 0


def test_an_amount_a_thousand_times_off_stands_below_the_right_one():
    need = Need("n", "Someone to build a five kilowatt hydropower plant", "en")
    right, wrong = (Passage(f"Builds {x} hydropower plants", "en") for x in ("5 kW", "5 MW"))
    below, above = scores(need, wrong, right)
    assert above > below


@pytest.mark.parametrize(
    ("need", "first"),
    [
        ("Beginners in our village want a first course in bookkeeping.", 0),
        ("The ministry wants an advanced course in bookkeeping for chief accountants.", 1),
    ],
)
def test_the_level_asked_for_decides_which_level_is_right(need, first):
    low = Passage("First steps in bookkeeping for complete beginners in villages.", "en")
    high = Passage("Advanced bookkeeping for chief accountants of ministries.", "en")
    found = scores(Need("n", need, "en"), low, high)
    assert found[first] > found[1 - first]


def test_a_denied_passage_is_not_the_first_reason():
    hit = Matcher().fit([Profile("p", [DENIES, GIVES])]).rank(NEED)[0]
    assert hit.reasons[0].passage.text == GIVES.text
    assert hit.reasons[1].claims["negation"] < 0


def test_with_claims_the_parts_still_add_up_to_the_logit():
    (hit,) = Matcher().fit([Profile("p", [DENIES, SEEKS, GIVES, PLAIN])]).rank(NEED)
    logit = hit.base + sum(r.contribution for r in hit.reasons) + sum(hit.features.values())
    assert logit == pytest.approx(math.log(hit.score / (1 - hit.score)), abs=1e-6)
    values = {name: hit.values[name] for name in shipped().weights}
    weighed = sum(shipped().weights[name] * value for name, value in values.items())
    assert hit.base + weighed == pytest.approx(logit, abs=1e-6)


def test_leaving_out_the_passage_named_first_never_raises_the_score():
    passages = [DENIES, SEEKS, GIVES, PLAIN]
    (hit,) = Matcher().fit([Profile("p", passages)]).rank(NEED)
    rest = [one for one in passages if one.text != hit.reasons[0].passage.text]
    # Compared beside the whole profile, so that the statistics of terms are the same.
    both = Matcher().fit([Profile("whole", passages), Profile("less", rest)]).affinity([NEED])[0]
    assert both[1] <= both[0]
