"""A review from its opening to the discussion: independent, and known to nobody who applied."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests_reviews import call, institution, review, reviewer, round_of, set_status, submitted

from backend.notifications.models import Letter
from backend.programmes.models import Criterion, ReviewPair
from backend.programmes.services.reviews.reminders import remind_reviewers

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def ana():
    return reviewer("Ana")


@pytest.fixture
def bela():
    return reviewer("Bela")


@pytest.fixture
def caio():
    return reviewer("Caio")


@pytest.fixture
def proposal(own):
    return submitted(call(money=50_000), own, status="in_review")


@pytest.fixture
def opened(proposal, ana, bela, caio):
    """A round that is open, where three review."""
    return round_of(proposal.call, ana, bela, caio, status="open")


@pytest.fixture
def of_ana(opened, proposal, ana):
    return review(opened, proposal, ana)


@pytest.fixture
def act(api):
    """Takes a step: ``act(ana, review, "hand-in")``."""

    def send(user, row, step: str, status: int = 200, **body):
        answer = api(user).post(f"reviews/{row.pk}/{step}/", body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return send


def sheet(proposal) -> dict[str, str]:
    rows = Criterion.objects.filter(programme=proposal.call.programme)
    return {one.key: str(one.pk) for one in rows}


def marks(proposal, **values: int) -> list[dict]:
    keys = sheet(proposal)
    return [{"criterion": keys[key], "value": value} for key, value in values.items()]


def test_the_text_is_shown_once_it_is_said_that_nothing_ties(api, act, of_ana, ana, officer):
    path = f"reviews/{of_ana.pk}/proposal/"
    refused = api(ana).get(path)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "not_declared")
    shown = api(ana).get(f"reviews/{of_ana.pk}/").json()
    assert shown["partners"][0]["institution"]
    assert shown["allowed_steps"] == ["declare-none", "declare-conflict", "decline"]
    act(ana, of_ana, "declare-none")
    text = api(ana).get(path).json()
    assert text["outputs"][0]["activities"][0]["text"] == "Train operators"
    assert text["budget"][0]["amount"] == "20000.50"
    assert {"endorsements", "files", "comments", "contributions"} & set(text) == set()
    assert api(officer).get(path).status_code == 200


def test_a_declared_conflict_ends_the_review_and_asks_the_next(
    api, act, of_ana, opened, proposal, ana, bela, caio
):
    opened.per_proposal = 1
    opened.save()
    for user, fit in ((bela, 0.2), (caio, 0.9)):
        ReviewPair.objects.create(
            round=opened, proposal=proposal, reviewer=opened.reviewers.get(user=user), score=fit
        )
    assert act(ana, of_ana, "declare-conflict", 400)["errors"][0]["attr"] == "reason"
    act(ana, of_ana, "declare-conflict", reason="We wrote a book together.")
    assert api(ana).get(f"reviews/{of_ana.pk}/proposal/").status_code == 403
    act(ana, of_ana, "declare-none", 409)
    (listed,) = api(caio).get("reviews/").json()["results"]
    assert listed["status"] == "assigned"
    assert Letter.objects.filter(address=caio.email).exists()
    assert api(bela).get("reviews/").json()["results"] == []


def test_where_nobody_is_left_officers_are_told(act, of_ana, ana, officer):
    act(ana, of_ana, "decline", reason="No time.")
    assert Letter.objects.filter(address=officer.email, subject__startswith="A reviewer").exists()


def test_a_draft_is_saved_piece_by_piece_and_handed_in_whole(
    api, act, of_ana, proposal, ana, officer
):
    path = f"reviews/{of_ana.pk}/"
    late = api(ana).patch(path, {"comment": "Good."}, 1)
    assert late.json()["errors"][0]["code"] == "not_writing"
    version = act(ana, of_ana, "declare-none")["version"]
    saved = api(ana).patch(path, {"marks": marks(proposal, relevance=5)}, version)
    assert (saved.status_code, saved.json()["score"]) == (200, "100.00"), saved.content
    assert api(ana).patch(path, {"comment": "x"}, version).status_code == 412
    told = act(ana, of_ana, "hand-in", 409)["errors"][0]["detail"]
    assert told == "Marks still to be given: Soundness."
    more = {"marks": marks(proposal, soundness=1), "comment": "Thin.", "for_applicants": "Say how."}
    saved = api(ana).patch(path, more, version + 1)
    assert saved.json()["score"] == "66.67"
    assert act(ana, of_ana, "hand-in")["status"] == "handed_in"
    final = api(ana).patch(path, {"comment": "y"}, version + 3)
    assert final.status_code == 409
    act(officer, of_ana, "reopen", 400)
    assert act(officer, of_ana, "reopen", reason="Wrong proposal.")["status"] == "writing"


@pytest.mark.parametrize(
    ("value", "told"), [(0, "from 1 to 5"), (6, "from 1 to 5"), ("x", "valid integer")]
)
def test_a_mark_off_its_scale_is_refused(api, act, of_ana, proposal, ana, value, told):
    version = act(ana, of_ana, "declare-none")["version"]
    body = {"marks": [{"criterion": sheet(proposal)["relevance"], "value": value}]}
    refused = api(ana).patch(f"reviews/{of_ana.pk}/", body, version)
    assert refused.status_code == 400
    assert told in refused.json()["errors"][0]["detail"]


def test_nobody_writes_in_a_reviewers_name(api, act, of_ana, officer, partner, bela, stranger):
    act(officer, of_ana, "declare-none", 403)
    act(officer, of_ana, "hand-in", 403)
    assert api(officer).patch(f"reviews/{of_ana.pk}/", {"comment": "x"}, 1).status_code == 403
    for nobody in (partner, bela, stranger):
        assert api(nobody).get(f"reviews/{of_ana.pk}/").status_code == 404
        assert api(nobody).get(f"reviews/{of_ana.pk}/proposal/").status_code == 404
        assert api(nobody).get(f"reviews/{of_ana.pk}/messages/").status_code == 404
        act(nobody, of_ana, "declare-none", 404)
        assert api(nobody).get("reviews/").json()["results"] == []


def test_others_are_read_after_ones_own_is_in_and_they_are_discussed(
    api, act, of_ana, opened, proposal, ana, bela, officer
):
    of_bela = review(opened, proposal, bela, "handed_in", relevance=4, soundness=4)
    path = f"reviews/{of_ana.pk}/panel/"
    message = {"text": "Is the budget enough?", "visibility": "experts"}
    set_status(of_ana, "writing")
    opened_path = f"review-rounds/{opened.pk}/discuss/"
    assert api(ana).get(path).status_code == 403
    assert api(bela).get(f"reviews/{of_bela.pk}/panel/").status_code == 403
    assert api(officer).post(opened_path, {}).status_code == 200
    assert api(ana).get(path).status_code == 403, "the own one is not in yet"
    assert api(ana).get(f"reviews/{of_ana.pk}/messages/").json()["results"] == []
    assert api(ana).post(f"reviews/{of_ana.pk}/messages/", message).status_code == 403
    assert api(bela).post(f"reviews/{of_bela.pk}/messages/", message).status_code == 201
    assert api(ana).get(f"reviews/{of_ana.pk}/messages/").json()["results"] == []
    set_status(of_ana, "handed_in")
    rows = api(ana).get(path).json()
    assert {one["reviewer"] for one in rows} == {"Reviewer 1", "Reviewer 2"}
    (said,) = api(ana).get(f"reviews/{of_ana.pk}/messages/").json()["results"]
    assert said["text"] == "Is the budget enough?"
    assert {one["reviewer"] for one in api(officer).get(path).json()} == {"Ana", "Bela"}


def test_a_mark_without_its_criterion_is_named(api, act, of_ana, ana):
    version = act(ana, of_ana, "declare-none")["version"]
    refused = api(ana).patch(f"reviews/{of_ana.pk}/", {"marks": [{"value": 3}]}, version)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"] == "marks.0.criterion"


def test_who_has_not_handed_in_is_reminded_when_it_is_nearly_due(
    opened, of_ana, proposal, ana, bela
):
    review(opened, proposal, bela, "handed_in", relevance=4)
    opened.calendar.rest_days = []
    opened.calendar.save()
    assert remind_reviewers() == 0
    opened.due_at = timezone.now() + datetime.timedelta(2)
    opened.save()
    assert remind_reviewers() == 1
    assert remind_reviewers() == 0
    assert (
        Letter.objects.filter(kind="reminder").values_list("address", flat=True).get() == ana.email
    )


def test_a_round_closes_once_nobody_is_writing(api, officer, of_ana, opened, proposal, bela, act):
    review(opened, proposal, bela, "handed_in", relevance=4, soundness=4)
    refused = api(officer).post(f"review-rounds/{opened.pk}/close/", {})
    assert refused.status_code == 409
    act(officer, of_ana, "withdraw")
    assert api(officer).post(f"review-rounds/{opened.pk}/close/", {}).status_code == 200


def test_a_list_of_reviews_takes_no_more_queries_with_more(
    api, ana, opened, django_assert_max_num_queries
):
    for n in range(5):
        one = submitted(opened.call, institution(f"Institute {n}", "KEN"), f"Proposal {n}")
        review(opened, one, ana)
    with django_assert_max_num_queries(8):
        assert len(api(ana).get("reviews/").json()["results"]) == 5
