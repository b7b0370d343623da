"""Where each request belongs: country, group, sector, field and language. Four queries."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from backend.codelists.models import Field, GroupMembership
from backend.common.names import primary
from backend.consultations.models import ConsultationRequest
from backend.needs.models import Need
from backend.reports.figures import Dimension

GROUPS = ("LDC", "LLDC", "SIDS")
Places = Mapping[Dimension, Collection[str]]


def places_of(day: datetime.date) -> dict[UUID, Places]:
    """Of each request its keys by dimension: several where it belongs to several, and "" where
    nothing is known, or, of groups, where it belongs to none."""
    groups = _groups(day)
    sectors = _grouped(Need.sectors.through.objects.values_list("need", "sector"))
    fields = _grouped(Field.sectors.through.objects.values_list("sector", "field"))
    rows = ConsultationRequest.objects.values_list(
        "pk", "need", "need__country", "need__language", "need__detected_language"
    )
    found: dict[UUID, Places] = {}
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


def _groups(day: datetime.date) -> dict[str, set[str]]:
    rows = GroupMembership.objects.filter(group__in=GROUPS).valid_on(day)
    return _grouped(rows.values_list("country", "group"))


def _grouped(pairs) -> dict:
    found = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return dict(found)
