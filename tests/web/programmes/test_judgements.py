"""What a person judges: by name, with a reason, on the evidence that was there."""

from __future__ import annotations

import pytest
from tests_programmes import open_call, proposal_to

from backend.programmes.eligibility import check_now
from backend.programmes.models import Judgement, ProgrammeRule, Proposal

pytestmark = pytest.mark.usefixtures("world")
RULE = "cooperative-element"


@pytest.fixture
def proposal(own) -> Proposal:
    return proposal_to(open_call(), own)


def judged(api, user, proposal, rule=RULE, holds=True, **changed):
    line = check_now(proposal).line(rule)
    body = {"rule": rule, "holds": holds, "reason": "They train one another."}
    body |= {"key": line.key if line else "none"}
    return api(user).post(f"proposals/{proposal.pk}/judgements/", body | changed)


def test_an_officer_judges_what_a_machine_can_not(api, officer, proposal):
    answer = judged(api, officer, proposal)
    assert answer.status_code == 201
    line = answer.json()
    assert (line["found"], line["outcome"], line["blocks"]) == ("open", "kept", False)
    assert line["judgement"]["reason"] == "They train one another."
    assert line["judgement"]["by"] == officer.get_full_name()


def test_a_rule_that_was_judged_broken_stops_the_submission(api, officer, proposal):
    judged(api, officer, proposal, holds=False)
    assert check_now(proposal).blocking == [RULE]


def test_judged_broken_by_a_rule_that_nobody_confirmed_it_warns(api, officer, proposal):
    ProgrammeRule.objects.filter(rule=RULE).update(confirmed=False)
    judged(api, officer, proposal, holds=False)
    assert check_now(proposal).warning == [RULE]


def test_other_evidence_has_to_be_judged_again(api, officer, proposal):
    judged(api, officer, proposal)
    proposal.outputs.first().activities.create(text="One country for itself")
    line = check_now(proposal).line(RULE)
    assert (line.outcome, line.judgement) == ("open", None)


def test_the_same_evidence_keeps_its_judgement(api, officer, proposal):
    judged(api, officer, proposal)
    Proposal.objects.filter(pk=proposal.pk).update(beneficiaries="Many")
    proposal.refresh_from_db()
    assert check_now(proposal).line(RULE).outcome == "kept"


def test_the_last_judgement_counts(api, officer, proposal):
    judged(api, officer, proposal, holds=False)
    judged(api, officer, proposal, holds=True)
    assert check_now(proposal).line(RULE).outcome == "kept"
    assert Judgement.objects.filter(proposal=proposal).count() == 2


def test_a_warning_is_overridden_openly(api, officer, proposal):
    Proposal.objects.filter(pk=proposal.pk).update(months=60)
    proposal.refresh_from_db()
    assert check_now(proposal).line("duration").outcome == "broken"
    line = judged(api, officer, proposal, rule="duration").json()
    assert (line["found"], line["outcome"]) == ("broken", "kept")
    assert line["judgement"]["reason"]


def test_what_stops_a_submission_is_not_overridden(api, officer, proposal):
    Proposal.objects.filter(pk=proposal.pk).update(language="zh")
    proposal.refresh_from_db()
    answer = judged(api, officer, proposal, rule="language")
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["code"] == "not_for_judgement"


def test_a_judgement_that_was_a_warnings_counts_no_more_once_the_rule_blocks(
    api, officer, proposal
):
    Proposal.objects.filter(pk=proposal.pk).update(months=60)
    proposal.refresh_from_db()
    judged(api, officer, proposal, rule="duration")
    ProgrammeRule.objects.filter(rule="duration").update(confirmed=True, severity="blocks")
    assert "duration" in check_now(proposal).blocking


def test_evidence_that_was_not_read_is_not_judged(api, officer, proposal):
    answer = judged(api, officer, proposal, key="0" * 64)
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["code"] == "other_evidence"


def test_a_rule_that_the_programme_does_not_have_is_not_judged(api, officer, proposal):
    assert judged(api, officer, proposal, rule="sealing").status_code == 409


@pytest.mark.parametrize("field", ["rule", "holds", "reason", "key"])
def test_nothing_may_be_missing(api, officer, proposal, field):
    body = {"rule": RULE, "holds": True, "reason": "x", "key": "x"}
    del body[field]
    answer = api(officer).post(f"proposals/{proposal.pk}/judgements/", body)
    assert answer.json()["errors"][0]["attr"] == field


def test_partners_do_not_judge_themselves(api, partner, stranger, proposal):
    assert judged(api, partner, proposal).status_code == 403
    assert judged(api, stranger, proposal).status_code == 404


def test_the_same_judgement_sent_twice_is_made_once(api, officer, proposal):
    line = check_now(proposal).line(RULE)
    body = {"rule": RULE, "holds": True, "reason": "x", "key": line.key}
    for _ in range(2):
        answer = api(officer).post(f"proposals/{proposal.pk}/judgements/", body, key="once")
        assert answer.status_code == 201
    assert Judgement.objects.filter(proposal=proposal).count() == 1
