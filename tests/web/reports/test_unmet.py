"""What nobody could be found for: counted by need, with small cells hidden and the needs behind."""

from __future__ import annotations

import csv
import datetime
import io

import openpyxl
import pytest
from django.utils import timezone
from tests_requests import TERMS
from tests_work import invited

from backend.codelists.models import Sector
from backend.consultations.models import ConsultationRequest, Invitation, StepTaken
from backend.matches.models import Match, MatchRun
from backend.needs.models import Need

pytestmark = pytest.mark.usefixtures("world")
TODAY = datetime.date.today()
PERIOD = {"since": "2026-01-01", "until": TODAY.isoformat()}
LAST_YEAR = {"since": f"{TODAY.year - 1}-01-01", "until": f"{TODAY.year - 1}-12-31"}


@pytest.fixture
def sector():
    return Sector.objects.filter(fields__isnull=False).order_by("pk").first()


@pytest.fixture
def need(own, sector):
    def make(country: str = "LAO", language: str = "fr") -> Need:
        made = Need.objects.create(
            institution=own, country_id=country, title="Pumps", text="Pumps", language=language
        )
        made.sectors.set([sector])
        return made

    return make


@pytest.fixture(autouse=True)
def only_these(world):
    MatchRun.objects.all().delete()


def ranked(need: Need, score: float | None, at: datetime.datetime | None = None) -> MatchRun:
    run = MatchRun.objects.create(
        need=need,
        status="done",
        line=0.5,
        finished_at=at or timezone.now(),
        missing=[{"facet": "what", "text": "Nobody repairs inverters."}],
    )
    if score is not None:
        from backend.directory.models import Profile

        profile = Profile.objects.first()
        Match.objects.create(run=run, profile=profile, rank=1, score=score)
    return run


def closed_without_match(need: Need, at: datetime.datetime | None = None) -> ConsultationRequest:
    request = ConsultationRequest.objects.create(need=need, **TERMS)
    step = StepTaken.objects.create(
        request=request, step="no-match", source="matching", target="no_match"
    )
    if at:
        StepTaken.objects.filter(pk=step.pk).update(created_at=at)
    return request


@pytest.fixture
def table(api, officer):
    def get(user=officer, **query):
        answer = api(user).get("unmet-needs/", **{**PERIOD, **query})
        assert answer.status_code == 200, answer.content
        return {(c["figure"], c["dimension"], c["key"]): c["count"] for c in answer.json()["cells"]}

    return get


def test_a_need_counts_once_however_often_it_went_without(table, need, officer, sector):
    one = need()
    ranked(one, 0.2)
    request = closed_without_match(one)
    for name in ("Amaru", "Binta"):
        row = invited(request, officer, name, status="declined", reason="busy")
        Invitation.objects.filter(pk=row.pk).update(answered_at=timezone.now())
    found = table()
    assert found["unmet_needs", "all", ""] == 1
    assert found["abstention", "country", "LAO"] == 1
    assert found["decline", "language", "fr"] == 1
    assert found["no_match", "sector", sector.pk] == 1
    assert found["unmet_needs", "field", sector.fields.first().pk] == 1


def test_a_later_ranking_with_somebody_likely_takes_the_abstention_back(table, need):
    one, other = need(), need()
    early = timezone.now() - datetime.timedelta(days=2)
    ranked(one, 0.2, early)
    ranked(one, 0.8)
    ranked(other, 0.8, early)
    ranked(other, None)
    assert table()["abstention", "all", ""] == 1


def test_a_conflict_of_interest_tells_nothing_of_what_lacks(table, need, officer):
    request = ConsultationRequest.objects.create(need=need(), **TERMS)
    row = invited(request, officer, "Amaru", status="declined", reason="conflict")
    Invitation.objects.filter(pk=row.pk).update(answered_at=timezone.now())
    assert ("decline", "all", "") not in table()


def test_what_happened_after_the_period_is_not_known_yet(table, need):
    closed_without_match(need())
    assert table(until="2026-06-30") == {}


def test_small_cells_are_hidden_from_all_but_officers(table, partner, need):
    last = datetime.datetime(TODAY.year - 1, 6, 1, tzinfo=datetime.UTC)
    for country, many in (("LAO", 9), ("NER", 6), ("FJI", 2)):
        for _number in range(many):
            closed_without_match(need(country), last)
    officers, others = table(**LAST_YEAR), table(partner, **LAST_YEAR)
    assert officers["no_match", "country", "FJI"] == 2
    assert others["no_match", "country", "FJI"] is None
    assert others["no_match", "country", "NER"] is None  # else it would follow from the sum
    assert others["no_match", "country", "LAO"] == 9


def test_others_ask_for_whole_years_that_are_over(api, partner, officer):
    answer = api(partner).get("unmet-needs/", **PERIOD)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "since"
    assert "31 December" in answer.json()["errors"][0]["detail"]
    assert api(partner).get("unmet-needs/", **LAST_YEAR).status_code == 200
    assert api(None).get("unmet-needs/", **LAST_YEAR).status_code == 401


def test_the_needs_behind_a_figure_are_for_officers(api, officer, partner, need):
    one = need()
    ranked(one, 0.2)
    cell = {**PERIOD, "figure": "abstention", "dimension": "country", "key": "LAO"}
    [found] = api(officer).get("unmet-needs/cases/", **cell).json()
    assert (found["need"], found["title"]) == (str(one.pk), "Pumps")
    assert found["cases"][0]["missing"] == ["Nobody repairs inverters."]
    assert api(officer).get("unmet-needs/cases/", **{**cell, "key": "FJI"}).json() == []
    for path in ("unmet-needs/cases/", "unmet-needs/recruiting/"):
        assert api(partner).get(path, **cell).status_code == 403


def test_whom_to_recruit_is_told_by_sector_the_worst_first(api, officer, need, sector):
    for country, language in (("LAO", "fr"), ("LAO", "en"), ("NER", "fr")):
        ranked(need(country, language), 0.1)
    [first] = api(officer).get("unmet-needs/recruiting/", **PERIOD).json()
    assert (first["sector"], first["needs"], first["abstentions"]) == (sector.pk, 3, 3)
    assert [(one["key"], one["needs"]) for one in first["countries"]] == [("LAO", 2), ("NER", 1)]
    assert [(one["key"], one["needs"]) for one in first["languages"]] == [("fr", 2), ("en", 1)]
    assert first["lacking"] == ["Nobody repairs inverters."]


def test_both_come_as_tables_for_a_spreadsheet(api, officer, need):
    ranked(need(), 0.1)
    told = api(officer).get("unmet-needs/", format="csv", **PERIOD)
    rows = list(csv.reader(io.StringIO(told.content.decode("utf-8-sig"))))
    assert [r[5] for r in rows if r[4] == "LAO"][:1] == ["Lao People’s Democratic Republic"]
    listed = api(officer).get("unmet-needs/recruiting/", format="xlsx", **PERIOD)
    sheet = openpyxl.load_workbook(io.BytesIO(listed.content)).active
    assert sheet.max_row == 2
    assert sheet.cell(2, 3).value == 1
    assert "Nobody repairs inverters." in [cell.value for cell in sheet[2]]


def test_it_takes_as_many_queries_for_ten_as_for_one(
    api, officer, need, django_assert_max_num_queries
):
    for _number in range(10):
        ranked(need(), 0.1)
    with django_assert_max_num_queries(22):
        api(officer).get("unmet-needs/", **PERIOD)
