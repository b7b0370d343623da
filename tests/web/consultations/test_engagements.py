"""From acceptance to a result that is accepted: terms, deliverables, revision, feedback."""

from __future__ import annotations

import datetime

import pytest
from tests_requests import TOLD, shortlist

from backend.accounts.models import User
from backend.consultations.answering import LinkHolder
from backend.consultations.models import (
    ConsultationRequest,
    Engagement,
    EngagementStatus,
    Invitation,
)
from backend.consultations.services import answers
from backend.consultations.services.invitations import CannotInvite, invite
from backend.directory.models import Expert

pytestmark = pytest.mark.usefixtures("world")
TERMS = {
    "fee": 0,
    "payer": "network",
    "travel": "Economy class, booked by the partner.",
    "insurance": "By the network.",
    "starts_on": "2027-01-10",
    "ends_on": "2027-02-20",
}
REPORT = {"title": "Final report", "text": "All four run.", "is_final_report": True, "hours": 120}


def person(name: str) -> Expert:
    user = User.objects.create_user(f"{name.lower()}@there.example", "palmeira-azul-9")
    today = datetime.date.today()
    return Expert.objects.create(
        names={"en": name}, consent_listed=True, last_confirmed=today, user=user
    )


@pytest.fixture
def engaged(draft, officer):
    """Engages so many of so many wanted: ``engaged(2)``."""

    def make(count: int = 1) -> list[Engagement]:
        ConsultationRequest.objects.filter(pk=draft.pk).update(experts_wanted=count)
        people = [person(name) for name in ("Amaru", "Binta", "Chen")[:count]]
        shortlist(draft, officer, *people)
        for one in invite(request=draft, entries=list(draft.shortlist.all()), by=officer):
            answers.accept(invitation=one, by=LinkHolder(one))
        draft.refresh_from_db()
        assert draft.status == "agreed"
        return list(draft.engagements.order_by("expert__names__en"))

    return make


@pytest.fixture
def act(api):
    """Takes a step: ``act(user, engagement, "deliver")``."""

    def send(user, engagement, step: str, status: int = 200, **body):
        answer = api(user).post(f"engagements/{engagement.pk}/{step}/", body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return send


@pytest.fixture
def begun(engaged, act, api, officer):
    """An engagement at work."""

    def make(count: int = 1) -> list[Engagement]:
        made = engaged(count)
        for one in made:
            assert api(officer).patch(f"engagements/{one.pk}/", TERMS, 1).status_code == 200
            act(one.expert.user, one, "agree-terms")
        for one in made:
            act(officer, one, "begin")
        return made

    return make


def status_of(request) -> str:
    request.refresh_from_db()
    return request.status


def test_the_whole_way_of_one_expert(api, begun, act, draft, partner, officer, step):
    (one,) = begun()
    expert = one.expert.user
    assert status_of(draft) == "in_progress"
    assert "final report" in act(expert, one, "deliver", 409)["errors"][0]["detail"]
    act(expert, one, "deliverables", 201, title="Diagnosis", text="Two wheels are worn.")
    act(expert, one, "deliverables", 201, **REPORT)
    act(expert, one, "deliver")
    assert status_of(draft) == "delivered"
    assert act(partner, one, "ask-revision", 400)["errors"][0]["attr"] == "reason"
    act(partner, one, "ask-revision", reason="The costs are missing.")
    assert status_of(draft) == "revision"
    again = act(expert, one, "deliverables", 201, **{**REPORT, "text": "With costs."})
    assert again["number"] == 2
    act(expert, one, "deliver")
    shown = act(partner, one, "accept-result")
    assert [d["text"] for d in shown["deliverables"] if d["is_final_report"]] == [
        "All four run.",
        "With costs.",
    ]
    assert status_of(draft) == "result_accepted"
    act(partner, one, "feedback", 201, rating=5, text="Excellent.")
    act(expert, one, "feedback", 201, rating=4)
    assert act(partner, one, "feedback", 409, rating=1)["errors"][0]["code"] == "given"
    assert step(officer, draft, "close")["status"] == "closed"
    assert list(draft.steps.order_by("pk").values_list("step", flat=True))[-6:] == [
        "begin",
        "deliver",
        "ask-revision",
        "deliver",
        "accept-result",
        "close",
    ]


def test_the_request_is_delivered_once_all_have_delivered(begun, act, draft, partner, officer):
    first, second = begun(2)
    act(first.expert.user, first, "deliverables", 201, **REPORT)
    act(first.expert.user, first, "deliver")
    assert status_of(draft) == "in_progress"
    act(officer, second, "end", reason="Fell ill.")
    assert status_of(draft) == "delivered"
    act(partner, first, "accept-result")
    assert status_of(draft) == "result_accepted"


def test_terms_must_be_said_before_they_are_agreed_and_stay_then(api, engaged, act, officer):
    (one,) = engaged()
    told = act(one.expert.user, one, "agree-terms", 409)["errors"][0]["detail"]
    assert told == "Still to be said: fee, who pays, travel, insurance, from, until."
    path = f"engagements/{one.pk}/"
    assert api(officer).patch(path, TERMS, 1).json()["fee"] == 0
    assert api(officer).patch(path, TERMS, 1).status_code == 412
    act(one.expert.user, one, "agree-terms")
    late = api(officer).patch(path, {"fee": 100}, 3)
    assert (late.status_code, late.json()["errors"][0]["code"]) == (409, "agreed")


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"fee": -1}, "fee"),
        ({"fee": 10**12}, "fee"),
        ({"currency": "usd"}, "currency"),
        ({"currency": "US"}, "currency"),
        ({"payer": "me"}, "payer"),
        ({"starts_on": "2027-02-02", "ends_on": "2027-02-01"}, "ends_on"),
        ({"starts_on": "soon"}, "starts_on"),
    ],
)
def test_bad_terms_are_named(api, engaged, officer, body, attr):
    (one,) = engaged()
    refused = api(officer).patch(f"engagements/{one.pk}/", body, 1)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"] == attr
    one.refresh_from_db()
    assert (one.fee, one.version) == (None, 1)


