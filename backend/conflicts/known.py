"""What is known of candidates and of who asks, read once for however many of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from backend.common.text import fold
from backend.conflicts.comparing import (
    affiliations_of,
    domains,
    experts_of,
    host_of,
    works_of,
)
from backend.conflicts.models import DeclaredRelation, Waiver
from backend.directory.models import (
    Affiliation,
    Contact,
    Expert,
    Institution,
    Membership,
    Passage,
    Profile,
)

LEAST_NAME = 8  # letters of a name that is looked for in a text: shorter ones are words too


@dataclass
class Candidate:
    """An institution or expert, with places of work, works and addresses."""

    profile: Profile
    affiliations: list[Affiliation] = field(default_factory=list)
    works: list[Passage] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    @cached_property
    def domains(self) -> list[str]:
        return sorted(domains(self.addresses))

    @cached_property
    def texts(self) -> list[tuple[Passage, str]]:
        """Of the works, as names are looked for in them."""
        return [(work, fold(work.text)) for work in self.works]


@dataclass(frozen=True)
class Partner:
    """Who asks: who acts for it, where these have worked, what ties it by name or address, and
    what was declared of candidates and waived."""

    institution: Institution
    people: frozenset[UUID]
    affiliations: list[Affiliation]
    names: list[str]
    identifiers: frozenset[str]
    domains: frozenset[str]
    declared: Mapping[UUID, list[DeclaredRelation]]
    waived: Mapping[tuple[UUID, str], Waiver]


def candidates(profiles: Iterable[Profile]) -> list[Candidate]:
    """In the same order: at most six queries, whatever their number."""
    found = {one.pk: Candidate(one) for one in _concrete(list(profiles))}
    experts = [pk for pk, one in found.items() if isinstance(one.profile, Expert)]
    for work_place in affiliations_of(experts):
        found[work_place.expert_id].affiliations.append(work_place)
    for work in works_of(list(found)):
        found[work.profile_id].works.append(work)
    for expert, email in Contact.objects.filter(expert__in=experts).values_list("expert", "email"):
        found[expert].addresses.append(email)
    for one in found.values():
        if isinstance(one.profile, Expert) and one.profile.user:
            one.addresses.append(one.profile.user.email)
    institutions = [pk for pk, one in found.items() if isinstance(one.profile, Institution)]
    members = Membership.objects.filter(institution__in=institutions)
    for institution, email in members.values_list("institution", "user__email"):
        found[institution].addresses.append(email)
    return list(found.values())


def partner(institution: Institution, candidates: Sequence[UUID]) -> Partner:
    """As these candidates have to be held against it: eight queries, whatever their number."""
    acting = institution.memberships.valid_on(timezone.now().date())
    experts = list(experts_of(institution).values_list("pk", flat=True))
    theirs = works_of([institution.pk, *experts]).exclude(identifier="")
    host = host_of(institution.website)
    addresses = institution.memberships.values_list("user__email", flat=True)
    return Partner(
        institution,
        frozenset(acting.values_list("user", flat=True)),
        list(affiliations_of(experts)),
        [name for name in map(fold, institution.names.values()) if len(name) >= LEAST_NAME],
        frozenset(theirs.values_list("identifier", flat=True)),
        frozenset(domains(addresses) | ({host} if host else set())),
        _declared(institution, candidates),
        _waived(institution, candidates),
    )


def _declared(
    institution: Institution, profiles: Sequence[UUID]
) -> dict[UUID, list[DeclaredRelation]]:
    """By candidate, what is declared and in force today."""
    in_force = Q(ended_on=None) | Q(ended_on__gt=timezone.localdate())
    rows = DeclaredRelation.objects.filter(in_force, institution=institution, profile__in=profiles)
    found: dict[UUID, list[DeclaredRelation]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.profile_id].append(row)
    return found


def _waived(institution: Institution, profiles: Sequence[UUID]) -> dict[tuple[UUID, str], Waiver]:
    rows = Waiver.objects.filter(institution=institution, profile__in=profiles)
    return {(row.profile_id, row.key): row for row in rows.select_related("by")}


def _concrete(profiles: list[Profile]) -> list[Profile]:
    """As the institutions or experts that they are."""
    bare = [one.pk for one in profiles if type(one) is Profile]
    known: dict[UUID, Profile] = {}
    if bare or any(isinstance(one, Expert) for one in profiles):
        ids = [one.pk for one in profiles if not isinstance(one, Institution)]
        known |= Expert.objects.select_related("user").in_bulk(ids)
    if left := [pk for pk in bare if pk not in known]:
        known |= Institution.objects.in_bulk(left)
    return [known.get(one.pk, one) for one in profiles]
