"""Whose data they are."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.personal import Person
from backend.directory.models import Contact, Expert, Membership
from backend.directory.models.institution import MembershipQuerySet
from backend.directory.rights import memberships_of

FEWEST = 3  # letters of a name that is looked for in texts; two of a Chinese one


def person_of(user: User | None, expert: Expert | None) -> Person:
    """With the profiles that were merged into the person's, which hold the same."""
    merged = Expert.objects.filter(merged_into=expert) if expert else Expert.objects.none()
    profiles = (expert, *merged) if expert else ()
    contacts = list(Contact.objects.filter(expert__in=profiles))
    addresses = {user.email if user else "", *(contact.email for contact in contacts)} - {""}
    words = {
        *addresses,
        *(contact.phone for contact in contacts),
        *(one.orcid for one in profiles),
        *(name for one in profiles for name in one.names.values()),
        user.get_full_name() if user else "",
    }
    return Person(user, profiles, tuple(addresses), tuple(sorted(filter(_tells, words))))


def _tells(word: str) -> bool:
    return len(word) >= FEWEST or (len(word) == FEWEST - 1 and not word.isascii())


def obstacles(person: Person) -> list[str]:
    """The secretariat is never left without an owner."""
    if person.account is None:
        return []
    own = memberships_of(person.account).filter(
        role=Membership.Role.OWNER, institution__is_secretariat=True
    )
    return [
        _("%(institution)s, of which this is the only owner") % {"institution": one.institution}
        for one in own.select_related("institution")
        if not _others(one).exists()
    ]


def _others(own: Membership) -> MembershipQuerySet:
    owners = Membership.objects.valid_on(timezone.now().date()).filter(role=own.role)
    return owners.filter(institution=own.institution).exclude(user=own.user)
