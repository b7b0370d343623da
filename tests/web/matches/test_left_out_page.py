"""On the page, each count of those left out opens who they are, and why."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.directory.models import (
    Expert,
)

pytestmark = pytest.mark.usefixtures("world")

FRENCH = "Quatre villages ont de petites centrales hydroélectriques qui ne tournent plus."


def link(client, rule: str, **more) -> str:
    page = client.post("/", {"text": FRENCH, **more}).content.decode()
    found = re.search(rf'<a href="(/left-out/[^"]*rule={rule})"', page)
    assert found
    assert FRENCH not in found[1], "the need stays out of addresses"
    return found[1].replace("&amp;", "&")


def test_each_count_of_the_answer_opens_who_and_why(client):
    page = client.get(link(client, "language", kind="expert", languages=["en", "fr"]))
    shown = page.content.decode()
    assert page.status_code == 200
    assert "Who was left out, and why" in shown
    assert re.search(r"Speaks [^;]+; also asked for: (English|French)", shown)


def test_htmx_gets_the_list_alone(client):
    address = link(client, "kind", kind="institution")
    shown = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in shown
    assert "Is an expert; institutions were asked for." in shown
    assert 'hx-target="#left-out"' in shown


def test_the_list_has_pages_and_the_last_stays_the_last(client):
    address = link(client, "kind", kind="institution")
    listed = Expert.objects.listed().count()
    last = client.get(f"{address}&page=999").content.decode()
    assert f"Page {-(-listed // 10)} of {-(-listed // 10)}" in last
    assert "Previous" in last


@pytest.mark.parametrize("query", ["", "rule=weather", "rule=load&kind=robot", "rule=load&place=X"])
def test_an_address_that_was_never_given_out_is_404(client, query):
    assert client.get(f"/left-out/?{query}").status_code == 404


@pytest.mark.parametrize("language", ["ar", "es", "fr", "pt", "ru", "zh-hans"])
def test_the_list_is_in_the_readers_language(client, language):
    client.cookies["django_language"] = language
    shown = client.get("/left-out/?kind=expert&rule=kind").content.decode()
    for english in ("left out", "Is an institution", "Page 1 of", ">Next", "Describe a need"):
        assert english not in shown


def test_the_page_takes_the_same_number_of_queries_whatever_its_length(client):
    counts = []
    for page in (1, 99):  # a full page, and the last
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/left-out/?kind=institution&languages=en&rule=kind&page={page}")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 14
