"""Figures of proposals to programmes and what is funded."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from backend.reports.figures.base import OF_COUNTRIES, OF_PROPOSALS, Figure


def different(some: Iterable[Collection[str]]) -> float:
    """How many there are in all of them together, each once."""
    return float(len(set().union(*some)))


OF_PROGRAMMES = {
    "proposals_submitted": Figure(
        _("Proposals submitted"),
        _(
            "Proposals whose receipt by those who decide was confirmed for the first time within "
            "the period. One counts for each of its countries, sectors and goals."
        ),
        "number",
        sum,
        OF_PROPOSALS,
    ),
    "proposals_eligible": Figure(
        _("Proposals eligible"),
        _("Of these proposals: those that were not found ineligible by the reporting date."),
        "number",
        sum,
        OF_PROPOSALS,
    ),
    "proposals_funded": Figure(
        _("Proposals funded"),
        _("Of these proposals: those that were approved by the reporting date."),
        "number",
        sum,
        OF_PROPOSALS,
    ),
    "amount_requested": Figure(
        _("Amount asked for"),
        _("Of these proposals: the sum of what the programmes were asked for."),
        "amount",
        sum,
        OF_PROPOSALS,
    ),
    "amount_funded": Figure(
        _("Amount granted"),
        _(
            "Of the proposals funded: the sum of what the programmes give, as the agreement has it "
            "when the figure is made."
        ),
        "amount",
        sum,
        OF_PROPOSALS,
    ),
    "countries_reached": Figure(
        _("Countries reached"),
        _("Of the proposals funded: the countries that take part, each counted once."),
        "number",
        different,
        OF_COUNTRIES,
    ),
}
