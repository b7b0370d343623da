"""Every rule of the Pérez-Guerrero Trust Fund, broken alone, as real proposals broke it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override
from tests_pgtf import (
    CLOSES,
    G77,
    PARTNERS,
    broken,
    documents,
    eligible,
    findings,
    in_force,
    letter,
    pgtf_rules,
)

from backend.programmes.dossier import Attachment, Deed, Dossier, Line, Source, Text
from backend.programmes.rules import RULES

BASE = eligible()
KENYA, GHANA, PERU = PARTNERS


def partners(*changed: Any, **values: Any) -> dict[str, Any]:
    """The usual three, the last one changed."""
    return {"partners": (*PARTNERS[:-1], replace(PARTNERS[-1], **values))}


def applicant(**values: Any) -> dict[str, Any]:
    return {"partners": (replace(KENYA, **values), GHANA, PERU)}


def deeds(*countries: str) -> dict[str, Any]:
    """Activities of which each is done by one country alone."""
    made = (
        Deed(f"a{at}", f"o{at}", "Work", frozenset({one})) for at, one in enumerate(countries, 1)
    )
    return {"activities": tuple(made)}


def text(length: int) -> dict[str, Any]:
    return {"texts": (BASE.texts[0], Text("strategy", "Strategy", length, True, 3_000))}


def later(**values: Any) -> dict[str, Any]:
    return {"handed_in_at": CLOSES + datetime.timedelta(**values)}


# What it is called, what is otherwise than in a proposal that keeps all rules, and the rules that
# this breaks: one, unless the same mistake is one by two rules.
CASES: list[tuple[str, dict[str, Any], set[str]]] = [
    ("the applicant is in no country of the group", applicant(groups=frozenset()),
     {"applicant", "participating-countries"}),
    ("nobody applies", applicant(is_applicant=False), {"applicant"}),
    ("a second proposal of the year", {"others_this_year": ("Wind",)}, {"proposals-a-year"}),
    ("one of the three is no member", partners(country="PRT", groups=frozenset())
     | {"letters": tuple(map(letter, ("KEN", "GHA", "PRT"))),
        "activities": (Deed("a1", "o1", "x", frozenset({"KEN", "GHA"})),
                       Deed("a2", "o2", "x", frozenset({"PRT"})))},
     {"participating-countries"}),
    ("only two countries, both in the region", {"partners": (KENYA, GHANA)}, {
        "participating-countries", "other-countries"}),
    ("several institutions of one country: national", {
        "partners": (KENYA, replace(GHANA, country="KEN"), replace(PERU, country="KEN")),
        "activities": (Deed("a1", "o1", "x", frozenset({"KEN"})),
                       Deed("a2", "o2", "x", frozenset({"KEN"})))},
     {"participating-countries", "other-countries", "regions", "shared-activities"}),
    ("each country works for itself: national in essence",
     deeds("KEN", "GHA") | {"partners": (KENYA, GHANA, replace(PERU, country="KEN")),
                            "letters": (letter("KEN"), letter("GHA"))},
     {"participating-countries", "other-countries", "shared-activities"}),
    ("no activity has two countries", {"activities": (
        Deed("a1", "o1", "x", frozenset({"KEN"})), Deed("a2", "o2", "x", frozenset({"GHA"})),
        Deed("a3", "o2", "x", frozenset({"PER"})))}, {"shared-activities"}),
    ("the second country of an activity takes no part", {"activities": (
        Deed("a1", "o1", "x", frozenset({"KEN", "UGA"})),
        Deed("a2", "o2", "x", frozenset({"GHA"})),
        Deed("a3", "o2", "x", frozenset({"PER"})))}, {"shared-activities"}),
    ("a partner that is there for the number alone", {"activities": (
        Deed("a1", "o1", "x", frozenset({"KEN", "GHA"})),
        Deed("a2", "o2", "x", frozenset({"KEN"})))}, {"every-country-acts"}),
    ("more than the ceiling, by a cent", {
        "requested": Decimal("35000.01"),
        "lines": (Line(Decimal("35000.01"), 1, "cash", "o1"),
                  Line(Decimal("40000.00"), 1, "cash", "o2", "s1"))}, {"ceiling"}),
    ("matching funds are not enough, by a cent", {"lines": (
        *BASE.lines[:2], Line(Decimal("29999.99"), 1, "cash", "o1", "s1"))}, {"other-inputs"}),
    ("no matching funds", {"lines": BASE.lines[:2], "sources": ()}, {"other-inputs"}),
    ("matching funds without evidence", {"sources": (
        replace(BASE.sources[0], has_evidence=False), BASE.sources[1])}, {"other-inputs"}),
    ("matching funds are promised only", {"sources": (
        replace(BASE.sources[0], status="promised"), BASE.sources[1])}, {"other-inputs"}),
    ("the lines come to less", {"lines": (
        Line(Decimal("19999.99"), 1, "cash", "o1"), *BASE.lines[1:])}, {"budget-sum"}),
    ("the lines come to more", {"lines": (
        *BASE.lines, Line(Decimal("0.01"), 1, "cash", "o1"))}, {"budget-sum"}),
    ("money in a year that there is not", {"lines": (
        *BASE.lines[:3], replace(BASE.lines[3], year=3))}, {"budget-years"}),
    ("an output without money", {"lines": tuple(
        replace(line, output="o1") for line in BASE.lines)}, {"budget-outputs"}),
    ("at the deadline itself", later(), {"deadline", "internal-deadline"}),
    ("a year late", later(days=365), {"deadline", "internal-deadline"}),
    ("before the call opens", {"handed_in_at": BASE.opens_at - datetime.timedelta(seconds=1)},
     {"deadline"}),
    ("too late for the secretariat", {"handed_in_at": BASE.internal_closes_at},
     {"internal-deadline"}),
    ("longer than two years", {"months": 25}, {"duration"}),
    ("it starts before it can be approved", {"starts_on": datetime.date(2021, 8, 31)}, {"start"}),
    ("it starts long after", {"starts_on": datetime.date(2022, 1, 2)}, {"start"}),
    ("in Chinese", {"language": "zh-Hans"}, {"language"}),
    ("nobody says how many benefit", {"beneficiaries_number": None}, {"cover"}),
    ("without a title", {"title": "  "}, {"cover"}),
    ("no sector", {"sector": ""}, {"priority-sector"}),
    ("a sector that is none of the eight", {"sector": "culture"}, {"priority-sector"}),
    ("a section is empty", text(0), {"sections-filled"}),
    ("a section is longer than a page, by a character", text(3_001), {"section-lengths"}),
    ("an outcome without indicators", {"indicators": ()}, {"outcome"}),
    ("no outcome", {"outcome": " "}, {"outcome"}),
    ("no outputs", {"outputs": {}, "lines": tuple(
        replace(line, output="") for line in BASE.lines)}, {"outputs"}),
    ("an output without activities", {"activities": (
        *BASE.activities[:2], replace(BASE.activities[2], output="o1"))}, {"output-activities"}),
    ("no checklist", {"attachments": ()}, {"attachments"}),
    ("an NGO without the decision of its governing body", applicant(type="ngo"),
     {"attachments-of-some"}),
    ("a regional body whose decision nobody signed", applicant(
        type="international_organisation") | {"attachments": (
            *BASE.attachments, Attachment("governing-body-decision"))}, {"attachments-of-some"}),
    ("the applicant’s own country has sent no letter", {"letters": BASE.letters[1:]}, {"letters"}),
    *(
        (f"a letter without its {part}", {"letters": (*BASE.letters[:2], letter("PER", **there))},
         {"letters", "other-countries"})
        for part, there in {
            "institution": {"institution": ""}, "name": {"signer": ""},
            "position": {"position": ""}, "signature": {"is_signed": False},
            "scan": {"has_scan": False},
        }.items()
    ),
    ("a country refused", {"letters": (*BASE.letters[:2], letter("PER", status="refused"))},
     {"letters", "other-countries"}),
    ("a letter was only asked for", {"letters": (*BASE.letters[:2], letter("PER", status="requested"))},
     {"letters", "other-countries"}),
]  # fmt: skip


def test_a_proposal_that_is_right_breaks_nothing():
    assert broken(BASE) == set()
    waiting = {key for key, one in findings(BASE).items() if one.outcome == "open"}
    assert waiting == {"cooperative-element", "not-instead-of-others"}


@pytest.mark.parametrize(
    ("values", "expected"), [case[1:] for case in CASES], ids=[x[0] for x in CASES]
)
def test_a_mistake_is_found_by_the_rule_it_breaks(values, expected):
    assert broken(replace(BASE, **values)) == expected


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_what_is_broken_says_what_was_found_and_what_mends_it(case):
    found = findings(replace(BASE, **case[1]))
    for key in case[2]:
        assert found[key].evidence, key
        assert found[key].fix, key


def test_every_rule_of_the_fund_is_broken_by_a_case():
    covered = set().union(*(case[2] for case in CASES))
    assert covered == set(in_force()) - {"cooperative-element", "not-instead-of-others"}


@pytest.mark.parametrize(
    ("day", "amount", "is_kept"),
    [
        ("2016-12-31", "40000", True),
        ("2017-01-01", "40000", False),
        ("2017-01-01", "35000", True),
        ("2026-04-01", "35000.01", False),
    ],
)
def test_the_ceiling_is_that_of_the_day(day, amount, is_kept):
    rule = pgtf_rules(datetime.date.fromisoformat(day))["ceiling"]
    found = rule.check(replace(BASE, requested=Decimal(amount)))
    assert (found.outcome == "kept") == is_kept


def test_a_ceiling_that_nobody_has_confirmed_only_warns():
    assert in_force(datetime.date(2021, 12, 31))["ceiling"]["severity"] == "blocks"
    assert in_force(datetime.date(2022, 1, 1))["ceiling"]["severity"] == "warns"


def test_what_is_not_confirmed_blocks_in_no_file():
    for line in documents()["rules"]:
        assert line["confirmed"] or line["severity"] != "blocks", line["rule"]
        assert line["source"], line["rule"]


def test_whom_to_ask_stands_in_the_fix():
    found = findings(replace(BASE, sources=(
        replace(BASE.sources[0], has_evidence=False), replace(BASE.sources[1], status="promised"),
    )))["other-inputs"]  # fmt: skip
    assert "Ministry of Energy" in found.fix
    assert "University" in found.fix
    assert "US$ 30,000" in found.fix


def test_too_few_countries_whatever_the_list_says_is_certain():
    unchecked = {"unconfirmed_groups": G77}
    few = findings(replace(BASE, partners=PARTNERS[:2], **unchecked))["participating-countries"]
    assert few.confirmed
    outside = replace(PERU, groups=frozenset())
    by_list = findings(replace(BASE, partners=(KENYA, GHANA, outside), **unchecked))
    assert not by_list["participating-countries"].confirmed
    assert "not been checked" in by_list["participating-countries"].evidence


def test_the_cooperation_is_shown_in_figures():
    facts = findings(BASE)["cooperative-element"].facts
    # 20,000 over two activities: of three countries two are others, of two one is; 10,000 in Peru.
    elsewhere = (20_000 * (Decimal(2) / 3 + Decimal(1) / 2) / 2 + 10_000) / 30_000
    assert facts == {
        "shared": 2,
        "all": 3,
        "elsewhere": str(elsewhere.quantize(Decimal("0.0001"))),
        "countries": ["GHA", "KEN", "PER"],
    }


def test_other_sources_are_named_where_a_person_has_to_judge():
    dossier = replace(BASE, sources=(*BASE.sources, Source("s3", "FAO", "promised")))
    assert "FAO" in findings(dossier)["not-instead-of-others"].evidence


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "pt", "ru", "zh-hans"])
def test_facts_are_the_same_in_every_language(language):
    expected = {key: one.facts for key, one in findings(BASE).items()}
    with override(language):
        assert {key: one.facts for key, one in findings(BASE).items()} == expected


def test_a_dossier_without_anything_gives_a_finding_of_every_rule():
    empty = Dossier(day=BASE.day, stage="proposal", year=2021, language="")
    for key in RULES:
        line = in_force().get(key)
        if line is not None:
            assert pgtf_rules()[key].check(empty).evidence
