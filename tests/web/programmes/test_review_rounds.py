"""Rounds of reviews: who may review what, by the solver and by hand."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests_reviews import call, institution, review, reviewer, round_of, submitted

from backend.accounts.models import User
from backend.directory.models import Membership
from backend.notifications.models import Letter
from backend.programmes.models import ReviewRound

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def there():
    return call()


@pytest.fixture
def solar(there):
    return submitted(there, institution("Institute of the Sun", "KEN"), "Solar pumps in villages")


@pytest.fixture
def fish(there):
    return submitted(there, institution("Fishery School", "PER"), "Fish ponds for farmers")


@pytest.fixture
def step(api):
    """Takes a step of a round: ``step(officer, round, "open")``."""

    def take(user, round, name: str, status: int = 200, **body):
        answer = api(user).post(f"review-rounds/{round.pk}/{name}/", body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return take


def pairs(round) -> set[tuple[str, str]]:
    rows = round.reviews.select_related("proposal", "reviewer__user__expert")
    return {(one.proposal.title.split()[0], one.reviewer.name) for one in rows}


def due(days: int = 10) -> str:
    return (timezone.now() + datetime.timedelta(days)).isoformat()


def test_an_officer_sets_up_a_round_once_for_each_stage(api, officer, there, stranger, partner):
    body = {"call": str(there.pk), "stage": "proposal", "due_at": due(), "per_proposal": 3}
    made = api(officer).post("review-rounds/", body)
    assert (made.status_code, made.json()["per_proposal"]) == (201, 3), made.content
    assert api(officer).post("review-rounds/", body).json()["errors"][0]["code"] == "exists"
    for nobody in (stranger, partner):
        assert api(nobody).get("review-rounds/").status_code == 404
        assert api(nobody).post("review-rounds/", body).status_code == 404
        assert api(nobody).get(f"review-rounds/{made.json()['id']}/").status_code == 404


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"due_at": "2020-01-01T00:00:00Z"}, "due_at"),
        ({"per_proposal": 0}, "per_proposal"),
        ({"chance": "1.5"}, "chance"),
        ({"chance": "0"}, "chance"),
        ({"stage": "concept"}, "stage"),
    ],
)
def test_what_a_round_can_not_be_is_named(api, officer, there, body, attr):
    round = round_of(there)
    refused = api(officer).patch(f"review-rounds/{round.pk}/", body, 1)
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, attr)


def test_reviewers_are_experts_with_accounts_or_accounts(api, officer, there):
    round, ana = round_of(there), reviewer("Ana")
    path = f"review-rounds/{round.pk}/reviewers/"
    assert api(officer).post(path, {"expert": str(ana.expert.pk)}).status_code == 201
    assert api(officer).post(path, {"account": str(ana.pk)}).json()["errors"][0]["code"] == "there"
    expert = ana.expert
    expert.user = None
    expert.save()
    refused = api(officer).post(path, {"expert": str(expert.pk)}).json()["errors"][0]
    assert refused["attr"] == "expert"
    assert "account" in refused["detail"]
    assert api(officer).post(path, {}).status_code == 400
    (listed,) = api(officer).get(path).json()
    assert listed["account"] == str(ana.pk)
    assert api(officer).client.delete(f"/api/v1/{path}{listed['id']}/").status_code == 204
    assert api(officer).get(path).json() == []


def test_the_solver_leaves_out_whoever_is_tied_to_a_proposal(api, officer, there, solar, fish):
    """Colleagues, members and compatriots of a partner do not review it."""
    works, member, home = reviewer("Wanja"), reviewer("Musa"), reviewer("Hawa", "KEN")
    works.expert.affiliations.create(institution=solar.institution)
    Membership.objects.create(user=member, institution=solar.institution, role="reader")
    User.objects.filter(pk=member.pk).update(email="musa@at-the-sun.example")  # a domain is a tie
    free = [reviewer("Bela"), reviewer("Caio")]
    round = round_of(there, works, member, home, *free)
    answer = api(officer).post(f"review-rounds/{round.pk}/propose/", {})
    assert answer.status_code == 200, answer.content
    assert {name for title, name in pairs(round) if title == "Solar"} == {"Bela", "Caio"}
    assert answer.json()["outcome"]["unmet"] == {}
    assert answer.json()["outcome"]["optimal"]
    found = api(officer).get(f"review-rounds/{round.pk}/pairs/").json()["results"]
    kinds = {
        one["name"]: {tie["kind"] for tie in one["conflicts"]}
        for one in found
        if one["proposal"] == str(solar.pk)
    }
    assert "institution" in kinds["Wanja"]
    assert "requester" in kinds["Musa"]
    assert kinds["Hawa"] == {"country"}
    assert kinds["Bela"] == set()


def test_nobody_reviews_more_than_they_take_and_what_is_missing_is_told(
    api, officer, there, solar, fish
):
    ana, bela = reviewer("Ana"), reviewer("Bela")
    round = round_of(there, ana, bela, per_reviewer=1)
    outcome = api(officer).post(f"review-rounds/{round.pk}/propose/", {}).json()["outcome"]
    assert round.reviews.count() == 2
    assert sum(outcome["unmet"].values()) == 2
    round.reviewers.filter(user=ana).update(most=0)
    api(officer).post(f"review-rounds/{round.pk}/propose/", {})
    assert {name for _title, name in pairs(round)} == {"Bela"}


def test_a_draw_by_chance_is_repeated_by_its_seed_and_tells_its_cost(
    api, officer, there, solar, fish
):
    people = [reviewer(name) for name in ("Ana", "Bela", "Caio", "Davi")]
    round = round_of(there, *people, per_proposal=1, chance="0.5")
    path = f"review-rounds/{round.pk}/propose/"
    first = api(officer).post(path, {"seed": 7}).json()["outcome"]
    drawn = pairs(round)
    assert api(officer).post(path, {"seed": 7}).json()["outcome"] == first
    assert pairs(round) == drawn
    assert first["cost_of_chance"] >= 0
    seen = set()
    for seed in range(12):
        api(officer).post(path, {"seed": seed})
        seen |= {frozenset(pairs(round))}
    assert len(seen) > 1


def test_an_officers_choice_stays_when_others_are_proposed_anew(api, officer, there, solar, fish):
    people = [reviewer(name) for name in ("Ana", "Bela", "Caio")]
    round = round_of(there, *people, per_proposal=1)
    body = {"proposal": str(fish.pk), "reviewer": str(round.reviewers.get(user=people[2]).pk)}
    made = api(officer).post(f"review-rounds/{round.pk}/reviews/", body)
    assert (made.status_code, made.json()["fixed"]) == (201, True), made.content
    api(officer).post(f"review-rounds/{round.pk}/propose/", {})
    assert ("Fish", "Caio") in pairs(round)
    assert round.reviews.count() == 2
    again = api(officer).post(f"review-rounds/{round.pk}/reviews/", body)
    assert again.json()["errors"][0]["code"] == "asked"


def test_by_hand_too_nobody_reviews_what_they_are_tied_to(api, officer, there, solar):
    home = reviewer("Hawa", "KEN")
    round = round_of(there, home)
    body = {"proposal": str(solar.pk), "reviewer": str(round.reviewers.get().pk)}
    refused = api(officer).post(f"review-rounds/{round.pk}/reviews/", body)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "conflict")


def test_opening_sends_each_review_out_and_moves_the_proposals(step, officer, there, solar, api):
    ana = reviewer("Ana")
    round = round_of(there, ana, per_proposal=1)
    refused = step(officer, round, "open", 409)
    assert "Nobody has been chosen" in refused["errors"][0]["detail"]
    api(officer).post(f"review-rounds/{round.pk}/propose/", {})
    assert api(ana).get("reviews/").json()["results"] == []
    assert step(officer, round, "open")["status"] == "open"
    solar.refresh_from_db()
    assert solar.status == "in_review"
    (letter,) = Letter.objects.filter(address=ana.email)
    assert "Solar pumps" in letter.subject
    (listed,) = api(ana).get("reviews/").json()["results"]
    assert listed["status"] == "assigned"
    late = api(officer).patch(
        f"review-rounds/{round.pk}/", {"per_proposal": 3}, round_version(round)
    )
    assert late.json()["errors"][0]["code"] == "open"


def round_version(round) -> int:
    return ReviewRound.objects.get(pk=round.pk).version


def test_a_round_without_a_sheet_does_not_open(step, officer, there, solar):
    ana = reviewer("Ana")
    round = round_of(there, ana)
    review(round, solar, ana, "proposed")
    there.programme.criteria.all().delete()
    told = step(officer, round, "open", 409)["errors"][0]["detail"]
    assert told == "The programme has no score sheet for this stage yet."


def test_lists_of_a_round_take_no_more_queries_with_more_rows(
    api, officer, there, django_assert_max_num_queries
):
    people = [reviewer(f"Person{n}") for n in range(6)]
    round = round_of(there, *people)
    for n in range(4):
        one = submitted(there, institution(f"Institute {n}", "KEN"), f"Proposal {n}")
        for who in people[:3]:
            review(round, one, who, "handed_in", relevance=3 + n % 2, soundness=4)
    for path, most in (("reviews/", 12), ("pairs/", 12), ("ranking/", 14), ("reviewers/", 12)):
        with django_assert_max_num_queries(most):
            assert api(officer).get(f"review-rounds/{round.pk}/{path}").status_code == 200
