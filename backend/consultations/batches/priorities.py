"""How much each request counts in a batch, and why: added up of what was declared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models.functions import Coalesce

from backend.codelists.models import Country, GroupMembership
from backend.consultations.batches.parameters import GROUPS, Parameters, Priority
from backend.consultations.models import ConsultationRequest, Engagement

COUNTRY = Coalesce("request__need__country", "request__need__institution__country")
Why = dict[str, Any]


@dataclass(frozen=True)
class Weight:
    """``why``: each priority with what it adds, and the evidence for it."""

    weight: float
    why: list[Why]


def weights(requests: Sequence[ConsultationRequest], parameters: Parameters) -> dict[UUID, Weight]:
    """Of each request, by its id: three queries. Requests come with need and institution."""
    regions = dict(Country.objects.values_list("pk", "region"))
    groups = _groups(map(country_of, requests), parameters)
    served = {regions.get(country) for country in _served(parameters)}
    found = {}
    for one in requests:
        country = country_of(one)
        why = [
            *groups[country],
            *_unserved(regions.get(country), served, parameters),
            *_urgent(one, parameters),
        ]
        found[one.pk] = Weight(round(1 + sum(part["adds"] for part in why), 6), why)
    return found


def country_of(request: ConsultationRequest) -> str:
    """Where the work is to be done, else where who asks is."""
    return request.need.country_id or request.institution.country_id or ""


def _groups(countries: Iterable[str], parameters: Parameters) -> Mapping[str, list[Why]]:
    """By country the groups that add something, on the day, with the source that says so."""
    wanted = [group for group in GROUPS if parameters.priorities.get(group)]
    rows = GroupMembership.objects.valid_on(parameters.groups_on)
    rows = rows.filter(group__in=wanted, country__in=set(countries))
    found: dict[str, list[Why]] = defaultdict(list)
    for row in rows.order_by("country", "group", "pk"):
        why = {"priority": row.group_id, "adds": parameters.priorities[row.group_id]}
        if row.group_id not in {one["priority"] for one in found[row.country_id]}:
            evidence = {"evidence": row.source, "confirmed": row.confirmed}
            found[row.country_id].append({**why, **evidence})
    return found


def _served(parameters: Parameters) -> set[str]:
    """The countries for which an expert began to work within the days that count."""
    until = parameters.groups_on + timedelta(days=1)
    since = until - timedelta(days=parameters.served_days)
    rows = Engagement.objects.filter(created_at__date__gte=since, created_at__date__lt=until)
    return set(rows.order_by().annotate(where=COUNTRY).values_list("where", flat=True))


def _unserved(region: str | None, served: set[str | None], parameters: Parameters) -> Iterator[Why]:
    adds = parameters.priorities.get(Priority.UNSERVED)
    if adds and region and region not in served:
        yield {"priority": Priority.UNSERVED.value, "adds": adds, "region": region}


def _urgent(request: ConsultationRequest, parameters: Parameters) -> Iterator[Why]:
    adds, day = parameters.priorities.get(Priority.URGENT), request.answers_by
    if adds and day and day <= parameters.groups_on + timedelta(days=parameters.urgent_days):
        yield {"priority": Priority.URGENT.value, "adds": adds, "answers_by": day.isoformat()}
