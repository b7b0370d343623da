"""What the lists of institutions and of experts have in common: pages, costs, wrong filters."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.accounts.models import User
from backend.directory.models import Expert, Institution

pytestmark = pytest.mark.usefixtures("world")

MODELS = {"experts": Expert, "institutions": Institution}
LISTS = sorted(MODELS)
PEOPLE = ["stranger", "partner", "expert", "officer"]


def pages(api, path: str, user: Any = None, **query: Any):
    """The pages of a list, as one follows them."""
    client = api(user)
    answer = client.get(path, **query)
    while True:
        assert answer.status_code == 200, answer.content
        page = answer.json()
        yield [row["id"] for row in page["results"]]
        if not page["next"]:
            return
        answer = client.client.get(page["next"])


@pytest.mark.parametrize("name", LISTS)
def test_page_by_page_everything_comes_once(api, name):
    found = [pk for page in pages(api, f"{name}/", page_size=7) for pk in page]
    expected = MODELS[name].objects.listed().order_by("pk").values_list("pk", flat=True)
    assert found == [str(pk) for pk in expected]


@pytest.mark.parametrize("name", LISTS)
def test_narrowed_lists_come_page_by_page_too(api, name):
    query = {"language": ["en", "zh"], "country": ["CHN", "KEN"]}
    found = [pk for page in pages(api, f"{name}/", page_size=3, **query) for pk in page]
    whole = api().get(f"{name}/", page_size=200, **query).json()["results"]
    assert len(found) > 3
    assert found == [row["id"] for row in whole]


@pytest.mark.parametrize("name", LISTS)
def test_what_is_added_or_withdrawn_meanwhile_repeats_and_skips_nobody(api, name):
    before = set(MODELS[name].objects.listed().values_list("pk", flat=True))
    found: list[str] = []
    for n, page in enumerate(pages(api, f"{name}/", page_size=20)):
        found += page
        MODELS[name].objects.filter(pk=page[0]).update(withdrawn_at="2026-01-01T00:00:00Z")
        MODELS[name].objects.create(names={"en": f"New {n}"}, consent_listed=n == 0)
    assert len(found) == len(set(found)) == len(before) + 1
    assert {str(pk) for pk in before} < set(found)


@pytest.mark.parametrize("name", LISTS)
def test_one_can_go_back(api, name):
    first = api().get(f"{name}/", page_size=5).json()
    second = api().client.get(first["next"]).json()
    assert api().client.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize(
    "cursor", ["x", "cD1hYmM=", "bz0xMDAwMDAwMDAwMDAw", "bz0tMQ==", "é", "cD0="]
)
@pytest.mark.parametrize("name", LISTS)
def test_a_cursor_made_up_is_refused(api, name, cursor):
    answer = api().get(f"{name}/", cursor=cursor)
    assert answer.status_code in {200, 404}
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("size", ["0", "-1", "abc", "1e9", "99999999999999999999", ""])
def test_an_odd_page_size_is_refused_with_what_would_be_right(api, size):
    answer = api().get("experts/", page_size=size)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["attr"], error["detail"]) == ("page_size", "A whole number from 1 to 200.")


# --- costs --------------------------------------------------------------------------------------

# By person: nobody asks for memberships; an officer's are asked for once or twice more.
QUERIES = {
    "experts": {None: 9, "stranger": 12, "partner": 12, "expert": 12, "officer": 10},
    "institutions": {None: 4, "stranger": 7, "partner": 7, "expert": 7, "officer": 5},
}


@pytest.mark.parametrize("person", [None, *PEOPLE])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_as_many_queries_however_long_it_is(api, request, name, person):
    user = person and request.getfixturevalue(person)
    counts = []
    for size in (2, 20, 200):
        user = user and User.objects.get(pk=user.pk)  # who remembers nothing of the last request
        with CaptureQueriesContext(connection) as queries:
            assert api(user).get(f"{name}/", page_size=size).status_code == 200
        counts.append(len(queries))
    assert counts == [QUERIES[name][person]] * 3


@pytest.mark.parametrize("name", LISTS)
def test_a_profile_takes_as_many_queries_however_much_is_in_it(api, officer, name):
    most = MODELS[name].objects.listed().order_by("pk").first()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert api().get(f"{name}/{most.pk}/").status_code == 200
        counts.append(len(queries))
        passages = [{"text": f"Evidence number {n}"} for n in range(30)]
        change = {"passages": passages, "sdgs": [str(n) for n in range(1, 18)]}
        answer = api(officer).patch(f"{name}/{most.pk}/", change, most.version)
        assert answer.status_code == 200, answer.content
        most.refresh_from_db()
    assert counts[0] == counts[1] <= 10


# --- wrong filters ------------------------------------------------------------------------------

WRONG = [
    ("country", "XXX"),
    ("country", "ken"),
    ("region", "999"),
    ("group", "OPEC"),
    ("language", "xx"),
    ("sdg", "18"),
    ("sector", "1"),
    ("field", "alchemy"),
    ("country", "K'; DROP TABLE directory_profile; --"),
    ("country", "x" * 5000),
]


@pytest.mark.parametrize(("field", "value"), WRONG, ids=lambda value: value[:20])
@pytest.mark.parametrize("name", LISTS)
def test_a_code_that_is_none_is_refused_by_name(api, name, field, value):
    answer = api().get(f"{name}/", **{field: value})
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["attr"] == field
    assert value[:40] in error["detail"]


@pytest.mark.parametrize("value", ["abc", "0190b3c4-0000-7000-8000-000000000000", "1"])
def test_an_institution_that_is_none_is_refused_by_name(api, value):
    answer = api().get("experts/", institution=value)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "institution"


@pytest.mark.parametrize("query", ["q=a%00b", "country=%00", "cursor=%00", "unknown=%00"])
@pytest.mark.parametrize("name", LISTS)
def test_a_nul_byte_in_the_address_is_refused(api, name, query):
    answer = api().client.get(f"/api/v1/{name}/?{query}")
    assert answer.status_code == 400
    assert "NUL" in answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize("query", ["q=%ff%fe", "q=%ed%a0%80", "q=%C3%A9&country=%ff", "nonsense=1"])
@pytest.mark.parametrize("name", LISTS)
def test_what_a_list_cannot_make_sense_of_is_refused_by_name(api, name, query):
    answer = api().client.get(f"/api/v1/{name}/?{query}")
    assert answer.status_code == 400
    wrong = query.split("&")[-1].split("=")[0]
    assert [error["attr"] for error in answer.json()["errors"]] == [wrong]


def test_a_long_search_is_answered(api):
    assert api().client.get(f"/api/v1/experts/?q={'a+' * 2000}").status_code == 200


@pytest.mark.parametrize("method", ["put", "delete"])
@pytest.mark.parametrize("name", LISTS)
def test_profiles_are_neither_replaced_nor_deleted(api, officer, name, method):
    pk = MODELS[name].objects.listed().first().pk
    for path in (f"/api/v1/{name}/", f"/api/v1/{name}/{pk}/"):
        assert getattr(api(officer).client, method)(path).status_code == 405
