"""What the directory holds on a person, as the person downloads it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from backend.common.personal import Person, listed
from backend.directory.models import (
    Affiliation,
    AvailabilityPeriod,
    Confirmation,
    Contact,
    Delegate,
    Erasure,
    Expert,
    LanguageSkill,
    Membership,
    Passage,
    Proposal,
)


def export(person: Person) -> dict[str, Any]:
    profiles = [one.pk for one in person.profiles]
    return {
        "profiles": listed(
            Expert.objects.filter(pk__in=profiles),
            *("id", "names", "country", "city", "gender", "orcid", "consent_listed"),
            *("last_confirmed", "max_open_engagements", "source", "withdrawn_at", "created_at"),
        ),
        "contact": listed(Contact.objects.filter(expert__in=profiles), "email", "phone"),
        "passages": listed(
            Passage.objects.filter(profile__in=profiles),
            *("id", "kind", "text", "language", "year", "origin", "identifier", "attestation"),
            *("hidden", "created_at", "updated_at"),
        ),
        "proposals": listed(
            Proposal.objects.filter(source__expert__in=profiles),
            *("id", "source__file_name", "status", "kind", "text", "year", "identifier"),
        ),
        "sectors_not_wanted": listed(
            Expert.objects.filter(pk__in=profiles, sectors_not_wanted__isnull=False),
            "sectors_not_wanted",
        ),
        "languages": listed(LanguageSkill.objects.filter(expert__in=profiles), "language", "level"),
        "availability": listed(
            AvailabilityPeriod.objects.filter(expert__in=profiles), "start", "end"
        ),
        "affiliations": listed(
            Affiliation.objects.filter(expert__in=profiles),
            *("institution", "institution__names", "position", "start_year", "end_year"),
        ),
        "confirmations": listed(
            Confirmation.objects.filter(expert__in=profiles), "asked_at", "confirmed_at"
        ),
        "delegates": listed(
            Delegate.objects.filter(expert__in=profiles), "email", "accepted_at", "ended_at"
        ),
        "memberships": listed(
            Membership.objects.filter(user=person.account)
            if person.account
            else Membership.objects.none(),
            *("institution", "institution__names", "role", "valid_from", "valid_to"),
        ),
        "delegate_of": listed(
            Delegate.objects.filter(user=person.account or None, user__isnull=False),
            *("expert", "accepted_at", "ended_at"),
        ),
        "erasures": listed(
            Erasure.objects.filter(Q(user=person.account) | Q(expert__in=profiles)),
            *("status", "created_at", "confirmed_at", "due_at", "done_at"),
        ),
    }
