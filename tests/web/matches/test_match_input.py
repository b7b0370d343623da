"""``POST match/``: what is wrong with a question is told by name, and sound ones are answered."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from tests_questions import HYDRO_FR, ask, send

from backend.directory.models import (
    LanguageSkill,
)

pytestmark = pytest.mark.django_db

CODES = ("countries", "groups", "languages", "sdgs", "sectors", "exclude_institutions")
BAD_TEXTS = [
    "", "   ", "\n\t", "hydropower", "水电", "…!?", "12 34 56", "a " * 50_000, "水" * 100_000,
    "x" * 100_000, None, 5, True, ["two words"], {"en": "two words"}, 1.5,
]  # fmt: skip
BAD_NUMBERS = [
    0,
    -1,
    101,
    10_000,
    10**30,
    -(10**30),
    1.5,
    "abc",
    "",
    "1 0",
    True,
    None,
    [],
    {},
    [5],
]
BAD_LANGUAGES = ["xx", "French", "e", "fr_FR", "fr-", "français", 5, True, [], {}, "fr-" + "a" * 40]
BAD_KINDS = ["expert", ["robot"], [None], {"expert": 1}, 5, None, True, [["expert"]], [{}]]
BAD_LISTS = ["KEN", [None], [True], [["KEN"]], [{"code": "KEN"}], {"KEN": 1}, 5, None, [1.5], [""]]
UNKNOWN = [
    ("countries", ["XXX"]), ("countries", ["ken"]), ("countries", ["KE"]), ("countries", ["K'N"]),
    ("groups", ["OPEC"]), ("languages", ["fr", "xx"]), ("sdgs", ["18"]), ("sdgs", [0]),
    ("sectors", ["99999"]), ("exclude_institutions", ["abc"]), ("exclude_institutions", [5]),
    ("exclude_institutions", ["0190a000-0000-7000-8000-000000000000"]), ("countries", ["x" * 100_000]),
    ("countries", ["KEN"] * 100_000),
]  # fmt: skip
BAD_DAYS = ["tomorrow", "2026-02-30", "2026-13-01", 5, True, [], {}, "", "0000-00-00", "9" * 9999]
BAD = [
    *[("text", value) for value in BAD_TEXTS],
    *[("k", value) for value in BAD_NUMBERS],
    *[("language", value) for value in BAD_LANGUAGES],
    *[("kinds", value) for value in BAD_KINDS],
    *[(name, value) for name in CODES for value in BAD_LISTS],
    *UNKNOWN,
    *[("available_from", value) for value in BAD_DAYS],
]


@pytest.mark.parametrize(("field", "value"), BAD, ids=lambda value: repr(value)[:30])
def test_bad_input_is_refused_by_name(world, api, field, value):
    answer = api().post("match/", {"text": HYDRO_FR, field: value})
    assert answer.status_code == 400
    errors = answer.json()["errors"]
    assert {error["attr"].split(".")[0] for error in errors} == {field}
    assert all(error["detail"] for error in errors)
    assert len(answer.content) < 2000


def test_without_a_text_nothing_is_asked(world, api):
    answer = api().post("match/", {"k": 5})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "text"


def test_every_wrong_field_is_named_at_once(world, api):
    answer = api().post("match/", {"text": "", "k": 0, "countries": ["XXX"]})
    assert {error["attr"] for error in answer.json()["errors"]} == {"text", "k", "countries"}


def test_an_unknown_code_is_quoted_with_some_that_are_right(world, api):
    answer = api().post("match/", {"text": HYDRO_FR, "countries": ["KEN", "XXX"]})
    detail = answer.json()["errors"][0]["detail"]
    assert "XXX" in detail
    assert "ABW" in detail


def test_errors_are_in_the_callers_language(world, api):
    details = {
        api(language=language).post("match/", {}).json()["errors"][0]["detail"]
        for language in ("en", "fr", "ar", "ru")
    }
    assert len(details) == 4


NOT_JSON = [
    b"{", b"", b" ", b"text=two words", b"\xff\xfe", b'{"text": "two \xc3\x28 words"}',
    '{"text": "zwei Wörter"}'.encode("latin-1"), '{"text": "two words"}'.encode("utf-16"),
    b"[" * 100_000, b'{"a":' * 100_000, b'{"text": "two words", "k": ' + b"9" * 5000 + b"}",
    b'{"text": "two words", "k": NaN}', b'{"text": "two words", "k": Infinity}',
    b'["two words"]', b'"two words"', b"5", b"null", b"true", b"[]", b"{}",
    b'{"text": "two words", "k": 1e999}',
]  # fmt: skip


@pytest.mark.parametrize("raw", NOT_JSON, ids=lambda raw: repr(raw)[:30])
def test_a_body_that_is_no_json_object_is_refused(world, api, raw):
    answer = send(api, raw)
    assert answer.status_code == 400
    assert answer.json()["errors"]


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (rb'{"text": "two\u0000words"}', "text"),
        (rb'{"text": "two words \ud800"}', "text"),
        (rb'{"text": "two words", "language": "fr\u0000"}', "language"),
        (rb'{"text": "two words", "countries": ["KEN", "\udfff"]}', "countries.1"),
        (rb'{"text": "two words", "k\u0000": 5}', "body"),
    ],
)
def test_characters_that_cannot_be_stored_are_refused_by_place(world, api, raw, field):
    answer = send(api, raw)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["detail"].startswith(field)


@pytest.mark.parametrize(
    "body",
    [
        {"text": "two words", "names": [[[]]]},
        {"text": HYDRO_FR, "k": "3", "unknown": {"deep": [{}]}},
        {"text": HYDRO_FR, "k": 3.0, "sdgs": [7, "7"]},
        {"text": "需要小水电站的修复技术", "kinds": []},
        {"text": "🏔️ hydropower 🏔️ repair", "countries": []},
    ],
)
def test_unusual_but_sound_input_is_answered(world, api, body):
    assert api().post("match/", body).status_code == 200


def test_a_byte_order_mark_does_no_harm(world, api):
    assert send(api, b"\xef\xbb\xbf" + json.dumps({"text": HYDRO_FR}).encode()).status_code == 200


@pytest.mark.parametrize("charset", ["zlib", "hex", "utf-16", "nonsense", "rot13", "idna"])
def test_json_is_utf_8_whatever_the_header_says(world, api, charset):
    raw = json.dumps({"text": HYDRO_FR}, ensure_ascii=False).encode()
    assert send(api, raw, f"application/json; charset={charset}").status_code == 200


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "x"]
)
def test_other_content_types_are_415(world, api, content_type):
    assert send(api, b"text=two+words", content_type).status_code == 415


def test_a_body_too_long_to_read_is_413(world, api):
    raw = json.dumps({"text": "x " * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}).encode()
    answer = send(api, raw)
    assert answer.status_code == 413
    assert answer.json()["errors"][0]["code"] == "too_large"


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_only_post_is_answered(world, api, method):
    assert getattr(api().client, method)("/api/v1/match/").status_code == 405


def test_a_spoken_language_is_asked_by_its_code(world, api):
    codes = set(LanguageSkill.objects.values_list("language", flat=True))
    assert {"fr", "zh", "ar"} <= codes
    assert ask(api, languages=["ar"], kinds=["expert"])["matches"]
