"""What stands in the bodies of requests that are to be sound, by the names of their fields."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from tests_access import ASKED
from tests_people import person
from tests_requests import CRITERIA, TOLD

from backend.consultations.models import Nominee, ShortlistEntry, Slot
from backend.directory.models import Institution, LookAlike

PERIOD = {"since": datetime.date(2026, 1, 1), "until": datetime.date(2026, 6, 30)}
SOON = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=9)
KNOWN: dict[str, Any] = {
    "names": {"en": "Ana Lima", "zh-Hans": "王丽华"},
    "text": "Pumps for four villages",
    "language": "ar",
    "country": "KEN",
    "email": "somebody@demo.example",
    "orcid": "",
    "ror": "",
    "parent": None,
    "last_confirmed": None,
    "facets": {"what": "pumps"},
    "countries": ["KEN", "LAO"],
    "countries_worked_in": ["KEN", "LAO"],
    **{name: [] for name in ("languages", "affiliations", "passages", "fields", "sectors")},
    **{name: [] for name in ("groups", "exclude_institutions", "uploads", "clear")},
    "expert_languages": ["fr"],
    "sdgs": ["7"],
    "reason": "The season is over.",
    "criteria": CRITERIA,
    "on_behalf": TOLD,
    "track": "advice",
    "role": "owner",
    "side": "expert",
    "visibility": "partner",
    "until": 1,
    "size": 10,
    "sha256": "0" * 64,
    "topic": "First call",
    "attest": True,
    "officer": None,
    "busy_until": "2099-01-01",
    "starts_on": "2026-01-01",
    "ends_on": "2099-01-01",
    "answer_by": "2099-01-01T12:00:00Z",
    "slots": [
        {
            "starts_at": SOON.isoformat(),
            "ends_at": (SOON + datetime.timedelta(hours=1)).isoformat(),
        }
    ],
    **{name: str(day) for name, day in PERIOD.items()},
}


# Given wherever they can be, though they may be left out: officers owe them.
ALWAYS = ("on_behalf", "visibility", "side")


def named_in_bodies(made: dict[str, Any], officer: Any, second: Any) -> dict[str, Any]:
    """By the name of a field, a row that may stand in it."""
    entry = ShortlistEntry.objects.create(
        request_id=made["consultation-requests/"],
        profile=person("Chen"),
        place=9,
        why="Knows pumps.",
        why_language="en",
        chosen_by=officer,
        released_at=timezone.now(),
    )
    nominee = Nominee.objects.create(
        nomination_id=made["nominations/"], expert_id=entry.profile_id, entry=entry
    )
    return {
        **{name: ASKED[name] for name in ("type", "website", "focal_point", "function", "why")},
        "keep": str(LookAlike.objects.get(pk=made["look-alikes/"]).first_id),
        "institution": str(Institution.objects.listed().first().pk),
        "need": str(made["needs/"]),
        **{name: str(second.pk) for name in ("to", "deputy")},
        "officer": str(officer.pk),
        "entries": [str(entry.pk)],
        "profile": str(person("Dina").pk),
        "nominee": str(nominee.pk),
        "file": str(made["uploads/"]),
        "meeting": str(Slot.objects.get(pk=made["engagements/{pk}/slots/"]).meeting_id),
    }
