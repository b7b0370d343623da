"""Two at the same instant: handing in, declaring conflicts, deciding, and beginning a thread."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from tests_at_once import TIMES, at_once
from tests_reviews import (
    call,
    institution,
    programme,
    project,
    review,
    reviewer,
    round_of,
    submitted,
)
from tests_support import Api

from backend.accounts.models import User
from backend.programmes.models import Decision, Project, ReviewPair


@pytest.fixture
def officer(committed_world) -> User:
    return User.objects.get(email="secretariat@demo.example")


@pytest.fixture
def applicant(committed_world):
    return institution("Institute of the Sun", "KEN")


def posting(user: User, path: str, body: dict | None = None) -> Callable[[], int]:
    return lambda: Api(user).post(path, body or {}).status_code


def test_a_double_click_on_handing_in_hands_in_once(officer, applicant):
    there = call()
    for turn in range(TIMES):
        ana = reviewer(f"Ana{turn}")
        one = submitted(there, applicant, f"Pumps {turn}", status="in_review")
        round = round_of(there, ana, status="open") if turn == 0 else there.rounds.get()
        if turn:
            round.reviewers.create(user=ana)
        row = review(round, one, ana, "writing", relevance=4, soundness=3)
        act = posting(ana, f"reviews/{row.pk}/hand-in/")
        assert at_once(act, act) == [200, 409]
        assert row.steps.filter(step="hand-in").count() == 1


def test_of_two_who_declare_a_conflict_one_gets_the_last_place_of_the_third(officer, applicant):
    """Nobody reviews more than they take, whoever asks for a replacement at the same instant."""
    people = [reviewer(name) for name in ("Ana", "Bela", "Caio")]
    there = call()
    round = round_of(there, *people, status="open", per_proposal=1, per_reviewer=1)
    rows = []
    for number, user in enumerate(people[:2]):
        one = submitted(there, applicant, f"Pumps {number}", status="in_review")
        rows.append(review(round, one, user))
        ReviewPair.objects.create(
            round=round, proposal=one, reviewer=round.reviewers.get(user=people[2]), score=0.5
        )
    reason = {"reason": "We are cousins."}
    acts = [
        posting(user, f"reviews/{row.pk}/declare-conflict/", reason)
        for user, row in zip(people, rows, strict=False)
    ]
    assert at_once(*acts) == [200, 200]
    assert round.reviews.filter(reviewer__user=people[2]).count() == 1


def test_of_two_who_decide_at_once_one_decides(officer, applicant):
    said = {"reason": "Best.", "dated": "2026-09-01", "reference": "Minutes 4"}
    there = call(money=Decimal(100_000))
    for turn in range(TIMES):
        one = submitted(there, applicant, f"Pumps {turn}", status="recommended")
        acts = [posting(officer, f"proposals/{one.pk}/{step}/", said) for step in STEPS]
        assert at_once(*acts) == [200, 409]
        one.refresh_from_db()
        assert Decision.objects.filter(proposal=one).count() == 1
        assert Project.objects.filter(proposal=one).exists() == (one.status == "approved")


STEPS = ("approve", "reject")


def test_a_report_that_two_hand_in_has_one_version(officer, applicant):
    owner = User.objects.create_user("owner@sun.example", "palmeira-azul-9")
    applicant.memberships.create(user=owner, role="owner")
    row = project(officer, applicant).reports.get(kind="follow_up")
    act = posting(owner, f"project-reports/{row.pk}/hand-in/")
    assert at_once(act, act) == [200, 409]
    assert row.versions.count() == 1


def test_the_first_two_messages_begin_one_thread(officer, applicant):
    there = call(of=programme(code="talk"))
    ana, bela = reviewer("Ana"), reviewer("Bela")
    one = submitted(there, applicant, status="in_review")
    round = round_of(there, ana, bela, status="discussing")
    rows = [review(round, one, user, "handed_in", relevance=4) for user in (ana, bela)]
    message = {"text": "Is it enough?", "visibility": "experts"}
    acts = [
        posting(user, f"reviews/{row.pk}/messages/", message)
        for user, row in zip((ana, bela), rows, strict=True)
    ]
    assert at_once(*acts) == [201, 201]
    found = Api(ana).get(f"reviews/{rows[0].pk}/messages/").json()["results"]
    assert sorted(one["number"] for one in found) == [1, 2]
