"""The way of a proposal: handed in in time, checked, sent, and submitted with the receipt."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests_proposals import demand, member, sign_letters
from tests_requests import TOLD

from backend.notifications.models import Letter
from backend.programmes.models import Call, Judgement, Proposal
from backend.programmes.proposing import ELSEWHERE, STEPS
from backend.programmes.services.moving import move

pytestmark = pytest.mark.usefixtures("world")
LETTER = {"dated": "2026-03-02", "reference": "PM/KEN/2026/17"}
BY_OFFICER = {"on_behalf": TOLD}


def close(call, **ago) -> None:
    Call.objects.filter(pk=call.pk).update(closes_at=timezone.now() - datetime.timedelta(**ago))


def stand(proposal, status: str) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(status=status)


def test_who_decides_for_the_applicant_hands_it_in_and_officers_are_told(
    api, lead, second, officer, kisumu, step
):
    step(second, "hand-in", 403)
    step(member(kisumu, "editor"), "hand-in", 403)
    shown = step(member(kisumu, "approver"), "hand-in")
    assert shown["status"] == "handed_in"
    assert Letter.objects.filter(address=officer.email, subject__startswith="Handed in")
    assert step(lead, "hand-in", 409)["allowed_steps"] == ["withdraw"]


def test_the_instant_of_handing_in_is_kept_by_the_clock_of_the_database(lead, proposal, step):
    before = timezone.now()
    step(lead, "hand-in")
    proposal.refresh_from_db()
    assert abs(proposal.handed_in_at - before) < datetime.timedelta(minutes=1)


def test_too_late_is_told_with_the_time_in_the_zone_of_the_call(lead, call, step):
    Call.objects.filter(pk=call.pk).update(zone="America/New_York")
    close(call, seconds=1)
    told = step(lead, "hand-in", 409)["errors"][0]["detail"]
    assert "closed on" in told
    assert "America/New_York" in told


def test_too_early_is_told_too(lead, call, step):
    soon = timezone.now() + datetime.timedelta(minutes=5)
    Call.objects.filter(pk=call.pk).update(opens_at=soon)
    assert "opens on" in step(lead, "hand-in", 409)["errors"][0]["detail"]


def test_a_rule_that_is_broken_stops_it_and_says_what_would_mend_it(
    lead, programme, proposal, step
):
    demand(programme, "letters", parts=["institution", "signer", "position", "signature", "scan"])
    told = step(lead, "hand-in", 409)["errors"][0]["detail"]
    assert "Kenya" in told
    sign_letters(proposal, "KEN", "PER")
    assert "Sri Lanka" in step(lead, "hand-in", 409)["errors"][0]["detail"]
    sign_letters(proposal)
    assert step(lead, "hand-in")["status"] == "handed_in"


def test_what_warns_stops_nothing(lead, programme, step):
    demand(programme, "ceiling", "warns", most="1000")
    assert step(lead, "hand-in")["status"] == "handed_in"


def test_the_secretariat_checks_it_once_all_is_judged(lead, officer, programme, proposal, step):
    demand(programme, "cooperative-element", "judgement")
    step(lead, "hand-in")
    told = step(officer, "check", 409)["errors"][0]["detail"]
    assert "Still to be judged" in told
    from backend.programmes.eligibility import check_now

    proposal.refresh_from_db()
    (line,) = check_now(proposal).results
    Judgement.objects.create(
        proposal=proposal,
        rule=line.rule,
        holds=True,
        reason="Two workshops exchange designs.",
        evidence_key=line.key,
        by=officer,
    )
    assert step(officer, "check")["status"] == "checked"


def test_submitted_means_the_receipt_and_not_our_button(api, lead, officer, proposal, step):
    step(lead, "hand-in")
    step(officer, "check")
    assert "not been sent" in step(officer, "receive", 409, **LETTER)["errors"][0]["detail"]
    assert step(officer, "send", **LETTER)["status_label"] == "sent to the Permanent Mission"
    shown = step(
        officer, "receive", dated="2026-03-09", reference="G77/2026/4", number="INT/27/K01"
    )
    assert (shown["status"], shown["number"]) == ("submitted", "INT/27/K01")
    assert Letter.objects.filter(address=lead.email, text__contains="G77/2026/4")
    steps = api(lead).get(f"proposals/{proposal.pk}/steps/").json()
    assert [one["step"] for one in steps] == ["hand-in", "check", "send", "receive"]
    assert (steps[2]["dated"], steps[2]["reference"]) == ("2026-03-02", "PM/KEN/2026/17")


def test_without_a_mission_the_receipt_follows_the_check(officer, lead, programme, step):
    programme.channel = "secretariat"
    programme.save()
    step(lead, "hand-in")
    step(officer, "check")
    assert (
        "without a Permanent Mission" in step(officer, "send", 409, **LETTER)["errors"][0]["detail"]
    )
    assert step(officer, "receive", **LETTER)["status"] == "submitted"


@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_what_happens_elsewhere_has_its_day_and_its_letter(officer, proposal, step, name):
    stand(proposal, next(iter(STEPS.steps[name].sources)))
    errors = step(officer, name, 400, reason="Read in the report.")["errors"]
    assert {one["attr"] for one in errors} == {"dated", "reference"}
    ahead = {"dated": "2099-01-01", "reference": "x", "reason": "y"}
    assert step(officer, name, 400, **ahead)["errors"][0]["attr"] == "dated"


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ("handed_in", "return", "returned"),
        ("submitted", "start-review", "in_review"),
        ("in_review", "recommend", "recommended"),
        ("in_review", "not-recommend", "not_recommended"),
        ("recommended", "approve", "approved"),
        ("recommended", "reject", "rejected"),
        ("not_recommended", "reject", "rejected"),
        ("submitted", "ineligible", "ineligible"),
    ],
)
def test_officers_record_what_committee_and_ministers_decide(
    officer, lead, proposal, step, before, name, after
):
    stand(proposal, before)
    body = LETTER if name in ELSEWHERE else {}
    body = body | ({"reason": "As decided."} if STEPS.steps[name].needs_reason else {})
    step(lead, name, 403, **body)
    assert step(officer, name, **body)["status"] == after


def test_a_returned_one_is_written_and_handed_in_again(api, lead, officer, proposal, step):
    step(lead, "hand-in")
    assert step(officer, "return", 400)["errors"][0]["attr"] == "reason"
    shown = step(officer, "return", reason="The letter of Peru lacks a signature.")
    assert Letter.objects.filter(address=lead.email, text__contains="lacks a signature")
    path = f"proposals/{proposal.pk}/"
    assert api(lead).patch(path, {"outcome": "Water."}, shown["version"]).status_code == 200
    assert step(lead, "hand-in")["status"] == "handed_in"


def test_an_officer_records_a_step_of_the_applicant_with_how_it_was_heard(
    api, officer, proposal, step
):
    assert step(officer, "hand-in", 400)["errors"][0]["attr"] == "on_behalf"
    step(officer, "hand-in", **BY_OFFICER)
    (taken,) = api(officer).get(f"proposals/{proposal.pk}/steps/").json()
    assert (taken["channel"], taken["told_on"]) == ("telephone", "2026-11-20")


def test_a_concept_that_is_liked_becomes_a_proposal_with_its_own_deadline(
    api, lead, officer, programme, proposal, call, step
):
    programme.stages = ["concept", "proposal"]
    programme.save()
    programme.sections.create(stage="concept", key="idea", names={"en": "Idea"})
    programme.sections.create(stage="proposal", key="team", names={"en": "Team"}, position=9)
    Proposal.objects.filter(pk=proposal.pk).update(stage="concept", status="in_review")
    close(call, days=2)
    assert "concept note" in step(officer, "recommend", 409, **LETTER)["errors"][0]["detail"]
    shown = step(officer, "invite-full")
    assert (shown["status"], shown["stage"]) == ("invited", "proposal")
    sections = api(lead).get(f"proposals/{proposal.pk}/sections/").json()
    assert "team" in {one["key"] for one in sections}
    assert "no deadline" in step(lead, "hand-in", 409)["errors"][0]["detail"]
    later = timezone.now() + datetime.timedelta(days=30)
    Call.objects.filter(pk=call.pk).update(full_closes_at=later)
    assert step(lead, "hand-in")["status"] == "handed_in"


def test_the_applicant_withdraws_it_until_it_is_decided(lead, proposal, step):
    stand(proposal, "approved")
    step(lead, "withdraw", 409)
    stand(proposal, "recommended")
    assert step(lead, "withdraw")["status"] == "withdrawn"


def test_a_double_click_is_one_step(api, lead, proposal):
    path = f"proposals/{proposal.pk}/hand-in/"
    first, again = (api(lead).post(path, {}, "a key") for _ in range(2))
    assert first.json() == again.json()
    assert proposal.steps.count() == 1


def test_a_step_that_fails_leaves_no_instant(lead, call, proposal):
    close(call, hours=1)
    with pytest.raises(Exception, match="closed on"):
        move(proposal=proposal, step="hand-in", by=lead)
    proposal.refresh_from_db()
    assert proposal.handed_in_at is None
