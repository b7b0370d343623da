"""The lists everything else refers to."""

from backend.codelists.models.calendars import Holiday, WorkingCalendar
from backend.codelists.models.lists import (
    Field,
    Goal,
    Language,
    PgtfSector,
    Sector,
    SectorCategory,
    Target,
)
from backend.codelists.models.places import Country, CountryGroup, GroupMembership, Region

__all__ = [
    "Country",
    "CountryGroup",
    "Field",
    "Goal",
    "GroupMembership",
    "Holiday",
    "Language",
    "PgtfSector",
    "Region",
    "Sector",
    "SectorCategory",
    "Target",
    "WorkingCalendar",
]