def test_no_contact_data_before_the_terms_are_agreed(api, engaged, act, partner, officer):
    (one,) = engaged()
    path = f"engagements/{one.pk}/"
    assert api(partner).get(path).json()["contact"] == ""
    assert api(officer).get(path).json()["contact"] == "amaru@there.example"
    api(officer).patch(path, TERMS, 1)
    act(one.expert.user, one, "agree-terms")
    assert api(partner).get(path).json()["contact"] == "amaru@there.example"
    assert "there.example" not in api(partner).get("engagements/").content.decode()


def test_each_step_is_for_those_whose_it_is(api, begun, act, partner, officer, stranger, colleague):
    (one,) = begun()
    expert = one.expert.user
    act(partner, one, "deliver", 403)
    act(partner, one, "deliverables", 403, **REPORT)
    act(expert, one, "end", 403, reason="x")
    act(expert, one, "deliverables", 201, **REPORT)
    act(expert, one, "deliver")
    act(expert, one, "accept-result", 403)
    reader = colleague("reader")
    assert api(reader).get(f"engagements/{one.pk}/").status_code == 200
    act(reader, one, "accept-result", 403)
    act(stranger, one, "accept-result", 404)
    assert api(stranger).get("engagements/").json()["results"] == []
    assert api(None).get("engagements/").status_code == 401


def test_an_officer_records_what_the_partner_said(begun, act, officer, draft):
    (one,) = begun()
    refused = act(officer, one, "deliver", 400)
    assert refused["errors"][0]["attr"] == "on_behalf"
    act(officer, one, "deliverables", 201, **REPORT)
    act(officer, one, "deliver", on_behalf=TOLD)
    act(officer, one, "accept-result", on_behalf=TOLD)
    told = one.steps.get(step="accept-result")
    assert (told.by, told.channel, str(told.told_on)) == (officer, "telephone", "2026-11-20")


def test_nothing_is_handed_in_before_or_after_the_work(engaged, act):
    (one,) = engaged()
    refused = act(one.expert.user, one, "deliverables", 409, **REPORT)
    assert refused["errors"][0]["code"] == "not_working"
    assert act(one.expert.user, one, "feedback", 409, rating=5)["errors"][0]["code"] == "not_over"


def test_who_has_delivered_has_a_place_free_again(begun, act, partner):
    (one,) = begun()
    assert Invitation.objects.filter(expert=one.expert).open().count() == 1
    act(one.expert.user, one, "deliverables", 201, **REPORT)
    act(one.expert.user, one, "deliver")
    act(partner, one, "accept-result")
    assert Invitation.objects.filter(expert=one.expert).open().count() == 0


def test_a_list_of_many_takes_no_more_queries(api, engaged, officer, django_assert_max_num_queries):
    made = engaged(3)
    Engagement.objects.filter(pk__in=[one.pk for one in made[1:]]).update(
        status=EngagementStatus.AGREED
    )
    with django_assert_max_num_queries(10):
        assert len(api(officer).get("engagements/").json()["results"]) == 3
    with django_assert_max_num_queries(10):
        assert len(api(officer).get("engagements/", status="agreed").json()["results"]) == 2


def test_a_request_that_is_cancelled_ends_the_work(begun, step, officer, draft, act):
    (one,) = begun()
    step(officer, draft, "cancel", reason="The ministry was dissolved.")
    one.refresh_from_db()
    assert one.status == "ended"
    assert one.steps.latest("pk").reason == "The ministry was dissolved."
    assert Invitation.objects.filter(expert=one.expert).open().count() == 0
    act(one.expert.user, one, "deliver", 409)
    act(officer, one, "end-with-request", 404)


def test_another_takes_the_place_of_one_who_fell_ill(begun, step, officer, draft, act):
    _first, second = begun(2)
    act(officer, second, "end", reason="Fell ill.")
    step(officer, draft, "match")
    shortlist(draft, officer, person("Dolma"))
    (one,) = invite(
        request=draft, entries=[draft.shortlist.get(profile__names__en="Dolma")], by=officer
    )
    answers.accept(invitation=one, by=LinkHolder(one))
    assert status_of(draft) == "in_progress"
    assert draft.engagements.exclude(status="ended").count() == 2


def test_one_who_fell_ill_is_not_asked_for_the_same_work_again(begun, step, officer, draft, act):
    _first, second = begun(2)
    act(officer, second, "end", reason="Fell ill.")
    step(officer, draft, "match")
    entry = draft.shortlist.get(profile=second.expert.pk)
    shortlist(draft, officer)
    with pytest.raises(CannotInvite, match="has taken on this request before"):
        invite(request=draft, entries=[entry], by=officer)
