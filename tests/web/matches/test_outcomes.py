"""What came of candidates is recorded."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests_rankings import finished_run

from backend.directory.models import Profile
from backend.matches.models import MatchRun, Outcome
from backend.matches.selectors.outcomes import verdict
from backend.matches.services import Happened, record_outcomes
from backend.needs.models import Need

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def run(officer) -> MatchRun:
    return finished_run(Need.objects.order_by("pk")[0], 3)


def read(api, user, run) -> None:
    assert api(user).get(f"match-runs/{run.pk}/").status_code == 200


# --- recorded -----------------------------------------------------------------------------------


def test_reading_a_ranking_records_who_was_shown_at_which_rank(api, officer, run):
    read(api, officer, run)
    shown = Outcome.objects.filter(run=run).order_by("rank")
    assert [(one.kind, one.rank, one.ranker, one.by) for one in shown] == [
        ("shown", rank, "prior-x", officer) for rank in (1, 2, 3)
    ]
    assert [one.profile_id for one in shown] == [match.profile_id for match in run.matches.all()]


def test_reading_again_records_nothing_new_and_another_reader_counts(api, officer, run):
    read(api, officer, run)
    read(api, officer, run)
    assert Outcome.objects.count() == 3
    colleague = officer.__class__.objects.create_superuser("second@demo.example", "counterpart")
    colleague.memberships.create(
        institution=officer.memberships.get().institution,
        role=officer.memberships.get().role,
    )
    read(api, colleague, run)
    assert Outcome.objects.count() == 6


def test_a_ranking_that_is_not_done_shows_nobody(api, officer, run):
    MatchRun.objects.update(status=MatchRun.Status.QUEUED)
    read(api, officer, run)
    assert not Outcome.objects.exists()


def test_reading_takes_the_same_number_of_queries_whatever_was_shown(api, officer):
    needs = Need.objects.order_by("pk")
    counts = {}
    for size in (2, 12):
        run = finished_run(needs[size], size)
        for time in ("first", "again"):
            with CaptureQueriesContext(connection) as seen:
                read(api, officer, run)
            counts.setdefault(time, set()).add(len(seen))
    assert len(counts["first"]) == len(counts["again"]) == 1


def test_upper_apps_record_what_happened_and_hear_how_much_was_new(officer, run):
    profile = run.matches.get(rank=2).profile_id
    invited = Happened(run.pk, profile, "invited")
    declined = Happened(run.pk, profile, "declined", "not_my_field")
    assert record_outcomes(happened=[invited, declined], by=officer) == 2
    assert record_outcomes(happened=[invited], by=None) == 0
    kept = Outcome.objects.get(run=run, kind="declined")
    assert (kept.reason, kept.rank, kept.ranker) == ("not_my_field", 2, "prior-x")


def test_somebody_outside_the_ranking_has_no_rank(officer, run):
    other = Profile.objects.listed().order_by("-pk")[0]
    assert record_outcomes(happened=[Happened(run.pk, other.pk, "invited")], by=officer) == 1
    assert Outcome.objects.get().rank is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "liked"}, "kind is 'liked'"),
        ({"kind": "declined", "reason": "rain"}, "known are not_my_field, busy"),
        ({"kind": "invited", "reason": "busy"}, "not declined"),
        ({"kind": "rated"}, "rating is None; it must be 1 to 5"),
        ({"kind": "rated", "rating": 6}, "rating is 6"),
        ({"kind": "invited", "rating": 3}, "must be None"),
    ],
)
def test_what_cannot_be_is_refused(officer, run, given, said):
    happened = Happened(run.pk, run.matches.all()[0].profile_id, **given)
    with pytest.raises(ValueError, match=said):
        record_outcomes(happened=[happened], by=officer)


def test_the_database_refuses_a_reason_without_a_decline(run):
    row = {"run": run, "profile": run.matches.all()[0].profile, "kind": "invited"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.create(**row, reason="busy")
    Outcome.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.create(**row)


@pytest.mark.parametrize(
    ("told", "good"),
    [
        ([("shown", "", None)], False),
        ([("shown", "", None), ("invited", "", None)], True),
        ([("invited", "", None), ("declined", "not_my_field", None)], False),
        ([("invited", "", None), ("declined", "busy", None)], True),
        ([("declined", "busy", None)], None),
        ([("delivered", "", None), ("rated", "", 1)], False),
        ([("rated", "", 4)], True),
        ([], None),
    ],
)
def test_not_my_field_counts_against_a_match_and_busy_does_not(told, good):
    assert verdict(told) is good
