"""The single proposals that figures of programmes are made of, and where each belongs."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Min, Q

from backend.programmes.models import Proposal, ProposalPartner, ProposalStatus
from backend.reports.figures import Dimension
from backend.reports.periods import DAY, Period
from backend.reports.selectors.cases import Case
from backend.reports.selectors.grouping import grouped

CURRENCY = "USD"


def proposal_cases(period: Period) -> Iterator[Case]:
    """Two queries. Money by itself, as it has a currency."""
    countries = _countries(period.ends)
    for pk, requested, granted, ineligible, approved in _rows(period).iterator():
        values: dict[str, Any] = {"proposals_submitted": 1.0}
        money = {"amount_requested": float(requested or 0)}
        if ineligible is None:
            values["proposals_eligible"] = 1.0
        if approved is not None:
            values["proposals_funded"] = 1.0
            values["countries_reached"] = frozenset(countries.get(pk, ()))
            money["amount_funded"] = float(granted or 0)
        yield Case(pk, values)
        yield Case(pk, money, currency=CURRENCY)


def places_of_proposals(
    day: datetime.date, groups: Mapping[str, set[str]], fields: Mapping[str, set[str]]
) -> dict[UUID, Mapping[Dimension, Any]]:
    """Of each its keys by dimension, as those of requests are told: four queries."""
    ends = datetime.datetime.combine(day + DAY, datetime.time(), datetime.UTC)
    countries = _countries(ends)
    sectors = grouped(Proposal.sectors.through.objects.values_list("proposal", "sector"))
    goals = grouped(Proposal.sdgs.through.objects.values_list("proposal", "goal"))
    rows = Proposal.objects.values_list("pk", "call__programme__code", "call__year")
    found: dict[UUID, Mapping[Dimension, Any]] = {}
    for pk, programme, year in rows.iterator():
        of_it, there = sectors.get(pk, set()), countries.get(pk, set())
        found[pk] = {
            Dimension.ALL: ("",),
            Dimension.PROGRAMME: (programme,),
            Dimension.YEAR: (str(year),),
            Dimension.COUNTRY: there or ("",),
            Dimension.GROUP: {one for code in there for one in groups.get(code, ())} or ("",),
            Dimension.SECTOR: of_it or ("",),
            Dimension.FIELD: {one for code in of_it for one in fields.get(code, ())} or ("",),
            Dimension.GOAL: goals.get(pk) or ("",),
        }
    return found


def _rows(period: Period) -> Any:
    def first(status: str) -> Min:
        known = Q(steps__target=status, steps__created_at__lt=period.ends)
        return Min("steps__created_at", filter=known)

    rows = Proposal.objects.annotate(
        submitted=first(ProposalStatus.SUBMITTED),
        ineligible=first(ProposalStatus.INELIGIBLE),
        approved=first(ProposalStatus.APPROVED),
    ).filter(submitted__gte=period.begins)
    return rows.order_by("pk").values_list(
        "pk", "requested", "project__amount", "ineligible", "approved"
    )


def _countries(ends: datetime.datetime) -> dict[UUID, set[str]]:
    """By proposal, of those who took part then."""
    there = Q(left_at__isnull=True) | Q(left_at__gte=ends)
    rows = ProposalPartner.objects.filter(there, created_at__lt=ends)
    return grouped(rows.values_list("proposal", "country"))
