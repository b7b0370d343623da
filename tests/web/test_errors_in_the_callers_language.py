"""Errors name the field, in the language of `Accept-Language`."""

import pytest


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Known are: institution, expert"),
        ("fr", "Valeurs connues : institution, expert"),
        ("ar", "القيم المعروفة"),
        ("zh-hans", "可用的值为"),
        ("pt", "valores conhecidos"),
        ("de", "Known are"),  # a language we have not
    ],
)
def test_a_refusal_is_in_the_callers_language(world, api, language, words):
    body = {"text": "Two sentences of a need. And another.", "kinds": ["robot"]}
    answer = api(language=language).post("match/", body)
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert error["attr"] == "kinds"
    assert words in error["detail"], error


@pytest.mark.parametrize("language", ["ar", "es", "fr", "pt", "ru", "zh-hans"])
def test_one_word_is_refused_in_each_language(world, api, language):
    english = api().post("match/", {"text": "water"}).json()["errors"][0]["detail"]
    theirs = api(language=language).post("match/", {"text": "water"}).json()["errors"][0]["detail"]
    assert theirs != english
