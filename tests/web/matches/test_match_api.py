"""``POST match/``: a need typed in any language is answered with who can help, and why."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests_support import forget_what_answers

from backend.codelists.selectors import countries_in_groups
from backend.directory.models import (
    Affiliation,
    AvailabilityPeriod,
    Contact,
    Expert,
    Institution,
    LanguageSkill,
    Passage,
    Profile,
)
from backend.matches.services import embed_pending

pytestmark = pytest.mark.django_db

HYDRO_FR = (
    "Nous cherchons un appui pour réhabiliter de petites centrales hydroélectriques isolées "
    "et former les opérateurs des villages."
)
SOON = datetime.date(2027, 3, 1)


def ask(api, **body: Any) -> dict:
    answer = api().post("match/", {"text": HYDRO_FR, **body})
    assert answer.status_code == 200, answer.content
    return answer.json()


def send(api, raw: bytes, content_type: str = "application/json") -> Any:
    return api().client.post("/api/v1/match/", raw, content_type=content_type)


def ids(answer: dict) -> list[str]:
    return [match["profile"]["id"] for match in answer["matches"]]


def excluded(answer: dict) -> dict[str, int]:
    return {entry["rule"]: entry["count"] for entry in answer["excluded"]}


@pytest.fixture
def best(world, api) -> Expert:
    """The expert who comes first for the question."""
    return Expert.objects.get(pk=ids(ask(api, kinds=["expert"], k=1))[0])


# --- what is found ------------------------------------------------------------------------------


def test_a_need_in_french_finds_chinese_and_english_profiles(world, api):
    answer = ask(api, k=10)
    assert answer["language"] == "fr"
    languages = {r["language"] for match in answer["matches"] for r in match["reasons"]}
    assert {"zh", "en"} <= languages


def test_matches_come_best_first_with_reasons(world, api):
    answer = ask(api)
    scores = [match["score"] for match in answer["matches"]]
    assert [match["rank"] for match in answer["matches"]] == list(range(1, 11))
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)
    assert all(match["reasons"] and match["reasons"][0]["passage"] for match in answer["matches"])


def test_the_same_question_has_the_same_answer(world, api):
    assert ask(api, k=100) == ask(api, k=100)


def test_a_shorter_list_is_the_longer_ones_beginning(world, api):
    assert ids(ask(api, k=3)) == ids(ask(api, k=100))[:3]


def test_the_stated_language_wins_over_the_detected_one(world, api):
    assert ask(api, language="pt-BR")["language"] == "pt"
    assert ask(api, language="")["language"] == ask(api, language=None)["language"] == "fr"


def test_names_are_in_the_readers_script(world, api, best):
    Expert.objects.filter(pk=best.pk).update(names={"zh-Hans": "王丽华", "zh-Latn": "Wang Lihua"})
    for language, name in (("zh-hans", "王丽华"), ("fr", "Wang Lihua")):
        found = api(language=language).post("match/", {"text": HYDRO_FR, "kinds": ["expert"]})
        assert found.json()["matches"][0]["profile"]["name"] == name


def test_an_expert_comes_with_the_institution_of_today(world, api, best):
    this_year = datetime.date.today().year
    old, new = Institution.objects.listed().order_by("pk")[:2]
    best.affiliations.all().delete()
    Affiliation.objects.create(expert=best, institution=old, end_year=this_year - 1)
    assert ask(api, kinds=["expert"], k=1)["matches"][0]["profile"]["institution"] is None
    Affiliation.objects.create(expert=best, institution=new, end_year=this_year + 1)
    assert ask(api, kinds=["expert"], k=1)["matches"][0]["profile"]["institution"] == new.name


def test_the_number_of_queries_does_not_grow_with_k(world, api):
    counts = []
    for k in (5, 10, 100):  # among five there are experts, whose workplaces are looked up
        forget_what_answers()
        with CaptureQueriesContext(connection) as queries:
            ask(api, k=k)
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= 25


def test_a_long_list_of_codes_is_looked_up_at_once(world, api, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        ask(api, countries=["KEN"] * 300, sdgs=[str(n) for n in range(1, 18)])


# --- who is left out ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Profile.Kind.values)
def test_only_the_kinds_asked_for(world, api, kind):
    answer = ask(api, kinds=[kind], k=100)
    assert {match["profile"]["kind"] for match in answer["matches"]} == {kind}
    assert excluded(answer)["kind"] == Profile.objects.listed().exclude(kind=kind).count()


def test_only_the_countries_asked_for(world, api):
    answer = ask(api, countries=["CHN", "KEN"], k=100)
    assert {match["profile"]["country"] for match in answer["matches"]} == {"CHN", "KEN"}
    there = Profile.objects.listed().filter(country__in=["CHN", "KEN"]).count()
    assert excluded(answer)["country"] == Profile.objects.listed().count() - there


def test_only_the_groups_asked_for_as_they_are_today(world, api):
    members = set(countries_in_groups(["LDC"]).values_list("pk", flat=True))
    found = {m["profile"]["country"] for m in ask(api, groups=["LDC"], k=100)["matches"]}
    assert found
    assert found <= members
    gone = found.pop()
    countries_in_groups(["LDC"]).get(pk=gone).group_memberships.filter(group="LDC").update(
        valid_to=datetime.date.today()
    )
    later = {m["profile"]["country"] for m in ask(api, groups=["LDC"], k=100)["matches"]}
    assert gone not in later


def test_countries_and_groups_add_up(world, api):
    ldcs = set(countries_in_groups(["LDC"]).values_list("pk", flat=True))
    found = {
        match["profile"]["country"]
        for match in ask(api, groups=["LDC"], countries=["CHN"], k=100)["matches"]
    }
    assert "CHN" in found
    assert found & ldcs
    assert found <= ldcs | {"CHN"}


def test_experts_must_speak_every_language_and_institutions_are_not_asked(world, api):
    answer = ask(api, languages=["fr", "en"], k=100)
    kinds = {match["profile"]["kind"] for match in answer["matches"]}
    found = Expert.objects.filter(pk__in=ids(answer))
    speaking = Expert.objects.listed().speaking("fr", "en")
    assert kinds == {"expert", "institution"}
    assert not found.exclude(pk__in=speaking).exists()
    assert excluded(answer)["language"] == Expert.objects.listed().count() - speaking.count()


def test_experts_must_be_available_on_the_day(world, api, best):
    before = ids(ask(api, available_from=SOON.isoformat(), k=100))
    AvailabilityPeriod.objects.filter(expert=best).delete()
    period = AvailabilityPeriod.objects.create(expert=best, start=SOON, end=SOON)
    assert str(best.pk) in ids(ask(api, available_from=SOON.isoformat(), k=100))
    day_after = (SOON + datetime.timedelta(days=1)).isoformat()
    answer = ask(api, available_from=day_after, k=100)
    assert str(best.pk) not in ids(answer)
    assert excluded(answer)["availability"] >= 1
    period.delete()
    assert str(best.pk) in ids(ask(api, available_from=day_after, k=100)), "no period: any day"
    assert before


def test_an_excluded_institution_goes_with_its_experts(world, api, best):
    this_year = datetime.date.today().year
    institution = Institution.objects.listed().order_by("pk").first()
    best.affiliations.all().delete()
    Affiliation.objects.create(expert=best, institution=institution, end_year=this_year)
    answer = ask(api, exclude_institutions=[str(institution.pk)], k=100)
    staff = Expert.objects.listed().filter(affiliations__institution=institution).distinct()
    assert not {str(institution.pk), str(best.pk)} & set(ids(answer))
    assert excluded(answer)["conflict"] == 1 + staff.count()


def test_who_left_an_institution_is_no_conflict(world, api, best):
    institution = Institution.objects.listed().order_by("pk").first()
    best.affiliations.all().delete()
    last_year = datetime.date.today().year - 1
    Affiliation.objects.create(expert=best, institution=institution, end_year=last_year)
    assert str(best.pk) in ids(ask(api, exclude_institutions=[str(institution.pk)], k=100))


def test_who_takes_no_more_work_is_left_out(world, api, best):
    before = excluded(ask(api)).get("load", 0)
    Expert.objects.filter(pk=best.pk).update(max_open_engagements=0)
    answer = ask(api, k=100)
    assert str(best.pk) not in ids(answer)
    assert excluded(answer)["load"] == before + 1


def test_each_profile_left_out_counts_for_one_rule(world, api):
    answer = ask(api, kinds=["expert"], countries=["CHN"], languages=["zh"], k=100)
    left = Expert.objects.listed().filter(country="CHN", max_open_engagements__gt=0)
    left = left.speaking("zh")
    assert len(answer["matches"]) == min(100, left.count())
    assert sum(excluded(answer).values()) == Profile.objects.listed().count() - left.count()


@pytest.mark.parametrize(
    "change", [{"consent_listed": False}, {"withdrawn_at": "2026-01-01T00:00:00Z"}]
)
def test_who_is_not_listed_never_appears(world, api, officer, best, change):
    before = excluded(ask(api))
    Expert.objects.filter(pk=best.pk).update(**change)
    for user in (None, officer):
        answer = api(user).post("match/", {"text": HYDRO_FR, "k": 100}).json()
        assert str(best.pk) not in ids(answer)
        assert excluded(answer) == before, "and is not counted either"


def test_a_hidden_passage_is_never_quoted_nor_searched(world, api, best):
    text = "Quokkabrennofen im Zwergmaulwurfgehege, betrieben mit Seegrasbriketts."
    Passage.objects.create(profile=best, text=text, language="de", hidden=True)
    embed_pending()
    answer = ask(api, text=text, k=100)
    answer.pop("missing")  # quotes what was asked
    assert text not in json.dumps(answer, ensure_ascii=False)
    Passage.objects.filter(profile=best).update(hidden=True)
    assert str(best.pk) not in ids(ask(api, k=100))


def test_no_contact_data_in_any_answer(world, api, officer, best):
    for n, expert in enumerate(Expert.objects.filter(pk__in=ids(ask(api, k=100)))):
        Contact.objects.update_or_create(
            expert=expert, defaults={"email": f"e{n}@mail.example", "phone": f"+999 555 {n:04}"}
        )
    for user in (None, best.user, officer):
        raw = api(user).post("match/", {"text": HYDRO_FR, "k": 100}).content.decode()
        assert "@" not in raw
        assert "+999 555" not in raw


# --- what is refused ----------------------------------------------------------------------------

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
