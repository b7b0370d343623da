"""Rules with parameters that the Fund does not use."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests_pgtf import G77, PARTNERS, eligible, findings

from backend.programmes.dossier import Attachment, Line, Partner
from backend.programmes.rules import read_rule
from backend.programmes.rules.regions import Reach, reach_of

BASE = eligible()
KENYA = ("KEN", ("001", "002", "202", "014"))
UGANDA = ("UGA", ("001", "002", "202", "014"))
GHANA = ("GHA", ("001", "002", "202", "011"))
EGYPT = ("EGY", ("001", "002", "015"))
INDIA = ("IND", ("001", "142", "034"))
ANTARCTICA = ("ATA", ("001",))


def outcome(key: str, dossier=BASE, **given) -> str:
    return read_rule(key, given).check(dossier).outcome


@pytest.mark.parametrize(
    ("places", "reach"),
    [
        ([], Reach.NATIONAL),
        ([KENYA], Reach.NATIONAL),
        ([KENYA, KENYA], Reach.NATIONAL),
        ([KENYA, UGANDA], Reach.SUB_REGIONAL),
        ([KENYA, GHANA], Reach.REGIONAL),
        ([KENYA, UGANDA, EGYPT], Reach.REGIONAL),
        ([KENYA, UGANDA, INDIA], Reach.INTER_REGIONAL),
        ([KENYA, ANTARCTICA], Reach.INTER_REGIONAL),
    ],
)
def test_the_reach_follows_the_regions(places, reach):
    assert reach_of(places) == reach


def test_only_the_reaches_wanted_will_do():
    assert outcome("regions", reaches=["inter-regional"]) == "kept"
    assert outcome("regions", reaches=["sub-regional"]) == "broken"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, True),
        ({"types": ["research_institute"]}, True),
        ({"types": ["ministry", "ngo"]}, False),
        ({"countries": ["KEN", "UGA"]}, True),
        ({"countries": ["UGA"]}, False),
        ({"groups": ["LDC", "G77"]}, True),
        ({"groups": ["LDC"]}, False),
        ({"network_members": True}, False),
    ],
)
def test_who_may_apply_is_asked_by_each_parameter(given, kept):
    assert (outcome("applicant", **given) == "kept") == kept


def test_a_member_of_the_network_may_apply():
    member = replace(PARTNERS[0], is_network_member=True)
    dossier = replace(BASE, partners=(member, *PARTNERS[1:]))
    assert outcome("applicant", dossier, network_members=True) == "kept"


def test_two_proposals_a_year_may_be_allowed():
    one_more = replace(BASE, others_this_year=("Wind",))
    assert outcome("proposals-a-year", one_more, most=1) == "broken"
    assert outcome("proposals-a-year", one_more, most=2) == "kept"


def test_other_drafts_are_told_and_break_nothing():
    found = read_rule("proposals-a-year", {}).check(replace(BASE, drafts_this_year=("Wind",)))
    assert found.outcome == "kept"
    assert "Wind" in found.evidence


def test_a_share_of_the_activities_may_be_demanded():
    assert outcome("shared-activities", least_share="0.66") == "kept"  # two of three
    assert outcome("shared-activities", least_share="0.67") == "broken"


def test_inputs_in_kind_may_not_count():
    assert outcome("other-inputs", in_kind=False) == "broken"
    assert outcome("other-inputs", in_kind=False, least_ratio="0.66") == "kept"


def test_a_promise_may_be_enough():
    promised = tuple(replace(one, status="promised", has_evidence=False) for one in BASE.sources)
    dossier = replace(BASE, sources=promised)
    assert outcome("other-inputs", dossier, confirmed=False, evidence=False) == "kept"
    assert outcome("other-inputs", dossier, confirmed=False) == "broken"


def test_a_source_in_the_budget_that_nobody_knows_counts_as_given():
    """A line always has its contribution in the database; by hand it may not."""
    dossier = replace(BASE, lines=(*BASE.lines, Line(Decimal(5), 1, "cash", "o1", "s9")))
    assert read_rule("other-inputs", {}).check(dossier).facts["given"] == "30005"


def test_a_signature_may_be_demanded_of_an_attachment():
    kinds = [{"kind": "form", "names": {"en": "The form"}, "signed": True}]
    bare = replace(BASE, attachments=(Attachment("form"),))
    signed = replace(BASE, attachments=(Attachment("form"), Attachment("form", True)))
    assert outcome("attachments", bare, kinds=kinds) == "broken"
    assert outcome("attachments", signed, kinds=kinds) == "kept"
    assert "The form" in read_rule("attachments", {"kinds": kinds}).check(BASE).fix


def test_letters_show_only_what_is_demanded():
    bare = replace(BASE, letters=tuple(replace(x, has_scan=False) for x in BASE.letters))
    assert outcome("letters", bare, parts=["signature"]) == "kept"
    assert outcome("letters", bare, parts=["signature", "scan"]) == "broken"


def test_countries_may_be_counted_whatever_their_group():
    outside = tuple(replace(one, groups=frozenset()) for one in PARTNERS)
    dossier = replace(BASE, partners=outside)
    assert outcome("participating-countries", dossier, least=3) == "kept"
    assert outcome("participating-countries", dossier, least=3, group="G77") == "broken"


def test_two_institutions_of_a_country_are_one_country():
    second = Partner("4", "Second", "university", "KEN", G77, KENYA[1])
    dossier = replace(BASE, partners=(*PARTNERS[:2], second))
    assert findings(dossier)["participating-countries"].facts["countries"] == ["KEN", "GHA"]


def test_without_a_deadline_somebody_has_to_enter_one():
    assert outcome("deadline", replace(BASE, closes_at=None)) == "open"
    assert outcome("start", replace(BASE, closes_at=None), least_months=1, most_months=2) == "open"
    assert outcome("internal-deadline", replace(BASE, internal_closes_at=None)) == "kept"


def test_any_sector_will_do_where_none_is_listed():
    assert outcome("priority-sector", replace(BASE, sector="culture")) == "kept"


def test_a_variant_of_a_language_is_that_language():
    assert outcome("language", replace(BASE, language="fr-SN")) == "kept"
