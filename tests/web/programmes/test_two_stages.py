"""A fund with a concept note, set up by its data alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.utils import timezone
from tests_programmes import DAY, institution_in, open_call, rules_that

from backend.programmes.eligibility import check_now
from backend.programmes.models import Proposal
from backend.programmes.services.loading import load_programmes

pytestmark = pytest.mark.usefixtures("world")


def rule(key: str, stage: str = "", **parameters) -> dict:
    return {
        "rule": key,
        "stage": stage,
        "parameters": parameters,
        "severity": "blocks",
        "confirmed": True,
        "source": "Rules of the fund",
    }


FUND = {
    "code": "two-stage-fund",
    "names": {"en": "Water Fund"},
    "languages": ["en", "pt"],
    "stages": ["concept", "proposal"],
    "page": 2_000,
    "rules": [
        rule("deadline"),
        rule("language"),
        rule("participating-countries", least=2),
        rule("ceiling", "concept", most="500000"),
        rule("ceiling", "proposal", most="250000"),
        rule("sections-filled"),
        rule("section-lengths"),
        rule("letters", "proposal", parts=["signature"]),
        rule("output-activities", "proposal"),
    ],
    "sections": [
        {"stage": "concept", "key": "idea", "names": {"en": "Idea"}, "most_pages": "0.5"},
        {"stage": "proposal", "key": "plan", "names": {"en": "Plan"}, "most_pages": "10"},
    ],
}


@pytest.fixture
def call(tmp_path: Path):
    (tmp_path / "fund.json").write_text(json.dumps(FUND), encoding="utf-8")
    load_programmes(tmp_path)
    return open_call("two-stage-fund", full_closes_at=timezone.now() + 90 * DAY)


@pytest.fixture
def proposal(call, own) -> Proposal:
    made = Proposal.objects.create(
        call=call, institution=own, stage="concept", title="Wells", language="pt", requested=300_000
    )
    for country in ("MOZ", "BRA"):
        made.partners.create(institution=institution_in(country), country_id=country)
    made.sections.create(key="idea", text="Wells that do not run dry.")
    return made


def test_a_concept_note_is_asked_what_a_concept_note_has_to_have(proposal):
    made = check_now(proposal)
    assert rules_that(made, "broken") == set()
    assert "letters" not in {one.rule for one in made.results}


def test_a_page_is_as_long_as_the_fund_says(proposal):
    proposal.sections.update(text="x" * 1_001)
    assert check_now(proposal).blocking == ["section-lengths"]
    assert "2,000" in check_now(proposal).line("section-lengths").evidence


def test_the_full_proposal_has_rules_and_a_deadline_of_its_own(proposal):
    Proposal.objects.filter(pk=proposal.pk).update(stage="proposal", status="invited")
    proposal.refresh_from_db()
    proposal.call.closes_at = timezone.now() - DAY / 2
    proposal.call.save()
    made = check_now(proposal)
    assert set(made.blocking) == {"ceiling", "sections-filled", "letters"}
    assert made.line("deadline").outcome == "kept"


def test_it_goes_from_the_concept_note_to_the_full_proposal(api, officer, partner, proposal):
    step = f"proposals/{proposal.pk}"
    assert api(partner).post(f"{step}/hand-in/").status_code == 200
    dated = {"dated": timezone.now().date().isoformat(), "reference": "W-1"}
    for name, said in (("check", {}), ("receive", dated), ("start-review", {})):
        answer = api(officer).post(f"{step}/{name}/", said)
        assert answer.status_code == 200, (name, answer.json())
    assert api(officer).post(f"{step}/invite-full/").status_code == 200
    refused = api(partner).post(f"{step}/hand-in/")
    assert refused.status_code == 409
    assert "US$ 50,000 less" in refused.json()["errors"][0]["detail"]


def test_a_call_of_two_stages_names_both_deadlines(api, officer, call):
    body = {
        "programme": "two-stage-fund",
        "year": 2027,
        "opens_at": "2027-01-01T00:00Z",
        "closes_at": "2027-03-01T00:00Z",
    }
    answer = api(officer).post("calls/", body)
    assert answer.json()["errors"][0]["attr"] == "full_closes_at"
    answer = api(officer).post("calls/", body | {"full_closes_at": "2027-09-01T00:00Z"})
    assert answer.status_code == 201


def test_the_deadline_of_the_second_stage_is_extended_for_those_invited(
    api, officer, partner, proposal
):
    Proposal.objects.filter(pk=proposal.pk).update(stage="proposal", status="invited")
    after = (proposal.call.full_closes_at + DAY).isoformat()
    body = {"deadline": "full", "after": after, "reason": "Floods."}
    assert api(officer).post(f"calls/{proposal.call_id}/extend/", body).status_code == 200
    proposal.call.refresh_from_db()
    assert proposal.call.full_closes_at.isoformat() == after
