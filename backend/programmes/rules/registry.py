"""Every rule there is, by its key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from backend.programmes.rules.applicant import Applicant, ProposalsAYear
from backend.programmes.rules.attachments import Attachments, AttachmentsOfSome
from backend.programmes.rules.base import Rule
from backend.programmes.rules.budget import BudgetOutputs, BudgetSum, BudgetYears
from backend.programmes.rules.cooperation import (
    CooperativeElement,
    EveryCountryActs,
    NotInsteadOfOthers,
    SharedActivities,
)
from backend.programmes.rules.countries import OtherCountries, ParticipatingCountries
from backend.programmes.rules.deadlines import Deadline, InternalDeadline
from backend.programmes.rules.form import (
    Cover,
    Language,
    PrioritySector,
    SectionLengths,
    SectionsFilled,
)
from backend.programmes.rules.letters import Letters
from backend.programmes.rules.money import Ceiling, OtherInputs
from backend.programmes.rules.regions import Regions
from backend.programmes.rules.results import OutcomeMeasured, OutputActivities, Outputs
from backend.programmes.rules.schedule import Duration, Start

RULES: Mapping[str, type[Rule]] = {
    one.key: one
    for one in (
        Applicant,
        ProposalsAYear,
        ParticipatingCountries,
        OtherCountries,
        Regions,
        SharedActivities,
        EveryCountryActs,
        CooperativeElement,
        NotInsteadOfOthers,
        Ceiling,
        OtherInputs,
        BudgetSum,
        BudgetYears,
        BudgetOutputs,
        Deadline,
        InternalDeadline,
        Duration,
        Start,
        Language,
        Cover,
        PrioritySector,
        SectionsFilled,
        SectionLengths,
        OutcomeMeasured,
        Outputs,
        OutputActivities,
        Attachments,
        AttachmentsOfSome,
        Letters,
    )
}


class UnknownRule(ValueError):
    """No rule has this key; the message lists those that there are."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _("“%(key)s” is no rule. Known are: %(known)s.")
            % {"key": key, "known": ", ".join(RULES)}
        )


def read_rule(key: str, parameters: Mapping[str, Any]) -> Rule:
    """Raises ``UnknownRule``, or ``BadParameters`` with each that is wrong."""
    if key not in RULES:
        raise UnknownRule(key)
    return RULES[key].of(parameters)
