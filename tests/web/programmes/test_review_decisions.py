"""From reviews to a decision, its letter, and the project that comes of it."""

from __future__ import annotations

import pytest
from tests_reviews import call, decided, institution, review, reviewer, round_of, submitted

from backend.notifications.models import Letter
from backend.programmes.models import Decision, Project
from backend.programmes.selectors.ranking import ranking

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def reviewed(own):
    """Two proposals of a call with money for one, each reviewed by two."""
    there = call(money=35_000)
    first = submitted(there, own, "Solar pumps", status="in_review")
    second = submitted(
        there, institution("Fishery School", "PER"), "Fish ponds", status="in_review"
    )
    ana, bela = reviewer("Anamaria"), reviewer("Bela")
    round = round_of(there, ana, bela, status="discussing")
    for proposal, mark in ((first, 5), (second, 3)):
        for user, less in ((ana, 0), (bela, 1)):
            row = review(
                round, proposal, user, "handed_in", relevance=mark - less, soundness=mark - less
            )
            row.for_applicants = f"Say how pumps are kept, writes Anamaria ({user.email})."
            row.save()
    return first, second, round


def test_a_ranking_shows_raw_and_adjusted_scores_and_where_the_money_ends(api, officer, reviewed):
    first, second, round = reviewed
    found = api(officer).get(f"review-rounds/{round.pk}/ranking/").json()
    assert found["method"] == "additive_least_squares"
    assert "Platt" in found["method_source"]
    best, other = found["proposals"]
    assert (best["proposal"], best["place"]["rank"], best["place"]["within"]) == (
        str(first.pk),
        1,
        "yes",
    )
    assert best["score"]["raw"] == "87.50"
    assert float(best["score"]["spread"]) < float(best["score"]["raw_spread"])
    assert (other["proposal"], other["place"]["within"]) == (str(second.pk), "no")
    assert {one["name"] for one in found["reviewers"]} == {"Anamaria", "Bela"}


def test_a_decision_keeps_what_the_reviews_said_then(api, officer, partner, reviewed):
    first, _second, round = reviewed
    body = {"reason": "Best of the call.", "dated": "2026-09-01", "reference": "Minutes 4"}
    answer = api(officer).post(f"proposals/{first.pk}/recommend/", body)
    assert answer.status_code == 200, answer.content
    made = Decision.objects.get(proposal=first)
    assert (made.round, made.rank, made.within) == (round, 1, "yes")
    assert made.score == ranking(round).of(first.pk).score.adjusted
    path = f"proposals/{first.pk}/decisions/"
    (shown,) = api(officer).get(path).json()
    assert shown["standing"]["rank"] == 1
    (told,) = api(partner).get(path).json()
    assert (told["standing"], told["reason"]) == (None, "Best of the call.")
    assert len(told["remarks"]) == 2


def test_applicants_are_told_the_reasons_in_their_language_and_no_name(
    officer, partner, reviewed, api
):
    first, _second, _round = reviewed
    first.language = "fr"
    first.save()
    decided(first, officer, "not-recommend")
    letter = Letter.objects.get(address=partner.email, about__startswith="programmes.decision")
    assert letter.language == "fr"
    assert "As the committee found." in letter.text
    assert "pumps are kept" in letter.text
    shown = api(partner).get(f"proposals/{first.pk}/decisions/").content.decode()
    for text in (letter.text, shown):
        assert "Anamaria" not in text
        assert "Bela" not in text
        assert "there.example" not in text


def test_nothing_an_applicant_reads_names_a_reviewer(api, partner, officer, reviewed):
    first, _second, round = reviewed
    decided(first, officer, "recommend", "approve")
    project = first.project
    for path in (
        f"proposals/{first.pk}/",
        f"proposals/{first.pk}/steps/",
        f"proposals/{first.pk}/history/",
        f"proposals/{first.pk}/messages/",
        f"projects/{project.pk}/",
        "messages/",
    ):
        answer = api(partner).get(path)
        assert answer.status_code == 200, (path, answer.content)
        assert "Anamaria" not in answer.content.decode()
    assert api(partner).get(f"review-rounds/{round.pk}/ranking/").status_code == 404


def test_a_decision_made_elsewhere_needs_no_round(officer, own):
    there = submitted(call(), own, status="in_review")
    decided(there, officer, "recommend")
    made = Decision.objects.get(proposal=there)
    assert (made.round, made.rank) == (None, None)


def test_an_approval_makes_the_project_and_a_rejection_none(officer, reviewed):
    first, second, _round = reviewed
    decided(first, officer, "recommend", "approve")
    decided(second, officer, "not-recommend", "reject")
    (made,) = Project.objects.all()
    assert (made.proposal, made.status, made.amount) == (first, "agreeing", first.requested)
    assert str(made.ends_on) == "2028-02-29"
    assert [one.text for one in made.milestones.all()] == ["Train operators", "Four pumps run"]
    assert {str(one.due_on) for one in made.milestones.all()} == {"2027-06-30"}
