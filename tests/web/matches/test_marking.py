"""Quotes: shared terms marked in whatever form they stand, everything else plain text."""

from __future__ import annotations

from backend.matches.marking import SHOWN, TOLERANCE, quote


def marked(text: str, language: str, *shared: str, of: str | None = None) -> str:
    return quote(text, language, shared, of or language)[0]


def test_another_form_of_the_word_is_marked_too():
    assert marked("He repaired pumps.", "en", "repairing") == "He <mark>repaired</mark> pumps."


def test_accents_and_capitals_make_no_difference():
    assert marked("ÉLECTRICITÉ rurale", "fr", "électricité").startswith("<mark>ÉLECTRICITÉ</mark>")


def test_pairs_of_chinese_characters_are_marked_as_one_run():
    assert marked("修复沼气池三座", "zh", "沼气", "气池") == "修复<mark>沼气池</mark>三座"


def test_an_arabic_word_is_marked_with_its_article():
    assert "<mark>" in marked("تدريب على الصيانة", "ar", "صيانة")


def test_markup_in_a_passage_stays_text():
    assert marked("<b>water</b> & co", "en", "water") == (
        "&lt;b&gt;<mark>water</mark>&lt;/b&gt; &amp; co"
    )


def test_nothing_shared_marks_nothing():
    assert marked("plain <i>", "en") == "plain &lt;i&gt;"


def test_a_long_passage_is_cut_at_a_gap_and_nothing_is_lost():
    text = "word " * 300
    lead, rest = quote(text, "en", (), "en")
    assert len(lead) <= SHOWN
    assert lead + rest == text
    assert lead.endswith(" ")


def test_a_passage_hardly_longer_is_not_cut():
    text = "x" * (SHOWN + TOLERANCE)
    assert quote(text, "en", (), "en") == (text, "")


def test_a_cut_never_falls_within_a_mark():
    text = "y" * (SHOWN - 3) + "沼气沼气沼气" + "z" * 200
    lead, rest = quote(text, "zh", ["沼气"], "zh")
    assert lead.count("<mark>") == lead.count("</mark>")
    assert (lead + rest).replace("<mark>", "").replace("</mark>", "") == text
