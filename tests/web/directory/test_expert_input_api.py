"""What is refused in an expert's profile, by whom it may be: each refusal names the field."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest

from backend.directory.models import Contact, Expert, Institution

pytestmark = pytest.mark.usefixtures("world")

SECRET = {"email": "somebody@secret.example", "phone": "+999 555 0001"}
NEXT_YEAR = datetime.date.today().year + 1
PLACE = "0190b3c4-0000-7000-8000-000000000000"  # nobody's id

BAD_NAMES = [
    None, {}, [], "Ana", 5, {"english!": "Ana"}, {"e": "Ana"}, {"en": ""}, {"en": None},
    {"en": ["Ana"]}, {"en": "x" * 301}, {"zh-Hans": "王", "ZH-hans": "李"}, {"": "Ana"},
    {"fr-" + "a" * 40: "Ana"}, {f"en-{n:05}": "Ana" for n in range(51)}, {"en": {"en": "Ana"}},
]  # fmt: skip
BAD_CODES = [
    ("country", ["XXX", "ken", "KE", 5, True, ["KEN"], {"code": "KEN"}, "x" * 9999, ""]),
    ("fields", ["small-hydropower", ["alchemy"], [None], None, {"a": 1}, [["x"]]]),
    ("sdgs", ["7", ["18"], [0], [True], [1.5], ["7"] * 301]),
    ("sectors", [["1"], [{}], 23220]),
    ("countries_worked_in", [["XXX"], "KEN", [""]]),
]
BAD_LANGUAGES = [
    "fr", None, ["fr"], [{}], [{"code": "xx"}], [{"code": None}], [{"code": "fr", "level": "D1"}],
    [{"level": "B2"}], [{"code": "fr", "level": 5}], [{"code": "fr"}, {"code": "fr", "level": "B2"}],
]  # fmt: skip
BAD_PERIODS = [
    [{"start": "2027-05-01", "end": "2027-04-30"}], [{"start": "2027-05-01"}], [{"end": "2027-05-01"}],
    [{}], [None], {"start": "2027-05-01", "end": "2027-06-01"}, [{"start": "2027-02-30", "end": "2027-06-01"}],
    [{"start": "2027-05-01", "end": None}], [{"start": "0000-00-00", "end": "9" * 999}],
    [{"start": "2027-05-01", "end": "2027-06-01"}] * 2,
]  # fmt: skip
BAD_AFFILIATIONS = [
    [{}], [{"institution": PLACE}], [{"institution": "abc"}], [{"institution": 5}], ["abc"], None,
    [{"institution": "OWN", "start_year": 2020, "end_year": 2010}],
    [{"institution": "OWN", "start_year": 1800}], [{"institution": "OWN", "end_year": 99999}],
    [{"institution": "OWN", "start_year": "last year"}], [{"institution": "OWN", "position": "x" * 201}],
    [{"institution": "OWN", "start_year": 2020}] * 2, [{"institution": "OWN"}] * 2,
]  # fmt: skip
BAD_PASSAGES = [
    [{}], [{"text": ""}], [{"text": "  "}], [{"text": None}], [{"text": "x" * 20_001}], "evidence", ["x"],
    [{"year": 2020}], [{"text": "A dam", "year": NEXT_YEAR + 1}], [{"text": "A dam", "year": 1800}],
    [{"text": "A dam", "year": "MMXX"}], [{"text": "A dam", "kind": "poem"}],
    [{"text": "A dam", "language": "xx"}], [{"text": "A dam", "attestation": "delivered"}],
    [{"text": "A dam", "attestation": "sworn"}], [{"text": "A dam", "id": PLACE}],
    [{"text": "A dam", "id": "abc"}], [{"text": "A dam", "hidden": "perhaps"}],
    [{"text": "A dam", "identifier": "x" * 201}],
]  # fmt: skip
BAD_CONTACTS = [
    None, [], "somebody@secret.example", {"email": "somebody@@secret.example"}, {"email": None},
    {"email": ["somebody@secret.example"]}, {"phone": "+999 555 0001 " * 9}, {"phone": None},
    {"email": "x" * 300 + "@secret.example"},
]  # fmt: skip
BAD = [
    *[("names", value) for value in BAD_NAMES],
    *[(name, value) for name, values in BAD_CODES for value in values if (name, value) != ("country", "")],
    *[("city", value) for value in (["a"], {}, True, "x" * 121, None)],
    *[("gender", value) for value in ("other", 5, ["male"], None, "FEMALE")],
    *[("orcid", value) for value in ("0000-0002-1825-0098", "0000-0002-1825", "x" * 101, 5, [], None, "X")],
    *[("last_confirmed", value) for value in (f"{NEXT_YEAR}-12-31", "2026-02-30", 5, [], True, "")],
    *[("max_open_engagements", value) for value in (-1, 32768, 10**30, "two", 1.5, None, [], True)],
    *[("consent_listed", value) for value in ("perhaps", None, [], 7)],
    *[("languages", value) for value in BAD_LANGUAGES],
    *[("availability", value) for value in BAD_PERIODS],
    *[("affiliations", value) for value in BAD_AFFILIATIONS],
    *[("passages", value) for value in BAD_PASSAGES],
    *[("contact", value) for value in BAD_CONTACTS],
]  # fmt: skip


@pytest.fixture
def mine(expert) -> Expert:
    Contact.objects.update_or_create(expert=expert.expert, defaults=SECRET)
    return expert.expert


def send(caller: Any, method: str, path: str, raw: str) -> Any:
    headers = {"HTTP_IDEMPOTENCY_KEY": str(uuid.uuid4()), "HTTP_IF_MATCH": "1"}
    call = getattr(caller.client, method)
    return call(f"/api/v1/{path}", raw, content_type="application/json", **headers)


def refused(answer: Any, field: str) -> None:
    assert answer.status_code == 400, answer.content
    errors = answer.json()["errors"]
    assert {error["attr"].split(".")[0] for error in errors} == {field}
    assert all(error["detail"] for error in errors)
    assert len(answer.content) < 2000
    assert b"secret.example" not in answer.content
    assert b"+999 555" not in answer.content


@pytest.mark.parametrize(("field", "value"), BAD, ids=lambda value: repr(value)[:40])
def test_bad_input_is_refused_by_name(api, officer, expert, mine, field, value):
    if field == "affiliations" and "OWN" in str(value):
        pk = str(Institution.objects.listed().first().pk)
        value = [{**row, "institution": pk} for row in value]
    before = Expert.objects.count()
    names = {"names": {"en": "Ana Lima"}}
    refused(api(officer).post("experts/", {**names, field: value}), field)
    refused(api(expert).patch(f"experts/{mine.pk}/", {field: value}, mine.version), field)
    mine.refresh_from_db()
    assert (Expert.objects.count(), mine.version) == (before, 1)


def test_an_expert_has_a_name(api, officer):
    answer = api(officer).post("experts/", {"country": "KEN"})
    assert answer.json()["errors"][0]["attr"] == "names"


def test_every_wrong_field_is_named_at_once(api, officer):
    body = {"names": {}, "country": "XXX", "orcid": "0", "languages": [{"code": "xx"}]}
    answer = api(officer).post("experts/", body)
    attrs = {error["attr"] for error in answer.json()["errors"]}
    assert attrs == {"names", "country", "orcid", "languages.0.code"}


def test_the_reason_says_what_would_be_right(api, officer):
    body = {"names": {"english!": "Ana"}, "country": "XXX", "orcid": "0000-0002-1825-0098"}
    details = {e["attr"]: e["detail"] for e in api(officer).post("experts/", body).json()["errors"]}
    assert "zh-Hans" in details["names"]
    assert "ABW" in details["country"]
    assert "check digit" in details["orcid"]
    assert "orcid.org" in details["orcid"]


def test_an_orcid_belongs_to_one_expert(api, officer, expert, mine):
    first = {"names": {"en": "Ana Lima"}, "orcid": "0000-0002-1825-0097"}
    assert api(officer).post("experts/", first).status_code == 201
    second = {"names": {"en": "Bo Lima"}, "orcid": "https://orcid.org/0000000218250097"}
    refused(api(officer).post("experts/", second), "orcid")
    refused(api(expert).patch(f"experts/{mine.pk}/", {"orcid": second["orcid"]}, 1), "orcid")
    for _ in range(2):
        assert (
            api(officer).post("experts/", {"names": {"en": "Cy"}, "orcid": ""}).status_code == 201
        )


@pytest.mark.parametrize("path", ["experts/", "institutions/"])
@pytest.mark.parametrize(
    ("body", "place"),
    [
        (r'{"names": {"en": "Ana\u0000Lima"}}', "names.en"),
        (r'{"names": {"en": "Ana \ud800"}}', "names.en"),
        (r'{"names": {"en\u0000": "Ana"}}', "names"),
        (r'{"passages": [{"text": "a\u0000b"}]}', "passages.0.text"),
    ],
)
def test_characters_that_cannot_be_stored_are_refused_by_place(api, officer, path, body, place):
    answer = send(api(officer), "post", path, body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["detail"].startswith(f"{place} ")


@pytest.mark.parametrize("body", ["[]", '"names"', "5", "null", '[{"names": {"en": "Ana"}}]', "{"])
def test_a_body_that_is_no_object_is_refused(api, officer, expert, mine, body):
    for user, method, path in ((officer, "post", ""), (expert, "patch", f"{mine.pk}/")):
        answer = send(api(user), method, f"experts/{path}", body)
        assert answer.status_code == 400
        assert answer.json()["errors"]
