"""What is published, as feeds and documents that machines elsewhere read."""

from __future__ import annotations

import datetime
import json

import pytest
from django.utils import timezone
from tests_feeds import ATOM, broken_atom_rules, broken_json_feed_rules, parsed

from backend.directory.models import Institution
from backend.feeds.sources import SOURCES
from backend.feeds.xml import add, root, written
from backend.programmes.models import Call, Programme

pytestmark = pytest.mark.usefixtures("world")
DAY = datetime.timedelta(days=1)


@pytest.fixture
def programme():
    return Programme.objects.create(
        code="water",
        names={"en": "Fund for water", "fr": "Fonds de l’eau"},
        funders={"en": "The Ministers"},
        descriptions={"en": "Pays for wells & <pumps>\x0b."},
        languages=["en"],
        stages=["proposal"],
    )


@pytest.fixture
def call(programme):
    now = timezone.now()
    return Call.objects.create(
        programme=programme,
        names={"en": "Water 2027"},
        year=2027,
        opens_at=now - DAY,
        closes_at=now + 30 * DAY,
        announced_at=now - DAY,
        money=100_000,
    )


@pytest.mark.parametrize("kind", sorted(SOURCES))
def test_each_feed_keeps_the_rules_of_atom_and_of_json_feed(client, call, kind):
    atom = client.get(f"/feeds/{kind}.atom")
    assert atom["Content-Type"].startswith("application/atom+xml")
    assert broken_atom_rules(atom.content) == []
    told = client.get(f"/feeds/{kind}.json")
    assert told["Content-Type"].startswith("application/feed+json")
    assert broken_json_feed_rules(told.json()) == []
    entries = parsed(atom.content).findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}id") for one in entries] == [
        one["id"] for one in told.json()["items"]
    ]


def test_the_newest_call_comes_first_and_one_not_announced_not_at_all(client, programme, call):
    values = {"programme": programme, "year": 2028, "opens_at": call.opens_at}
    values |= {"closes_at": call.closes_at}
    later = Call.objects.create(names={"en": "Later"}, announced_at=timezone.now(), **values)
    Call.objects.create(names={"en": "Secret"}, **values)
    items = client.get("/feeds/calls.json").json()["items"]
    assert [one["title"] for one in items][:2] == ["Later", "Water 2027"]
    assert items[0]["url"].endswith(f"/api/v1/calls/{later.pk}/")
    assert "Secret" not in str(items)


def test_characters_that_xml_can_not_hold_are_left_out_and_others_are_escaped(client, call):
    body = client.get("/feeds/calls.atom").content
    assert "Pays for wells & <pumps>." in parsed(body).find(f"{ATOM}entry").findtext(
        f"{ATOM}content"
    )
    made = root("a", {"b": 'x"<\x00'})
    add(made, "c", "\x1f ]]> \ud800 \ufffe 水")
    again = parsed(written(made))
    assert again.get("b") == 'x"<'
    assert again.findtext("c") == " ]]>   水"


def test_whoever_has_it_is_told_that_nothing_has_changed(client, call):
    first = client.get("/feeds/calls.atom")
    assert (
        client.get("/feeds/calls.atom", headers={"If-None-Match": first["ETag"]}).status_code == 304
    )
    since = {"If-Modified-Since": first["Last-Modified"]}
    assert client.get("/feeds/calls.atom", headers=since).status_code == 304
    call.names = {"en": "Water 2027, extended"}
    call.save()
    again = client.get("/feeds/calls.atom", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_a_filter_that_is_not_there_is_named_and_so_is_what_would_be_right(client, call):
    wrong = client.get("/feeds/calls.atom?colour=red")
    assert wrong.status_code == 400
    assert "colour" in wrong.content.decode()
    assert client.get("/feeds/dreams.atom").status_code == 404
    assert client.post("/feeds/calls.atom").status_code == 405


def test_a_feed_takes_a_fixed_number_of_queries(client, programme, call, django_assert_num_queries):
    values = {"programme": programme, "opens_at": call.opens_at, "closes_at": call.closes_at}
    for year in range(2030, 2040):
        Call.objects.create(year=year, announced_at=timezone.now(), **values)
    with django_assert_num_queries(1):
        assert len(client.get("/feeds/calls.json").json()["items"]) > 10


def test_a_call_is_an_announcement_of_a_grant(api, client, call):
    answer = client.get(f"/api/v1/calls/{call.pk}/jsonld/")
    assert answer["Content-Type"] == "application/ld+json"
    told = json.loads(answer.content)
    assert told["@context"] == "https://schema.org"
    assert (told["@type"], told["about"]["@type"]) == ("SpecialAnnouncement", "MonetaryGrant")
    assert told["about"]["amount"] == {
        "@type": "MonetaryAmount",
        "currency": "USD",
        "value": "100000.00",
    }
    Call.objects.update(announced_at=None)
    assert api(None).get(f"calls/{call.pk}/jsonld/").status_code == 404


def test_an_institution_is_told_without_its_people(api, own):
    Institution.objects.filter(pk=own.pk).update(website="https://example.org/", ror="02mhbdp94")
    told = json.loads(api(None).get(f"institutions/{own.pk}/jsonld/").content)
    assert told["name"] == own.name
    assert told["address"]["addressCountry"] == own.country.alpha2
    assert told["sameAs"] == ["https://ror.org/02mhbdp94"]
    assert "@demo.example" not in str(told)
    Institution.objects.filter(pk=own.pk).update(consent_listed=False)
    assert api(None).get(f"institutions/{own.pk}/jsonld/").status_code == 404
