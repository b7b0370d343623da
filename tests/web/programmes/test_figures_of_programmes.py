"""Figures of programmes: what was submitted, eligible and funded, where, and for how much."""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.utils import timezone
from tests_reviews import call, decided, institution, submitted

from backend.codelists.models import Goal, Sector
from backend.programmes.models import ProposalStep
from backend.reports.models import Report

pytestmark = pytest.mark.usefixtures("world")
TODAY = datetime.date.today()
PERIOD = {"since": "2026-01-01", "until": TODAY.isoformat()}


@pytest.fixture
def received():
    """A proposal whose receipt was confirmed: ``received("Sun", "KEN")``."""
    there = call()

    def make(name: str, country: str, **values):
        one = submitted(there, institution(name, country), name, **values)
        ProposalStep.objects.create(
            proposal=one, step="receive", source="checked", target="submitted"
        )
        return one

    return make


@pytest.fixture
def figures(api, officer):
    def get(**query):
        answer = api(officer).get("figures/", **{**PERIOD, **query})
        assert answer.status_code == 200, answer.content
        return {
            (c["figure"], c["dimension"], c["key"], c["currency"]): (c["value"], c["count"])
            for c in answer.json()["cells"]
        }

    return get


def test_proposals_are_counted_by_programme_year_country_sector_and_goal(
    received, figures, officer
):
    one, two = received("Sun", "KEN"), received("Fish", "PER")
    received("Wind", "KEN")
    one.partners.create(institution=institution("Pumps", "LAO"), country_id="LAO")
    one.sectors.set([Sector.objects.order_by("pk").first()])
    one.sdgs.set([Goal.objects.order_by("pk").first()])
    decided(one, officer, "start-review", "recommend", "approve")
    decided(two, officer, "ineligible")
    one.project.amount = Decimal("20000.50")
    one.project.save()
    found = figures()
    assert found["proposals_submitted", "all", "", ""] == (3, 3)
    assert found["proposals_submitted", "country", "KEN", ""] == (2, 2)
    assert found["proposals_submitted", "year", "2026", ""] == (3, 3)
    assert found["proposals_eligible", "all", "", ""] == (2, 2)
    assert found["proposals_funded", "programme", "demo-fund", ""] == (1, 1)
    assert found["proposals_funded", "country", "LAO", ""] == (1, 1)
    assert found["proposals_funded", "sector", one.sectors.get().pk, ""] == (1, 1)
    assert found["proposals_funded", "goal", one.sdgs.get().pk, ""] == (1, 1)
    assert found["proposals_funded", "group", "LLDC", ""] == (1, 1)
    assert found["amount_requested", "all", "", "USD"] == (90_000, 3)
    assert found["amount_funded", "all", "", "USD"] == (20_000.5, 1)
    assert found["countries_reached", "programme", "demo-fund", ""] == (2, 1)
    assert ("countries_reached", "country", "KEN", "") not in found


def test_what_was_decided_after_the_reporting_date_is_not_known_yet(received, figures, officer):
    one = received("Sun", "KEN")
    then = timezone.now() - datetime.timedelta(9)
    one.steps.update(created_at=then)
    one.partners.update(created_at=then)
    decided(one, officer, "start-review", "recommend", "approve")
    yesterday = (TODAY - datetime.timedelta(2)).isoformat()
    found = figures(until=yesterday, dimension="all")
    assert found["proposals_submitted", "all", "", ""] == (1, 1)
    assert ("proposals_funded", "all", "", "") not in found
    assert figures(dimension="all")["proposals_funded", "all", "", ""] == (1, 1)


def test_a_frozen_report_keeps_them_as_json_and_csv(api, received, officer, partner):
    one = received("Sun", "KEN")
    made = api(officer).post("reports/", {"title": "Autumn", **PERIOD}).json()
    decided(one, officer, "ineligible")
    kept = Report.objects.get(pk=made["id"]).values
    assert any(cell["figure"] == "proposals_eligible" for cell in kept)
    table = api(officer).get(f"reports/{made['id']}/", format="csv").content.decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(table)) if row[1] == "Proposals submitted"]
    assert {"Demo fund", "Kenya", "2026"} <= {row[5] for row in rows}
    assert api(partner).get(f"reports/{made['id']}/").status_code == 200


def test_many_proposals_take_no_more_queries(api, officer, received, django_assert_max_num_queries):
    for number, country in enumerate(("KEN", "PER", "LAO", "BRA", "TZA") * 3):
        received(f"Institute {number}", country)
    with django_assert_max_num_queries(28):
        assert api(officer).get("figures/", **PERIOD).status_code == 200
