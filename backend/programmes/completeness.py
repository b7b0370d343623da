"""How much of a proposal is there: what must still be said, whatever the programme's rules are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backend.programmes.models import Activity, FormSection, Proposal, Stage
from backend.programmes.selectors.proposals import form_of, missing_endorsements

COVER = ("title", "language", "beneficiaries", "starts_on", "months", "requested")
OF_PROPOSAL = ("outcome", "indicators", "outputs", "activities", "budget_lines")


@dataclass(frozen=True)
class Completeness:
    """``missing`` names fields, parts and sections that are empty; ``missing_endorsements`` the
    countries whose letter is not complete; ``share``: how much of all is there (0 to 1)."""

    missing: list[str]
    missing_endorsements: list[str]
    share: float


def completeness(proposal: Proposal) -> Completeness:
    form = list(form_of(proposal))
    missing = [*_cover(proposal), *_framework(proposal), *_sections(proposal, form)]
    letters = list(missing_endorsements(proposal).values_list("country", flat=True))
    wanted = len(COVER) + len(_parts(proposal)) + sum(one.required for one in form)
    wanted += proposal.endorsements.count()
    return Completeness(missing, letters, 1 - (len(missing) + len(letters)) / wanted)


def _cover(proposal: Proposal) -> Iterator[str]:
    return (name for name in COVER if not getattr(proposal, name))


def _parts(proposal: Proposal) -> tuple[str, ...]:
    """A concept note needs no framework yet."""
    return OF_PROPOSAL if proposal.stage == Stage.PROPOSAL else ()


def _framework(proposal: Proposal) -> Iterator[str]:
    for name in _parts(proposal):
        if name == "outcome":
            there = bool(proposal.outcome)
        elif name == "activities":
            there = Activity.objects.filter(output__proposal=proposal).exists()
        else:
            there = getattr(proposal, name).exists()
        if not there:
            yield name


def _sections(proposal: Proposal, form: list[FormSection]) -> Iterator[str]:
    filled = set(proposal.sections.exclude(text="").values_list("key", flat=True))
    return (one.key for one in form if one.required and one.key not in filled)
