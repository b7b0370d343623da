"""What a request says, how it is screened and recorded, and whom it proposes, in tests."""

from __future__ import annotations

import datetime
from typing import Any

TERMS = {
    "background": "Four village schemes have stood still since 2024.",
    "objectives": "Bring them back into service.",
    "expected_results": "Four schemes run, and the workshops can keep them running.",
    "activities": "Diagnosis on site, repair with the workshops, training of operators.",
    "deliverables": ["Diagnosis", "Training report"],
    "working_days": 35,
    "place": "home",
    "expert_profile": "An engineer who has repaired pico hydro in villages.",
    "answers_by": "2027-06-30",
}
CRITERIA = dict.fromkeys(("partner", "need", "benefit", "fit", "means"), True)
TOLD = {"channel": "telephone", "told_on": "2026-11-20", "evidence": "call with the director"}


def shortlist(request: Any, officer: Any, *people: Any) -> Any:
    """Puts these on the request's list, in this order, and releases it."""
    from django.utils import timezone

    from backend.consultations.models import ConsultationRequest, ShortlistEntry, Status

    for place, one in enumerate(people, start=1):
        ShortlistEntry.objects.create(
            request=request,
            profile=one,
            place=place,
            why=f"Knows pumps: {one.name}.",
            why_language="en",
            chosen_by=officer,
            released_at=timezone.now(),
        )
    ConsultationRequest.objects.filter(pk=request.pk).update(status=Status.SHORTLISTED)
    request.refresh_from_db()
    return request


def fifty_shortlisted(officer: Any) -> Any:
    """A request with fifty experts on its released shortlist, person1@there.example and on."""
    from backend.consultations.models import ConsultationRequest
    from backend.directory.models import Contact, Expert
    from backend.needs.models import Need

    today = datetime.date.today()
    people = []
    for place in range(1, 51):
        names = {"en": f"Person {place}"}
        person = Expert.objects.create(names=names, consent_listed=True, last_confirmed=today)
        Contact.objects.create(expert=person, email=f"person{place}@there.example")
        people.append(person)
    need = Need.objects.order_by("pk").first()
    request = ConsultationRequest.objects.create(need=need, experts_wanted=20)
    return shortlist(request, officer, *people)


def works_there(institute: Any, name: str) -> Any:
    """Somebody listed whose place of work this is."""
    from backend.directory.models import Affiliation, Expert

    today = datetime.date.today()
    made = Expert.objects.create(names={"en": name}, consent_listed=True, last_confirmed=today)
    Affiliation.objects.create(expert=made, institution=institute)
    return made
