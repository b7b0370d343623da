"""Where each request and proposal belongs: country, group, sector and so on. Eight queries."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from uuid import UUID

from backend.codelists.models import Field, GroupMembership
from backend.common.names import primary
from backend.consultations.models import ConsultationRequest
from backend.needs.models import Need
from backend.reports.figures import Dimension
from backend.reports.selectors.grouping import grouped
from backend.reports.selectors.proposals import places_of_proposals

GROUPS = ("LDC", "LLDC", "SIDS")
Places = Mapping[Dimension, Collection[str]]


def places_of(day: datetime.date) -> dict[UUID, Places]:
    """Of each its keys by dimension: several where it belongs to several, and "" where
    nothing is known, or, of groups, where it belongs to none."""
    groups = groups_on(day)
    sectors = grouped(Need.sectors.through.objects.values_list("need", "sector"))
    fields = grouped(Field.sectors.through.objects.values_list("sector", "field"))
    rows = ConsultationRequest.objects.values_list(
        "pk", "need", "need__country", "need__language", "need__detected_language"
    )
    found: dict[UUID, Places] = dict(places_of_proposals(day, groups, fields))
    for pk, need, country, stated, detected in rows.iterator():
        of_need = sectors.get(need, set())
        found[pk] = {
            Dimension.ALL: ("",),
            Dimension.COUNTRY: (country or "",),
            Dimension.GROUP: groups.get(country) or ("",),
            Dimension.SECTOR: of_need or ("",),
            Dimension.FIELD: {one for code in of_need for one in fields.get(code, ())} or ("",),
            Dimension.LANGUAGE: (primary(stated or detected),),
        }
    return found


def groups_on(day: datetime.date) -> dict[str, set[str]]:
    rows = GroupMembership.objects.filter(group__in=GROUPS).valid_on(day)
    return grouped(rows.values_list("country", "group"))
