"""Figures for a period: what they count, by what, who sees them, and that reports stay."""

from __future__ import annotations

import csv
import datetime
import io

import openpyxl
import pytest
from django.db import Error, transaction
from django.utils import timezone
from tests_requests import TERMS
from tests_work import engagement, invited

from backend.codelists.models import Country, GroupMembership, Sector
from backend.consultations.models import ConsultationRequest, EngagementStep, StepTaken
from backend.needs.models import Need
from backend.reports.counting import Cell, shown_to_all
from backend.reports.models import Report

pytestmark = pytest.mark.usefixtures("world")
TODAY = datetime.date.today()
PERIOD = {"since": "2026-01-01", "until": TODAY.isoformat()}
T0 = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


@pytest.fixture
def submitted(own):
    """A request, with its steps so many days after its submission: ``submitted(release=5)``."""

    def make(country: str = "LAO", language: str = "fr", **days: float) -> ConsultationRequest:
        need = Need.objects.create(
            institution=own, country_id=country, text="Pumps", language=language
        )
        request = ConsultationRequest.objects.create(need=need, **TERMS)
        for name, after in {"submit": 0, **days}.items():
            name = name.replace("_", "-")
            row = StepTaken.objects.create(
                request=request, step=name, source="draft", target="submitted"
            )
            StepTaken.objects.filter(pk=row.pk).update(
                created_at=T0 + datetime.timedelta(days=after)
            )
        return request

    return make


@pytest.fixture
def figures(api, officer):
    """The cells as ``{(figure, dimension, key, currency): (value, count)}``."""

    def get(**query):
        answer = api(officer).get("figures/", **{**PERIOD, **query})
        assert answer.status_code == 200, answer.content
        return {
            (c["figure"], c["dimension"], c["key"], c["currency"]): (c["value"], c["count"])
            for c in answer.json()["cells"]
        }

    return get


def test_times_are_medians_from_the_first_submission(submitted, figures):
    submitted(accept_for_brokering=1, release=5, agree=9, deliver=40, close=45)
    submitted(**{"return": 2}, accept_for_brokering=8, release=11)
    submitted(accept_for_brokering=6, no_match=20)
    found = figures(dimension="all")
    assert found["requests", "all", "", ""] == (3, 3)
    assert found["days_to_first_answer", "all", "", ""] == (2, 3)
    assert found["days_to_shortlist", "all", "", ""] == (8, 2)
    assert found["days_to_agreement", "all", "", ""] == (9, 1)
    for name in ("agreed", "delivered", "closed", "no_match"):
        assert found[f"requests_{name}", "all", "", ""] == (1, 1)


def test_a_request_that_went_on_with_fewer_is_agreed_too(submitted, figures):
    submitted(release=5, proceed=12)
    submitted(release=5, proceed=12, agree=20)  # another came later, for a new shortlist
    found = figures(dimension="all")
    assert found["requests_agreed", "all", "", ""] == (2, 2)
    assert found["days_to_agreement", "all", "", ""] == (12, 2)


def test_only_what_was_known_on_the_reporting_date_counts(submitted, figures):
    submitted(accept_for_brokering=1, release=5)
    found = figures(until="2026-03-05", dimension="all")
    assert found["days_to_first_answer", "all", "", ""] == (1, 1)
    assert ("days_to_shortlist", "all", "", "") not in found
    assert figures(until="2026-03-01") == {}
    assert figures(since="2026-03-03") == {}


def test_requests_are_counted_by_place_and_language(submitted, figures):
    one = submitted("LAO", "fr")
    submitted("KEN", "ar-EG")
    sector = Sector.objects.filter(fields__isnull=False).order_by("pk").first()
    other = Sector.objects.exclude(pk=sector.pk).order_by("pk").first()
    one.need.sectors.set([sector, other])
    found = figures()
    assert found["requests", "country", "LAO", ""] == (1, 1)
    assert found["requests", "language", "ar", ""] == (1, 1)
    assert found["requests", "sector", sector.pk, ""] == (1, 1)
    assert found["requests", "sector", "", ""] == (1, 1)
    assert found["requests", "field", sector.fields.first().pk, ""] == (1, 1)
    assert found["requests", "group", "LLDC", ""] == (1, 1)


def test_groups_are_those_of_the_reporting_date(submitted, figures):
    submitted("LAO")
    GroupMembership.objects.filter(country="LAO", group="LDC").update(valid_to="2026-05-01")
    assert ("requests", "group", "LDC", "") in figures(until="2026-04-30")
    assert ("requests", "group", "LDC", "") not in figures(until="2026-05-01")


