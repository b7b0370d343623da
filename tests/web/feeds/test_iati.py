"""The activity file of the projects keeps the rules of IATI 2.03, one by one."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from tests_feeds import ORDER, broken_iati_rules, parsed
from tests_reviews import project, submitted

from backend.codelists.models import Country, Sector
from backend.directory.models import Institution
from backend.feeds.iati.shares import shares
from backend.programmes.models import Project, Spending

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def codes():
    countries = set(Country.objects.values_list("alpha2", flat=True))
    return countries, set(Sector.objects.values_list("pk", flat=True)) | {"99810"}


@pytest.fixture
def carried_out(officer, own):
    """A project with money, places, sectors, goals, and an indicator that was measured."""
    made = project(officer, own)
    proposal = made.proposal
    proposal.number = "INT/26/K01"
    proposal.save()
    proposal.sectors.set(Sector.objects.filter(withdrawn=False).order_by("pk")[:3])
    proposal.sdgs.set(["6", "7", "13"])
    indicator = proposal.indicators.first()
    indicator.unit, indicator.baseline, indicator.target = "%", Decimal(80), Decimal(20)
    indicator.save()
    made.values.create(
        indicator=indicator,
        value="55.50",
        measured_on=datetime.date(2027, 9, 1),
        evidence="A visit",
        by=officer,
    )
    return made


@pytest.fixture
def body(client, carried_out):
    answer = client.get("/iati/activities.xml")
    assert answer.status_code == 200
    return answer.content


def test_every_rule_holds_of_every_activity(body, codes):
    assert broken_iati_rules(body, *codes) == []


@pytest.mark.parametrize(
    ("what", "with_what", "rule"),
    [
        (b'version="2.03"', b'version="2.04"', "is no code of version"),
        (b"<activity-status code=", b"<activity-state code=", "another order or number"),
        (b' default-currency="USD"', b"", "no default language or currency"),
        (b'<reporting-org ref="', b'<reporting-org ref="X', "does not begin with"),
        (b'role="4"', b'role="7"', "7 is no code of role"),
        (b'iso-date="2', b'iso-date="the 2', "is no day"),
    ],
)
def test_the_check_itself_finds_what_is_wrong(body, codes, what, with_what, rule):
    assert what in body
    wrong = body.replace(what, with_what).replace(b"</activity-state>", b"</activity-status>")
    assert any(rule in told for told in broken_iati_rules(wrong, *codes))


def test_elements_out_of_their_order_are_found(body, codes):
    root = parsed(body)
    activity = root[0]
    first = activity[0]
    activity.remove(first)
    activity.append(first)
    from xml.etree import ElementTree as Tree

    told = broken_iati_rules(Tree.tostring(root), *codes)
    assert any(one.startswith("iati-activity: children in another order") for one in told)
    assert ORDER["iati-activity"].startswith("iati-identifier1")


def test_it_says_who_where_when_and_for_how_much(body, carried_out):
    [activity] = [
        one for one in parsed(body) if one.findtext("iati-identifier").endswith(str(carried_out.pk))
    ]
    proposal = carried_out.proposal
    assert activity.find("title").findtext("narrative") == proposal.title
    assert activity.find("activity-status").get("code") == "2"
    places = {one.get("code"): one.get("percentage") for one in activity.iter("recipient-country")}
    assert len(places) == proposal.partners.values("country").distinct().count()
    [grant] = [
        one
        for one in activity.findall("transaction")
        if one.find("transaction-type").get("code") == "11"
    ]
    assert Decimal(grant.findtext("value")) == carried_out.amount
    assert grant.find("transaction-date").get("iso-date") == str(carried_out.signed_on)
    indicator = activity.find("result/indicator")
    assert (indicator.get("measure"), indicator.get("ascending")) == ("2", "0")
    assert indicator.find("baseline").get("value") == "80"
    assert indicator.find("period/target").get("value") == "20"
    assert indicator.find("period/actual").get("value") == "55.5"
    assert [one.get("code") for one in activity.findall("tag")] == ["6", "7", "13"]
    assert activity.find("other-identifier").get("ref") == "INT/26/K01"


def test_what_was_spent_counts_once_its_report_is_accepted(client, carried_out, own, partner):
    report = carried_out.reports.filter(kind="financial").first() or carried_out.reports.first()
    line = carried_out.proposal.budget_lines.filter(contribution=None).first()
    assert line is not None
    Spending.objects.create(report=report, line=line, year=1, amount=400)
    report.versions.create(number=1, by=partner)
    spent = f"{Decimal(400):.2f}</value>".encode()
    assert spent not in client.get("/iati/activities.xml").content
    type(report).objects.filter(pk=report.pk).update(status="accepted")
    assert spent in client.get("/iati/activities.xml").content


def test_without_a_signed_agreement_nothing_is_told(client, carried_out):
    Project.objects.update(signed_on=None)
    assert client.get("/iati/activities.xml").status_code == 404


def test_an_institution_that_is_not_listed_is_not_named(client, carried_out, own):
    Institution.objects.filter(pk=own.pk).update(consent_listed=False)
    body = client.get("/iati/activities.xml").content.decode()
    assert own.name not in body
    assert "An institution that is not named" in body


def test_it_changes_when_something_measured_is_added(client, carried_out, officer):
    first = client.get("/iati/activities.xml")
    had = {"If-None-Match": first["ETag"]}
    assert client.get("/iati/activities.xml", headers=had).status_code == 304
    values = {"indicator": carried_out.proposal.indicators.first(), "value": 30, "by": officer}
    carried_out.values.create(measured_on=datetime.date(2027, 12, 1), evidence="x", **values)
    again = client.get("/iati/activities.xml", headers=had)
    assert again.status_code == 200
    assert again["Last-Modified"] >= first["Last-Modified"]


def test_text_that_could_be_markup_stays_text(client, carried_out, codes):
    proposal = carried_out.proposal
    proposal.title = 'Water & <b>"power"</b>\x0c ]]>'
    proposal.save()
    body = client.get("/iati/activities.xml").content
    assert broken_iati_rules(body, *codes) == []
    titles = [one.find("title").findtext("narrative") for one in parsed(body)]
    assert 'Water & <b>"power"</b> ]]>' in titles


@pytest.mark.parametrize("number", range(1, 12))
def test_shares_add_up_to_exactly_a_hundred(number):
    found = shares([f"k{one}" for one in range(number)])
    assert sum(map(Decimal, found.values())) == 100
    assert len(found) == number


def test_it_takes_a_fixed_number_of_queries(client, own, carried_out, django_assert_num_queries):
    day = datetime.date(2027, 2, 1)
    for number in range(3):
        other = submitted(carried_out.proposal.call, own, f"Another {number}")
        Project.objects.create(proposal=other, signed_on=day, starts_on=day, status="running")
    with django_assert_num_queries(10):
        client.get("/iati/activities.xml")
