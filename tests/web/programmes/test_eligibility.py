"""The check of a proposal: rules in force on the day, countries as they were, judgements."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests_programmes import confirm_group, institution_in, open_call, proposal_to, rules_that

from backend.codelists.models import CountryGroup, GroupMembership
from backend.programmes.eligibility import check, check_now, check_on
from backend.programmes.models import Programme, ProgrammeRule, Proposal

pytestmark = pytest.mark.usefixtures("world")
DAY = datetime.date(2026, 11, 23)
LEAVING = datetime.date(2026, 11, 24)
OPENS = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
JUDGED = {"cooperative-element", "not-instead-of-others"}


@pytest.fixture
def proposal(own) -> Proposal:
    return proposal_to(open_call(opens_at=OPENS), own)


def url(proposal: Proposal, what: str = "eligibility") -> str:
    return f"proposals/{proposal.pk}/{what}/"


def test_a_proposal_that_is_right_waits_for_judgements_alone(proposal):
    made = check_now(proposal)
    assert rules_that(made, "broken") == set()
    assert rules_that(made, "open") == JUDGED
    assert made.blocking == []
    assert set(made.open) == JUDGED


def test_every_line_says_where_the_rule_stands(proposal, api, partner):
    answer = api(partner).get(url(proposal)).json()
    assert len(answer["results"]) == 29
    for line in answer["results"]:
        assert line["title"]
        assert line["evidence"]
        assert line["source"]
        assert len(line["key"]) == 64
        assert line["outcome"] != "broken" or line["fix"]


def test_texts_are_in_the_readers_language(proposal, api, partner):
    lines = api(partner, language="fr").get(url(proposal)).json()["results"]
    line = next(one for one in lines if one["rule"] == "participating-countries")
    assert "Pérou" in line["evidence"]


def test_a_small_and_a_large_proposal_take_the_same_number_of_queries(
    proposal, django_assert_num_queries
):
    fresh = Proposal.objects.select_related("call__programme").get(pk=proposal.pk)
    with django_assert_num_queries(23):
        check(fresh, DAY)
    for country in ("UGA", "IND", "BRA", "FJI"):
        proposal.partners.create(institution=institution_in(country), country_id=country)
        proposal.endorsements.create(country_id=country)
        output = proposal.outputs.create(text=country)
        proposal.budget_lines.create(output=output, text="x", amount=1)
        output.activities.create(text="x").countries.set(["UGA", "IND"])
    fresh = Proposal.objects.select_related("call__programme").get(pk=proposal.pk)
    with django_assert_num_queries(23):
        check(fresh, DAY)


def test_the_groups_are_those_of_the_day(proposal):
    """Laos leaves the group of least developed countries; the answer for the day before stays."""
    rule = {"rule": "applicant", "parameters": {"groups": ["LDC"]}, "severity": "blocks"}
    programme = proposal.call.programme
    programme.rules.filter(rule="applicant").delete()
    programme.rules.create(**rule, confirmed=True, source="Test")
    proposal.partners.filter(institution=proposal.institution).update(country="LAO")
    before = check_on(proposal, LEAVING - datetime.timedelta(days=1)).line("applicant")
    after = check_on(proposal, LEAVING).line("applicant")
    assert (before.outcome, after.outcome) == ("kept", "broken")


def test_what_changes_later_does_not_change_the_answer_of_an_earlier_day(proposal):
    first = check_on(proposal, DAY)
    GroupMembership.objects.filter(group="G77", country="PER").update(valid_to=LEAVING)
    ceiling = proposal.call.programme.rules.get(rule="ceiling", valid_to=None)
    ceiling.valid_to = LEAVING
    ceiling.save()
    values = {"severity": "warns", "source": "New call", "valid_from": LEAVING}
    proposal.call.programme.rules.create(rule="ceiling", parameters={"most": "20000"}, **values)
    same = check_on(proposal, DAY)
    assert [(x.rule, x.outcome, x.key) for x in same.results] == [
        (x.rule, x.outcome, x.key) for x in first.results
    ]
    assert rules_that(check_on(proposal, LEAVING), "broken") == {
        "participating-countries",
        "ceiling",
    }


def test_a_group_whose_list_nobody_has_checked_only_warns(proposal):
    GroupMembership.objects.filter(group="G77", country="PER").delete()
    line = check_on(proposal, DAY).line("participating-countries")
    assert (line.outcome, line.severity, line.blocks) == ("broken", "warns", False)
    confirm_group()
    line = check_on(proposal, DAY).line("participating-countries")
    assert (line.severity, line.blocks) == ("blocks", True)


def test_too_few_countries_block_whatever_the_list_says(proposal):
    proposal.partners.exclude(institution=proposal.institution).delete()
    assert "participating-countries" in check_on(proposal, DAY).blocking


def test_a_group_without_members_is_no_checked_list(proposal):
    CountryGroup.objects.create(code="NEW", names={"en": "New group"})
    rule = proposal.call.programme.rules.get(rule="participating-countries")
    rule.parameters = {"least": 1, "group": "NEW"}
    rule.save()
    assert check_on(proposal, DAY).line("participating-countries").severity == "warns"


def test_a_partner_who_left_counts_no_more(proposal):
    gone = proposal.partners.get(country="PER")
    gone.left_at = proposal.created_at
    gone.save()
    assert "participating-countries" in check_on(proposal, DAY).blocking


def test_another_proposal_of_the_year_counts_once_it_is_handed_in(proposal):
    other = Proposal.objects.create(
        call=proposal.call, institution=proposal.institution, title="Wind", language="fr"
    )
    line = check_on(proposal, DAY).line("proposals-a-year")
    assert line.outcome == "kept"
    assert "Wind" in line.evidence
    Proposal.objects.filter(pk=other.pk).update(status="submitted")
    assert "proposals-a-year" in check_on(proposal, DAY).blocking
    Proposal.objects.filter(pk=other.pk).update(status="withdrawn")
    assert check_on(proposal, DAY).line("proposals-a-year").outcome == "kept"


def test_what_is_not_confirmed_can_not_block_in_the_database(proposal):
    row = proposal.call.programme.rules.get(rule="duration")
    row.severity = "blocks"
    with pytest.raises(IntegrityError, match="what_is_not_confirmed"), transaction.atomic():
        row.save()


def test_a_rule_that_can_not_be_read_is_no_rule_that_is_kept(proposal):
    ProgrammeRule.objects.filter(rule="ceiling").update(parameters={"much": 1}, confirmed=True)
    ProgrammeRule.objects.filter(rule="ceiling").update(severity="blocks")
    ProgrammeRule.objects.filter(rule="outputs").update(rule="gone")
    made = check_on(proposal, DAY)
    assert {"ceiling", "gone"} <= set(made.blocking)
    assert "It takes: most." in made.line("ceiling").evidence
    assert "gone" in made.line("gone").title


def test_the_row_of_a_stage_takes_the_place_of_the_one_for_all(proposal):
    given = {"rule": "ceiling", "severity": "warns", "source": "Test", "valid_from": None}
    proposal.call.programme.rules.create(parameters={"most": "1"}, stage="proposal", **given)
    lines = [one for one in check_on(proposal, DAY).results if one.rule == "ceiling"]
    assert [line.row.parameters for line in lines] == [{"most": "1"}]


def test_money_is_exact(proposal):
    line = proposal.budget_lines.filter(contribution=None).first()
    line.amount = Decimal("15000.01")
    line.save()
    assert check_on(proposal, DAY).blocking == ["budget-sum"]


@pytest.mark.parametrize(
    ("asked", "told"), [("yesterday", "YYYY-MM-DD"), ("1066-10-14", "between"), ("", "YYYY-MM-DD")]
)
def test_a_day_that_is_none_is_refused(proposal, api, partner, asked, told):
    answer = api(partner).get(url(proposal), on=asked)
    assert answer.status_code == 400
    error = answer.json()["errors"][0]
    assert error["attr"] == "on"
    assert told in error["detail"]


def test_a_stranger_sees_no_check(proposal, api, stranger):
    assert api(stranger).get(url(proposal)).status_code == 404


def test_the_check_through_the_api_is_that_of_the_day_asked_for(proposal, api, partner):
    shown = api(partner).get(url(proposal), on="2016-12-31").json()
    line = next(one for one in shown["results"] if one["rule"] == "ceiling")
    assert shown["day"] == "2016-12-31"
    assert (line["valid_to"], line["confirmed"]) == ("2017-01-01", False)


def test_programmes_have_rules(proposal):
    assert Programme.objects.get(code="pgtf").rules.count() == 31
