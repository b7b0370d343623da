"""The checks, each a generator of what it finds. Nobody's address or number is in any evidence."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.common.text import fold
from backend.conflicts.comparing import (
    addresses_of,
    affiliations_of,
    domains,
    experts_of,
    host_of,
    is_same,
    overlap,
    told_of,
    works_of,
)
from backend.conflicts.findings import Finding, Kind
from backend.conflicts.models import DeclaredRelation
from backend.directory.models import Expert, Institution, Profile
from backend.directory.rights import own_profile_ids

LEAST_NAME = 8  # letters of a name that is looked for in a text: shorter ones are words too


def requester(candidate: Profile, partner: Institution) -> Iterator[Finding]:
    """The institution that asks, one above or below it, or somebody who acts for it."""
    if isinstance(candidate, Institution) and is_same(candidate, partner):
        yield Finding(Kind.REQUESTER, f"requester:{candidate.pk}", candidate.name)
    user = candidate.user if isinstance(candidate, Expert) else None
    if user and partner.pk in own_profile_ids(user):
        told = _("Acts for %(institution)s here.") % {"institution": partner.name}
        yield Finding(Kind.REQUESTER, f"requester:{user.pk}", told)


def institution(candidate: Profile, partner: Institution) -> Iterator[Finding]:
    """Works there today, or did within the years that count; the name in any script."""
    this_year = timezone.localdate().year
    for one in affiliations_of([candidate.pk]):
        if not is_same(one.institution, partner):
            continue
        today = one.end_year is None or one.end_year >= this_year
        kind = Kind.INSTITUTION if today else Kind.FORMER_INSTITUTION
        yield Finding(kind, f"{kind}:{one.pk}:{one.end_year}", told_of(one))


def shared_affiliation(candidate: Profile, partner: Institution) -> Iterator[Finding]:
    """Was somewhere else at the same time as an expert who acts for who asks."""
    theirs = list(affiliations_of(experts_of(partner).values("pk")))
    for own in affiliations_of([candidate.pk]):
        for other in theirs:
            elsewhere = not is_same(own.institution, partner)
            if elsewhere and is_same(own.institution, other.institution) and overlap(own, other):
                key = f"{Kind.SHARED_AFFILIATION}:{own.pk}:{other.pk}"
                told = f"{told_of(own)} · {other.expert.name}"
                yield Finding(Kind.SHARED_AFFILIATION, key, told)


def shared_work(candidate: Profile, partner: Institution) -> Iterator[Finding]:
    """A project or publication that names who asks, or that is theirs too by its identifier."""
    names = [name for name in map(fold, partner.names.values()) if len(name) >= LEAST_NAME]
    people = [partner.pk, *experts_of(partner).values_list("pk", flat=True)]
    theirs = set(works_of(people).exclude(identifier="").values_list("identifier", flat=True))
    for work in works_of([candidate.pk]):
        text = fold(work.text)
        if work.identifier in theirs or any(name in text for name in names):
            key = f"{Kind.SHARED_WORK}:{work.pk}:{work.text_hash[:16]}"
            yield Finding(Kind.SHARED_WORK, key, work.text)


def mail_domain(candidate: Profile, partner: Institution) -> Iterator[Finding]:
    """The same domain of mail, or one below the other; those open to everybody do not count."""
    theirs = domains(partner.memberships.values_list("user__email", flat=True))
    theirs |= {host} if (host := host_of(partner.website)) else set()
    for own in sorted(domains(addresses_of(candidate))):
        if any(own == one or own.endswith(f".{one}") or one.endswith(f".{own}") for one in theirs):
            yield Finding(Kind.MAIL_DOMAIN, f"{Kind.MAIL_DOMAIN}:{own}", own)


def declared(candidate: Profile, partner: Institution) -> Iterator[Finding]:
    today = timezone.localdate()
    in_force = Q(ended_on=None) | Q(ended_on__gt=today)
    rows = DeclaredRelation.objects.filter(in_force, profile=candidate, institution=partner)
    for row in rows.order_by("pk"):
        told = f"{row.get_kind_display()}: {row.note}"
        yield Finding(Kind.DECLARED, f"{Kind.DECLARED}:{row.pk}:{row.version}", told)


def unconfirmed(candidate: Profile, partner: Institution) -> Iterator[Finding]:
    """Nobody knows who it is: no account, no ORCID, never confirmed."""
    if not isinstance(candidate, Expert):
        return
    if not (candidate.user_id or candidate.orcid or candidate.last_confirmed):
        told = _("No account, no ORCID iD, and the profile was never confirmed.")
        yield Finding(Kind.UNCONFIRMED, str(Kind.UNCONFIRMED), told)


CHECKS = (
    requester,
    institution,
    declared,
    shared_affiliation,
    shared_work,
    mail_domain,
    unconfirmed,
)
