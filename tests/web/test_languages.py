"""Whoever writes in any of the seven languages is answered so: errors name the field and why."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("world")

LATIN = r"[a-z]"
WRITING = {
    "es": LATIN,
    "fr": LATIN,
    "pt": LATIN,
    "ru": r"[\u0400-\u04ff]",
    "ar": r"[\u0600-\u06ff]",
    "zh-hans": r"[\u4e00-\u9fff]",
}
LANGUAGES = sorted(WRITING)

# What is sent to experts/, and the field that is wrong.
EXPERTS = [
    ({"names": {}}, "names"),
    ({"names": {"english!": "Ana"}}, "names"),
    ({}, "names"),
    ({"country": "XXX"}, "country"),
    ({"country": 5}, "country"),
    ({"orcid": "0000-0002-1825-0098"}, "orcid"),
    ({"orcid": "abc"}, "orcid"),
    ({"sdgs": ["7"] * 301}, "sdgs"),
    ({"last_confirmed": "2999-01-01"}, "last_confirmed"),
    ({"languages": [{"code": "fr"}] * 2}, "languages"),
    ({"availability": [{"start": "2027-05-01", "end": "2027-04-01"}]}, "availability.0.end"),
    ({"passages": [{"text": "x", "year": 1800}]}, "passages.0.year"),
    ({"passages": [{"text": "x", "attestation": "delivered"}]}, "passages"),
    ({"passages": [{"text": "x", "language": "xx"}]}, "passages.0.language"),
    ({"city": "x" * 121}, "city"),
    ({"contact": {"email": "nobody"}}, "contact.email"),
    ({"max_open_engagements": "two"}, "max_open_engagements"),
]
NEEDS = [
    ({"text": ""}, "text"),
    ({"text": []}, "text"),
    ({"institution": 5}, "institution"),
    ({"facets": {"what": []}}, "facets.what"),
    ({"text": "water"}, "text"),
    ({"text": "x " * 20_000}, "text"),
    ({"facets": {"colour": "red"}}, "facets"),
    ({"help": ["money"]}, "help"),
    ({"institution": "abc"}, "institution"),
    ({"by": "tomorrow"}, "by"),
    ({"language": "French"}, "language"),
]


def told(answer: Any, language: str, status: int = 400) -> dict[str | None, str]:
    """What is said of each field, in the language asked for."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Language"] == language
    return {error["attr"]: error["detail"] for error in answer.json()["errors"]}


def written_in(detail: str, language: str, english: str) -> bool:
    return detail != english and bool(re.search(WRITING[language], detail))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("change", "field"), EXPERTS, ids=lambda value: repr(value)[:40])
def test_what_is_wrong_with_an_expert_is_said_in_the_callers_language(
    api, officer, language, change, field
):
    body = {"names": {"en": "Ana Lima"}, **change} if change else {}
    english = told(api(officer).post("experts/", body), "en")
    theirs = told(api(officer, language).post("experts/", body), language)
    assert set(theirs) == set(english) == {field}
    assert written_in(theirs[field], language, english[field]), theirs[field]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("change", "field"), NEEDS, ids=lambda value: repr(value)[:40])
def test_what_is_wrong_with_a_need_is_said_in_the_callers_language(
    api, officer, own, language, change, field
):
    body = {"institution": str(own.pk), "text": "Pumps for four villages", **change}
    english = told(api(officer).post("needs/", body), "en")
    theirs = told(api(officer, language).post("needs/", body), language)
    assert set(theirs) == set(english) == {field}
    assert written_in(theirs[field], language, english[field]), theirs[field]


@pytest.mark.parametrize("language", LANGUAGES)
def test_versions_and_keys_are_asked_for_in_the_callers_language(api, partner, own, language):
    path = f"institutions/{own.pk}/"
    refusals = [
        (lambda caller: caller.patch(path, {"city": "X"}), 428),
        (lambda caller: caller.patch(path, {"city": "X"}, 99), 412),
        (lambda caller: caller.post(f"{path}withdraw/", key=""), 400),
    ]
    for refusal, status in refusals:
        english = told(refusal(api(partner)), "en", status)
        for attr, detail in told(refusal(api(partner, language)), language, status).items():
            assert written_in(detail, language, english[attr]), detail


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("path", "status"),
    [("needs/", 401), ("experts/abc/", 404), ("nowhere/", 404), ("nowhere", 404)],
)
def test_a_closed_door_says_so_in_the_callers_language(api, language, path, status):
    english = told(api().get(path), "en", status)[None]
    assert written_in(
        told(api(language=language).get(path), language, status)[None], language, english
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_filter_is_told_in_the_callers_language(api, language):
    english = told(api().get("experts/", country="XXX"), "en")["country"]
    theirs = told(api(language=language).get("experts/", country="XXX"), language)["country"]
    assert "XXX" in theirs
    assert written_in(theirs, language, english)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_address_with_a_nul_byte_too(api, language):
    theirs = api(language=language).client.get("/api/v1/experts/?q=%00").json()["errors"][0]
    assert re.search(WRITING[language], theirs["detail"])


def test_a_language_we_have_not_is_answered_in_english(api):
    for asked, got in (
        ("de", "en"),
        ("xx", "en"),
        ("", "en"),
        ("fr-CA,en", "fr"),
        ("zh-CN", "zh-hans"),
    ):
        assert api(language=asked).get("nowhere/")["Content-Language"] == got


WORDS = re.compile(r">\s*([^<>]*[^\W\d_]{3}[^<>]*?)\s*<")


def words(page: Any) -> set[str]:
    """What stands on a page, without the names of the languages."""
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return set(WORDS.findall(main))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_log_in_page_speaks_the_readers_language(client, language):
    """Its words are those of a library, which has no Portuguese of the code "pt"."""
    wrong = {"login": "nobody@demo.example", "password": "wrong"}
    english, theirs = (
        words(client.post("/accounts/login/", wrong, headers={"Accept-Language": code}))
        for code in ("en", language)
    )
    assert len(english) > 3
    assert english & theirs <= {"Email"}  # a word of Portuguese too
