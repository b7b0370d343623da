"""Where each need belongs: country, groups, sectors, fields and language. Four queries."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from uuid import UUID

from backend.codelists.models import Field
from backend.common.names import primary
from backend.needs.models import Need
from backend.reports.figures import Dimension
from backend.reports.selectors.grouping import grouped
from backend.reports.selectors.places import Places, groups_on

BY = (
    Dimension.ALL,
    Dimension.FIELD,
    Dimension.SECTOR,
    Dimension.COUNTRY,
    Dimension.GROUP,
    Dimension.LANGUAGE,
)


def places_of_needs(needs: Collection[UUID], day: datetime.date) -> Mapping[UUID, Places]:
    """Of each its keys by dimension; "" where nothing is known, or, of groups, it is in none."""
    groups = groups_on(day)
    through = Need.sectors.through.objects.filter(need__in=needs)
    sectors = grouped(through.values_list("need", "sector"))
    fields = grouped(Field.sectors.through.objects.values_list("sector", "field"))
    rows = Need.objects.filter(pk__in=needs).values_list(
        "pk", "country", "language", "detected_language"
    )
    found: dict[UUID, Places] = {}
    for pk, country, stated, detected in rows:
        own = sectors.get(pk, set())
        found[pk] = {
            Dimension.ALL: ("",),
            Dimension.COUNTRY: (country or "",),
            Dimension.GROUP: groups.get(country) or ("",),
            Dimension.SECTOR: own or ("",),
            Dimension.FIELD: {one for code in own for one in fields.get(code, ())} or ("",),
            Dimension.LANGUAGE: (primary(stated or detected),),
        }
    return found