def test_answers_fees_and_ratings_by_gender_and_funder(submitted, figures, officer, partner):
    request = submitted()
    female = {"of_expert": {"gender": "female"}}
    one = engagement(request, officer, "Binta", fee=3_000, payer="fund", **female)
    two = engagement(request, officer, "Chen", fee=500, currency="XOF")
    for work, rating in ((one, 5), (two, 4)):
        EngagementStep.objects.create(
            engagement=work, step="agree-terms", source="terms", target="agreed", by=officer
        )
        work.feedback.create(side="partner", rating=rating, by=partner)
    invited(request, officer, "Dara", status="declined", answered_at=timezone.now(), **female)
    invited(request, officer, "Esi")  # not answered yet
    found = figures()
    assert found["acceptance_rate", "all", "", ""] == (0.6667, 3)
    assert found["acceptance_rate", "gender", "female", ""] == (0.5, 2)
    assert found["fees", "funder", "fund", "USD"] == (3_000, 1)
    assert found["fees", "all", "", "XOF"] == (500, 1)
    assert found["engagements", "gender", "", ""] == (1, 1)
    assert found["rating", "all", "", ""] == (4.5, 2)
    assert found["rating", "country", "LAO", ""] == (4.5, 2)


def test_each_figure_is_defined_in_the_readers_words(api, officer):
    told = api(officer).get("figures/", **PERIOD).json()
    assert told["definitions_version"] == 2
    assert len(told["definitions"]) == 18
    assert all(one["label"] and one["meaning"].endswith(".") for one in told["definitions"])


def test_the_number_of_queries_does_not_grow(
    api, officer, submitted, django_assert_max_num_queries
):
    for country in Country.objects.order_by("pk")[:20]:
        submitted(country.pk, accept_for_brokering=1)
    with django_assert_max_num_queries(24):
        assert len(api(officer).get("figures/", **PERIOD).json()["cells"]) > 40


def cell(key: str, count: int) -> Cell:
    return Cell("requests", "country", key, "", float(count), count)


def test_small_cells_are_hidden_and_do_not_follow_from_the_sum():
    def left(*cells: Cell) -> dict:
        return {one.key: one.value for one in shown_to_all(cells)}

    assert left(cell("KEN", 5), cell("LAO", 9)) == {"KEN": 5, "LAO": 9}
    assert left(cell("KEN", 2), cell("LAO", 9), cell("MOZ", 7)) == {
        "KEN": None,
        "LAO": 9,
        "MOZ": None,
    }
    assert left(cell("KEN", 2), cell("LAO", 4), cell("MOZ", 7))["MOZ"] == 7


def test_a_report_is_frozen(api, officer, partner, submitted):
    for _n in range(6):
        submitted("LAO")
    submitted("KEN")
    made = api(officer).post("reports/", {"title": "Spring", **PERIOD})
    assert made.status_code == 201, made.content
    submitted("LAO")
    path = f"reports/{made.json()['id']}/"
    seen = {
        (c["figure"], c["dimension"], c["key"]): c["value"]
        for c in api(officer).get(path).json()["cells"]
    }
    assert seen["requests", "country", "LAO"] == 6
    assert seen["requests", "country", "KEN"] == 1
    outside = {
        (c["figure"], c["dimension"], c["key"]): (c["value"], c["count"], c["name"])
        for c in api(partner).get(path).json()["cells"]
    }
    assert outside["requests", "all", ""][0] == 7
    assert outside["requests", "country", "KEN"] == (None, None, "Kenya")
    assert outside["requests", "country", "LAO"][0] is None
    report = Report.objects.get()
    for change in (report.delete, report.save, lambda: Report.objects.update(title="Autumn")):
        with pytest.raises(Error, match="frozen"), transaction.atomic():
            change()


def test_live_figures_and_freezing_are_for_officers(api, partner, expert, stranger):
    for person in (partner, expert, stranger):
        assert api(person).get("figures/", **PERIOD).status_code == 403
        assert api(person).post("reports/", {"title": "x", **PERIOD}).status_code == 403
        assert api(person).get("reports/").json()["results"] == []
    assert api(None).get("figures/", **PERIOD).status_code == 401
    assert api(None).get("reports/").status_code == 401


@pytest.mark.parametrize(
    ("query", "attr"),
    [
        ({"since": ""}, "since"),
        ({"since": "1999-01-01"}, "since"),
        ({"until": "2999-01-01"}, "until"),
        ({"since": "2026-03-01", "until": "2026-02-01"}, "until"),
        ({"dimension": "colour"}, "dimension.0"),
        ({"format": "exe"}, "format"),
    ],
)
def test_what_can_not_be_counted_is_named(api, officer, query, attr):
    refused = api(officer).get("figures/", **{**PERIOD, **query})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"] == attr


def test_nothing_in_a_file_is_a_formula(api, officer, submitted):
    submitted("LAO")
    title = '=HYPERLINK("http://there.example")'
    made = api(officer).post("reports/", {"title": title, **PERIOD}).json()
    path = f"reports/{made['id']}/"
    answer = api(officer).get(path, format="csv")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][0] == "'" + title
    assert rows[1][1] == "Requests submitted"
    book = openpyxl.load_workbook(io.BytesIO(api(officer).get(path, format="xlsx").content))
    first = book.active["A2"]
    assert (first.value, first.data_type) == (title, "s")
    assert isinstance(book.active["H2"].value, int | float)


def test_a_list_of_reports_takes_few_queries(api, officer, django_assert_max_num_queries):
    for name in ("One", "Two", "Three"):
        api(officer).post("reports/", {"title": name, **PERIOD})
    with django_assert_max_num_queries(5):
        told = api(officer).get("reports/").json()["results"]
    assert [one["title"] for one in told] == ["One", "Two", "Three"]
    assert "cells" not in told[0]
