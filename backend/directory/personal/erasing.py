"""How what the directory holds on a person goes."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from backend.common.models import IdempotencyKey
from backend.common.personal import Person
from backend.directory.models import (
    Affiliation,
    AvailabilityPeriod,
    Confirmation,
    Contact,
    Delegate,
    Erasure,
    Expert,
    ImportRun,
    Invitation,
    LanguageSkill,
    LookAlike,
    Membership,
    Passage,
    Proposal,
    ProposalSource,
)

OF_PROFILE = ("fields", "sdgs", "sectors", "countries_worked_in", "sectors_not_wanted")
# The country stays, so that figures by country stay right; it tells nobody who it was.
EMPTIED: dict[str, Any] = {
    "names": {},
    "city": "",
    "consent_listed": False,
    "consent_refused": True,
    "last_confirmed": None,
    "source": "",
    "external_id": "",
    "import_hash": "",
    "edited_fields": [],
    "gender": "",
    "orcid": "",
    "user": None,
}
DELETED: tuple[tuple[type[Any], str], ...] = (
    (Passage, "profile"),
    (ProposalSource, "expert"),
    (Contact, "expert"),
    (Affiliation, "expert"),
    (LanguageSkill, "expert"),
    (AvailabilityPeriod, "expert"),
    (Confirmation, "expert"),
    (Delegate, "expert"),
    (Invitation, "expert"),
)
SCRUBBED: dict[
    type[Any], tuple[str, ...]
] = {  # of rows about others, in which a person may be named all the same
    ImportRun: ("file_name", "problems"),
    Proposal: ("text",),
    Passage: ("text",),
    Erasure: ("evidence",),
}


def erase(person: Person) -> None:
    """The rows of the profiles stay, without a name: what refers to them stays readable."""
    profiles = [one.pk for one in person.profiles]
    for model, column in DELETED:
        model.objects.filter(**{f"{column}__in": profiles}).delete()
    LookAlike.objects.filter(Q(first__in=profiles) | Q(second__in=profiles)).delete()
    for profile in person.profiles:
        _empty(profile)
    if person.account:
        Membership.objects.filter(user=person.account).delete()
        Delegate.objects.filter(user=person.account).delete()
    for address in person.addresses:
        Delegate.objects.filter(email__iexact=address).delete()
    for model, columns in SCRUBBED.items():
        person.scrub_wherever(model.objects.all(), *columns)
    _forget_answers(person, profiles)


def _empty(profile: Expert) -> None:
    row = Expert.objects.select_for_update(of=("self", "profile_ptr")).get(pk=profile.pk)
    for name in OF_PROFILE:
        getattr(row, name).clear()
    for name, value in EMPTIED.items():
        setattr(row, name, value)
    row.withdrawn_at = row.withdrawn_at or timezone.now()
    row.version += 1
    row.save()


def _forget_answers(person: Person, profiles: list[Any]) -> None:
    """Answers kept for a day, so that a request sent twice is carried out once."""
    for pk in profiles:
        IdempotencyKey.objects.filter(path__contains=str(pk)).delete()
    for word in person.words:
        IdempotencyKey.objects.filter(answer__icontains=word).delete()
