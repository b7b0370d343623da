"""How much a request counts in a batch: declared, as of a day, and told with the evidence."""

from __future__ import annotations

import datetime

import pytest
from tests_batches import Desk, in_days, open_requests
from tests_people import engage

from backend.codelists.models import Country, GroupMembership
from backend.consultations.models import ConsultationRequest, Engagement
from backend.needs.models import Need

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def request_from():
    """A request for work in a country: ``request_from("NPL")``."""

    def make(country: str, **values) -> ConsultationRequest:
        (made,) = open_requests(1, **values)
        Need.objects.filter(pk=made.need_id).update(country=country)
        return made

    return make


@pytest.fixture
def weighed(api, officer):
    """The weight of a request, and by priority the sentence that says why."""

    def ask(request: ConsultationRequest, **asked):
        (shown,) = Desk(api(officer), requests=[str(request.pk)], **asked).board()["requests"]
        return shown["weight"], {one["priority"]: one["sentence"] for one in shown["why"]}

    return ask


def test_groups_of_countries_add_up_with_the_day_and_the_source(api, officer, request_from):
    made = request_from("NPL")
    asked = {"priorities": {"LDC": 0.5, "LLDC": 0.25}, "groups_on": "2026-03-01"}
    (shown,) = Desk(api(officer), requests=[str(made.pk)], **asked).board()["requests"]
    assert shown["weight"] == 1.75
    assert [one["priority"] for one in shown["why"]] == ["LDC", "LLDC"]
    assert all(one["evidence"] and "March 1, 2026" in one["sentence"] for one in shown["why"])


def test_a_country_that_left_a_group_counts_by_the_day(request_from, weighed):
    made, day = request_from("NPL"), datetime.date(2026, 11, 24)
    GroupMembership.objects.filter(country="NPL", group="LDC").update(valid_to=day)
    only = {"priorities": {"LDC": 0.5}}
    assert weighed(made, groups_on="2026-11-23", **only)[0] == 1.5
    assert weighed(made, groups_on="2026-11-24", **only) == (1, {})


def test_where_the_need_names_no_country_the_one_that_asks_counts(request_from, weighed):
    made = request_from("NPL")
    Need.objects.filter(pk=made.need_id).update(country=None)
    made.institution.country_id = "TUV"
    made.institution.save()
    found = weighed(made, priorities={"SIDS": 0.2, "LLDC": 0.2})[1]
    assert list(found) == ["SIDS"]


@pytest.mark.parametrize(("days", "weight"), [(-1, 1.3), (14, 1.3), (15, 1.0)])
def test_answers_needed_soon_weigh_more(request_from, weighed, days, weight):
    made = request_from("KEN", answers_by=in_days(days))
    assert weighed(made, priorities={"urgent": 0.3})[0] == weight


def test_a_region_where_work_began_lately_is_served(request_from, weighed, officer):
    made, elsewhere = request_from("KEN"), open_requests(2)[1]
    only = {"priorities": {"unserved": 0.2}}
    weight, why = weighed(made, **only)
    assert (weight, "Eastern Africa" in why["unserved"]) == (1.2, True)

    Need.objects.filter(pk=elsewhere.need_id).update(country="TZA")
    engage(elsewhere, officer, "Amaru")
    assert weighed(made, **only) == (1.0, {})
    assert Country.objects.get(pk="TZA").region_id == Country.objects.get(pk="KEN").region_id

    Engagement.objects.update(created_at="2024-01-01T00:00:00Z")
    assert weighed(made, **only)[0] == 1.2
