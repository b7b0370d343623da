"""A proposal to the Pérez-Guerrero Trust Fund that keeps every rule, by hand and in the database."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from backend.programmes.dossier import (
    Attachment,
    Deed,
    Dossier,
    Letter,
    Line,
    Partner,
    Source,
    Text,
)
from backend.programmes.rules import Finding, Rule, read_rule

FILE = Path(__file__).parents[2] / "fixtures" / "programmes" / "pgtf.json"
DAY = datetime.date(2021, 3, 1)
AT = datetime.datetime(2021, 3, 1, 12, tzinfo=datetime.UTC)
CLOSES = datetime.datetime(2021, 5, 1, 4, tzinfo=datetime.UTC)  # the end of 30 April in New York
G77 = frozenset({"G77"})
PARTNERS = (
    Partner(
        *("1", "Solar Institute", "research_institute", "KEN", G77, ("001", "002", "202", "014")),
        is_applicant=True,
    ),
    Partner("2", "Ministry of Energy", "ministry", "GHA", G77, ("001", "002", "202", "011")),
    Partner("3", "University", "university", "PER", G77, ("001", "019", "419", "005")),
)


@cache
def documents() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def in_force(day: datetime.date = DAY) -> dict[str, dict[str, Any]]:
    """The lines of the file that hold on a day, by the rule's key."""
    on = day.isoformat()
    return {
        line["rule"]: line
        for line in documents()["rules"]
        if line.get("valid_from", "") <= on < line.get("valid_to", "9999")
    }


def pgtf_rules(day: datetime.date = DAY) -> dict[str, Rule]:
    return {key: read_rule(key, line["parameters"]) for key, line in in_force(day).items()}


def findings(dossier: Dossier) -> dict[str, Finding]:
    return {key: rule.check(dossier) for key, rule in pgtf_rules(dossier.day).items()}


def broken(dossier: Dossier) -> set[str]:
    """The rules that find something broken; those that only a person can judge are not among."""
    return {key for key, found in findings(dossier).items() if found.outcome == "broken"}


def letter(country: str, **values: Any) -> Letter:
    """With all that belongs into it, but for ``values``."""
    there = {"institution": "Ministry", "signer": "A. Person", "position": "Minister"}
    return replace(Letter(country, "accepted", **there, is_signed=True, has_scan=True), **values)


def eligible(**values: Any) -> Dossier:
    """Kenya with Ghana and Peru, US$ 30,000 asked for, as much from others."""
    given: dict[str, Any] = {
        "day": DAY,
        "stage": "proposal",
        "year": 2021,
        "language": "fr",
        "languages": ("ar", "en", "es", "fr"),
        "title": "Solar pumps for three countries",
        "sector": "energy",
        "opens_at": datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC),
        "closes_at": CLOSES,
        "internal_closes_at": CLOSES - datetime.timedelta(days=14),
        "handed_in_at": AT,
        "zone": "America/New_York",
        "partners": PARTNERS,
        "letters": tuple(letter(one.country) for one in PARTNERS),
        "requested": Decimal(30_000),
        "lines": (
            Line(Decimal(20_000), 1, "cash", "o1"),
            Line(Decimal(10_000), 2, "cash", "o2"),
            Line(Decimal(20_000), 1, "cash", "o1", "s1"),
            Line(Decimal(10_000), 2, "in_kind", "o2", "s2"),
        ),
        "sources": (
            Source("s1", "Ministry of Energy", "confirmed", True, "GHA"),
            Source("s2", "University", "confirmed", True, "PER"),
        ),
        "outputs": {"o1": "Twelve pumps run", "o2": "Forty people trained"},
        "indicators": ("Hectares that are watered",),
        "outcome": "Fields are watered without diesel.",
        "activities": (
            Deed("a1", "o1", "Choose the sites together", frozenset({"KEN", "GHA", "PER"})),
            Deed("a2", "o1", "Install pumps in Ghana", frozenset({"KEN", "GHA"})),
            Deed("a3", "o2", "Train operators in Peru", frozenset({"PER"})),
        ),
        "texts": (
            Text("situation-analysis", "Situation analysis", 2_900, True, 3_000),
            Text("strategy", "Strategy", 3_000, True, 3_000),
        ),
        "attachments": (Attachment("summary-checklist"),),
        "beneficiaries": "Farmers of twelve villages",
        "beneficiaries_number": 1_200,
        "starts_on": datetime.date(2021, 12, 1),
        "months": 18,
    }
    return Dossier(**given | values)
