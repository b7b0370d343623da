"""Whether a proposal is eligible: every rule of its programme on a line of its own.

``check`` asks the rules in force on a day about the proposal as it stands, with the groups of
countries of that day. What a person has judged holds as long as the evidence is the same.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from backend.programmes.dossier import Dossier
from backend.programmes.models import WRITABLE, Judgement, ProgrammeRule, Proposal, Severity
from backend.programmes.rules import RULES, Finding, Outcome, UnknownRule, read_rule
from backend.programmes.rules.parameters import BadParameters
from backend.programmes.selectors.dossier import dossier_of
from backend.programmes.selectors.instants import database_now, day_in


@dataclass(frozen=True)
class Result:
    """One rule's line. ``found`` is what the rule itself says; ``outcome`` counts judgements in.

    ``severity`` is that of the programme's row, except where it rests on what nobody has
    confirmed: that warns only. ``key`` names the evidence: another key is other evidence.
    """

    row: ProgrammeRule
    severity: str
    found: Outcome
    outcome: Outcome
    evidence: str
    fix: str
    facts: Mapping[str, Any]
    key: str
    judgement: Judgement | None = None

    @property
    def rule(self) -> str:
        return self.row.rule

    @property
    def title(self) -> str:
        return str(RULES[self.rule].title) if self.rule in RULES else self.rule

    @property
    def blocks(self) -> bool:
        """Whether it stops a submission: what can't be shown to be kept does, too."""
        if self.severity == Severity.JUDGEMENT:
            return self.outcome == Outcome.BROKEN and self.row.confirmed
        return self.severity == Severity.BLOCKS and self.outcome != Outcome.KEPT


@dataclass(frozen=True)
class Check:
    """All lines of a day; the names of rules that stop a submission, wait for a person, or warn."""

    day: datetime.date
    results: list[Result]

    @property
    def blocking(self) -> list[str]:
        return [one.rule for one in blocking(self.results)]

    @property
    def open(self) -> list[str]:
        return [one.rule for one in undecided(self.results)]

    @property
    def warning(self) -> list[str]:
        broken = (one for one in self.results if one.outcome == Outcome.BROKEN)
        return [one.rule for one in broken if not one.blocks]

    def line(self, rule: str) -> Result | None:
        return next((one for one in self.results if one.rule == rule), None)


def check(
    proposal: Proposal, day: datetime.date, at: datetime.datetime | None = None
) -> list[Result]:
    """All rules that hold on ``day`` for the proposal's stage, in the programme's order.

    ``at``: the instant at which it is handed in; without one, the first of the day that would do.
    """
    judged = {one.rule: one for one in proposal.judgements.order_by("pk").select_related("by")}
    dossier = dossier_of(proposal, day, at)
    rows = rules_in_force(proposal, day)
    return [_result(row, _find(row, dossier), judged.get(row.rule)) for row in rows]


def check_on(proposal: Proposal, day: datetime.date) -> Check:
    """As of a day, which answers the same whenever it is asked."""
    return Check(day, check(proposal, day))


def check_now(proposal: Proposal) -> Check:
    """As of the instant at which it is or was handed in."""
    at = instant_of(proposal)
    day = day_in(proposal.call, at)
    return Check(day, check(proposal, day, at))


def instant_of(proposal: Proposal) -> datetime.datetime:
    """At which it was handed in; of one that is being written, or was returned, this instant.

    While it is being handed in, that of the step: all that has to hold holds at the same one.
    """
    kept = proposal.handing_in_at if proposal.status in WRITABLE else proposal.handed_in_at
    return kept or database_now()


def blocking(results: Iterable[Result]) -> list[Result]:
    return [one for one in results if one.blocks]


def undecided(results: Iterable[Result]) -> list[Result]:
    """Those that wait for a person's judgement."""
    return [one for one in results if one.outcome == Outcome.OPEN]


def rules_in_force(proposal: Proposal, day: datetime.date) -> list[ProgrammeRule]:
    """One row for each rule: that of the stage before that of all, the one that began later."""
    rows = proposal.call.programme.rules.valid_on(day).for_stage(proposal.stage)
    first = datetime.date.min
    found = sorted(rows, key=lambda row: (row.stage != "", row.valid_from or first))
    chosen = {row.rule: row for row in found}
    return sorted(chosen.values(), key=lambda row: (row.position, row.pk))


def _find(row: ProgrammeRule, dossier: Dossier) -> Finding:
    """A row that can't be read is told of, so that a mistake in it is never taken for a yes."""
    try:
        rule = read_rule(row.rule, row.parameters)
    except (UnknownRule, BadParameters) as error:
        fix = _("An officer has to put this rule right in the administration.")
        return Finding(Outcome.OPEN, str(error), fix, {"parameters": row.parameters})
    return rule.check(dossier)


def _result(row: ProgrammeRule, finding: Finding, judgement: Judgement | None) -> Result:
    severity, key = _severity(row, finding), _key(row, finding)
    if judgement is not None and (judgement.evidence_key != key or severity == Severity.BLOCKS):
        judgement = None
    return Result(
        row=row,
        severity=severity,
        found=finding.outcome,
        outcome=_outcome(severity, finding, judgement),
        evidence=finding.evidence,
        fix=finding.fix,
        facts=finding.facts,
        key=key,
        judgement=judgement,
    )


def _severity(row: ProgrammeRule, finding: Finding) -> str:
    sure = row.confirmed and finding.confirmed
    return row.severity if sure or row.severity != Severity.BLOCKS else Severity.WARNS


def _outcome(severity: str, finding: Finding, judgement: Judgement | None) -> Outcome:
    if judgement is not None:
        return Outcome.KEPT if judgement.holds else Outcome.BROKEN
    return Outcome.OPEN if severity == Severity.JUDGEMENT else finding.outcome


def _key(row: ProgrammeRule, finding: Finding) -> str:
    """The same for the same facts under the same demand, in every language and at any time."""
    told = [row.rule, row.parameters, str(finding.outcome), finding.facts]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
