"""Figures of requests and the work that comes of them."""

from __future__ import annotations

from statistics import fmean, median

from django.utils.translation import gettext_lazy as _

from backend.reports.figures.base import OF_EXPERTS, OF_WORK, Figure

OF_BROKERING = {
    "requests": Figure(
        _("Requests submitted"),
        _("Requests that were submitted for the first time within the period."),
        "number",
        sum,
    ),
    "days_to_first_answer": Figure(
        _("Days to the first answer"),
        _(
            "Of these requests: median of the days from the first submission to the first "
            "decision of the secretariat (returned, accepted for brokering or ineligible)."
        ),
        "days",
        median,
    ),
    "days_to_shortlist": Figure(
        _("Days to the shortlist"),
        _(
            "Of these requests: median of the days from the first submission to the first "
            "shortlist that was released, waiting for the partner included."
        ),
        "days",
        median,
    ),
    "days_to_agreement": Figure(
        _("Days to agreement"),
        _(
            "Of these requests: median of the days from the first submission to the day on which "
            "as many experts as were wanted had accepted, or it was decided to go on with fewer."
        ),
        "days",
        median,
    ),
    "requests_agreed": Figure(
        _("Requests agreed"),
        _(
            "Of these requests: those for which as many experts as were wanted have accepted, or "
            "for which it was decided to go on with fewer."
        ),
        "number",
        sum,
    ),
    "requests_delivered": Figure(
        _("Requests delivered"),
        _("Of these requests: those for which all experts have delivered."),
        "number",
        sum,
    ),
    "requests_closed": Figure(
        _("Requests closed"),
        _("Of these requests: those that were closed with an accepted result."),
        "number",
        sum,
    ),
    "requests_no_match": Figure(
        _("Requests without a match"),
        _("Of these requests: those for which nobody suitable was found."),
        "number",
        sum,
    ),
    "acceptance_rate": Figure(
        _("Acceptance rate of experts"),
        _(
            "Of the invitations sent within the period that were answered or had expired by the "
            "reporting date: the share that was accepted (0 to 1)."
        ),
        "share",
        fmean,
        OF_EXPERTS,
    ),
    "engagements": Figure(
        _("Engagements"),
        _("Engagements whose terms were agreed within the period."),
        "number",
        sum,
        OF_WORK,
    ),
    "fees": Figure(
        _("Fees agreed"),
        _(
            "Of these engagements: the sum of the fees in the terms, in each currency by itself, "
            "without travel and daily allowances."
        ),
        "amount",
        sum,
        OF_WORK,
    ),
    "rating": Figure(
        _("Rating by partners"),
        _("Mean of the ratings that partners gave within the period (1 to 5)."),
        "rating",
        fmean,
        OF_WORK,
    ),
}
