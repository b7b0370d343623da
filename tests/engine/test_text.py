"""Cleaning, detecting languages, cutting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.lexical import Statistics, query, statistics, terms
from matching.text import cut, detect_language, language_of, normalise

SENTENCES = {
    "ar": "نحتاج إلى خبير في الطاقة الشمسية لتدريب فنيين في القرى النائية",
    "en": "We need an expert in solar energy to train technicians in remote villages",
    "es": "Necesitamos un experto en energía solar para formar técnicos en aldeas remotas",
    "fr": "Nous cherchons un expert en énergie solaire pour former des techniciens de villages",
    "pt": "Precisamos de um perito em energia solar para formar técnicos em aldeias remotas",
    "ru": "Нам нужен эксперт по солнечной энергетике для обучения техников в сёлах",
    "zh": "我们需要太阳能专家来培训偏远村庄的技术人员",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_each_of_the_seven_languages_is_told(code):
    assert detect_language(SENTENCES[code]) == code


@pytest.mark.parametrize(
    ("text", "code"), [("formation des maîtres", "fr"), ("насосы", "ru"), ("水稻", "zh")]
)
def test_short_texts_are_told_among_the_seven(text, code):
    assert detect_language(text) == code


def test_numbers_alone_have_no_language():
    assert detect_language("2019 – 5,000 ¥") == "und"


def test_a_stated_language_is_believed():
    assert language_of("hello", "zh-Hans-CN") == "zh"


@given(st.text())
def test_cutting_loses_nothing(text):
    assert "".join(cut(text, 50)).replace(" ", "") == normalise(text).replace(" ", "")


@given(st.text(), st.integers(5, 80))
def test_no_piece_is_longer_than_the_limit(text, limit):
    assert all(len(piece) <= limit for piece in cut(text, limit))


@given(st.text())
def test_any_text_has_terms_without_an_error(text):
    assert all(terms(text, "ar"))
    assert all(terms(text, None))


def test_stems_meet_across_inflections():
    assert set(terms("Солнечные насосы", "ru")) & set(terms("солнечный насос", "ru"))
    assert set(terms("énergies", "fr")) == set(terms("Energie", "fr"))


def test_chinese_is_cut_into_pairs():
    assert {"水稻", "杂交"} <= set(terms("杂交水稻", "zh"))


def test_function_words_are_no_terms():
    assert not terms("the of and", "en")
    assert not terms("de la para", "es")


def test_shared_terms_sum_to_less_than_one_and_rare_ones_weigh_more():
    bags = [terms(text, "en") for text in ("solar pump training", "solar panel", "solar roof")]
    stats: Statistics = statistics(bags)
    shares = query("solar pump", "en", stats).shares(bags[0], bags[0].total())
    assert 0 < sum(shares.values()) < 1
    assert shares["pump"] > shares["solar"]
