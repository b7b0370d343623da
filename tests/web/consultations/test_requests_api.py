"""Requests over HTTP: who writes and reads them, and what is refused."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests_requests import TERMS

from backend.consultations.models import ConsultationRequest
from backend.needs.models import Need

pytestmark = pytest.mark.usefixtures("world")


def test_a_partner_puts_a_need_forward_and_sees_what_is_still_missing(api, partner, need):
    made = api(partner).post("consultation-requests/", {"need": str(need.pk)})
    assert made.status_code == 201
    shown = made.json()
    assert (shown["status"], shown["status_label"]) == ("draft", "Not sent yet")
    assert "background" in shown["completeness"]["missing"]
    assert shown["completeness"]["share"] == 0
    assert "withdraw" in shown["allowed_steps"]


def test_saving_says_how_much_is_said_by_now(api, partner, need):
    made = api(partner).post("consultation-requests/", {"need": str(need.pk)}).json()
    path = f"consultation-requests/{made['id']}/"
    changed = api(partner).patch(path, TERMS, made["version"]).json()
    assert changed["completeness"]["missing"] == []
    assert 0 < changed["completeness"]["share"] < 1


def test_two_who_save_at_once_do_not_overwrite_each_other(api, partner, draft):
    path = f"consultation-requests/{draft.pk}/"
    assert api(partner).patch(path, {"budget": "40,000 USD"}, 1).status_code == 200
    assert api(partner).patch(path, {"budget": "60,000 USD"}, 1).status_code == 412
    draft.refresh_from_db()
    assert draft.budget == "40,000 USD"


def test_an_advice_needs_no_terms_of_reference(api, partner, need):
    body = {"need": str(need.pk), "track": "advice"}
    shown = api(partner).post("consultation-requests/", body).json()
    assert shown["completeness"]["missing"] == []


def test_it_can_grow_into_a_consultation(api, partner, need):
    body = {"need": str(need.pk), "track": "advice"}
    shown = api(partner).post("consultation-requests/", body).json()
    path = f"consultation-requests/{shown['id']}/"
    grown = api(partner).patch(path, {"track": "consultation"}, shown["version"]).json()
    assert "background" in grown["completeness"]["missing"]


def test_a_stranger_sees_nothing_and_a_reader_may_not_write(api, stranger, colleague, draft):
    path = f"consultation-requests/{draft.pk}/"
    reader = colleague("reader")
    assert api(stranger).get(path).status_code == 404
    assert api(stranger).patch(path, {"budget": "1"}, 1).status_code == 404
    assert api(stranger).post(f"{path}submit/").status_code == 404
    assert api().get(path).status_code == 401
    assert api(reader).get(path).status_code == 200
    assert api(reader).patch(path, {"budget": "1"}, 1).status_code == 403
    assert api(reader).post(f"{path}submit/").status_code == 403


def test_nobody_puts_forward_the_need_of_somebody_else(api, partner, own):
    other = Need.objects.exclude(institution=own).order_by("pk").first()
    refused = api(partner).post("consultation-requests/", {"need": str(other.pk)})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"] == "need"
    assert not ConsultationRequest.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"working_days": 0}, "working_days"),
        ({"experts_wanted": 21}, "experts_wanted"),
        ({"place": "moon"}, "place"),
        ({"starts_on": "2027-05-01", "ends_on": "2027-04-01"}, "ends_on"),
        ({"deliverables": ["x" * 301]}, "deliverables.0"),
        ({"background": "x" * 20_001}, "background"),
        ({"track": "gift"}, "track"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(api, partner, draft, change, field):
    refused = api(partner).patch(f"consultation-requests/{draft.pk}/", change, 1)
    assert refused.status_code == 400, refused.content
    assert refused.json()["errors"][0]["attr"] == field
    draft.refresh_from_db()
    assert draft.version == 1


def test_a_copy_says_the_same_and_is_a_draft_with_a_need_of_its_own(api, partner, draft):
    copy = api(partner).post(f"consultation-requests/{draft.pk}/duplicate/").json()
    assert copy["id"] != str(draft.pk)
    assert (copy["status"], copy["background"]) == ("draft", draft.background)
    assert copy["answers_by"] is None
    assert copy["need"] != str(draft.need_id)
    assert Need.objects.get(pk=copy["need"]).text == draft.need.text


def test_a_past_advice_grows_into_a_consultation_in_its_copy(api, partner, need):
    past = ConsultationRequest.objects.create(need=need, track="advice", status="closed")
    path = f"consultation-requests/{past.pk}/duplicate/"
    grown = api(partner).post(path, {"track": "consultation"}).json()
    assert (grown["track"], grown["status"]) == ("consultation", "draft")
    assert "background" in grown["completeness"]["missing"]
    assert api(partner).post(path, {"track": "gift"}).status_code == 400
    assert api(partner).post(path).json()["track"] == "advice"


def test_the_list_is_narrowed_by_status_words_and_lateness(api, officer, draft, step, partner):
    other = ConsultationRequest.objects.create(need=draft.need, background="Tea gardens")
    step(partner, draft, "submit")

    def found(**query) -> set[str]:
        rows = api(officer).get("consultation-requests/", **query).json()["results"]
        return {row["id"] for row in rows}

    assert found(status="submitted") == {str(draft.pk)}
    assert found(q="tea gardens") == {str(other.pk)}
    assert found(overdue="true") == set()
    draft.clocks.update(due_at="2026-01-01T00:00:00Z")
    assert found(overdue="true") == {str(draft.pk)}
    assert found(overdue="false") == {str(other.pk)}


def test_the_list_costs_the_same_number_of_queries_however_long_it_is(api, officer, draft):
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert api(officer).get("consultation-requests/").status_code == 200
        return len(seen)

    few = cost()
    for _ in range(12):
        ConsultationRequest.objects.create(need=draft.need)
    assert cost() == few
