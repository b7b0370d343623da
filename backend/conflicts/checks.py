"""The checks, each a generator of what it finds. Nobody's address or number is in any evidence.

They read nothing themselves: what they hold against each other is in ``known.py``, read once for
however many candidates.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from backend.conflicts.comparing import is_same, overlap, told_of
from backend.conflicts.findings import Finding, Kind
from backend.conflicts.known import Candidate, Partner
from backend.directory.models import Expert, Institution


def requester(candidate: Candidate, partner: Partner) -> Iterator[Finding]:
    """The institution that asks, one above or below it, or somebody who acts for it."""
    one, asks = candidate.profile, partner.institution
    if isinstance(one, Institution) and is_same(one, asks):
        yield Finding(Kind.REQUESTER, f"requester:{one.pk}", one.name)
    if isinstance(one, Expert) and one.user_id in partner.people:
        told = _("Acts for %(institution)s here.") % {"institution": asks.name}
        yield Finding(Kind.REQUESTER, f"requester:{one.user_id}", told)


def institution(candidate: Candidate, partner: Partner) -> Iterator[Finding]:
    """Works there today, or did within the years that count; the name in any script."""
    this_year = timezone.localdate().year
    for one in candidate.affiliations:
        if not is_same(one.institution, partner.institution):
            continue
        today = one.end_year is None or one.end_year >= this_year
        kind = Kind.INSTITUTION if today else Kind.FORMER_INSTITUTION
        yield Finding(kind, f"{kind}:{one.pk}:{one.end_year}", told_of(one))


def shared_affiliation(candidate: Candidate, partner: Partner) -> Iterator[Finding]:
    """Was somewhere else at the same time as an expert who acts for who asks."""
    for own in candidate.affiliations:
        for other in partner.affiliations:
            elsewhere = not is_same(own.institution, partner.institution)
            if elsewhere and is_same(own.institution, other.institution) and overlap(own, other):
                key = f"{Kind.SHARED_AFFILIATION}:{own.pk}:{other.pk}"
                told = f"{told_of(own)} · {other.expert.name}"
                yield Finding(Kind.SHARED_AFFILIATION, key, told)


def shared_work(candidate: Candidate, partner: Partner) -> Iterator[Finding]:
    """A project or publication that names who asks, or that is theirs too by its identifier."""
    for work, text in candidate.texts:
        if work.identifier in partner.identifiers or any(name in text for name in partner.names):
            key = f"{Kind.SHARED_WORK}:{work.pk}:{work.text_hash[:16]}"
            yield Finding(Kind.SHARED_WORK, key, work.text)


def mail_domain(candidate: Candidate, partner: Partner) -> Iterator[Finding]:
    """The same domain of mail, or one below the other; those open to everybody do not count."""
    for own in candidate.domains:
        if any(
            own == one or own.endswith(f".{one}") or one.endswith(f".{own}")
            for one in partner.domains
        ):
            yield Finding(Kind.MAIL_DOMAIN, f"{Kind.MAIL_DOMAIN}:{own}", own)


def unconfirmed(candidate: Candidate, partner: Partner) -> Iterator[Finding]:
    """Nobody knows who it is: no account, no ORCID, never confirmed."""
    one = candidate.profile
    if isinstance(one, Expert) and not (one.user_id or one.orcid or one.last_confirmed):
        told = _("No account, no ORCID iD, and the profile was never confirmed.")
        yield Finding(Kind.UNCONFIRMED, str(Kind.UNCONFIRMED), told)


def declared(candidate: Candidate, partner: Partner) -> Iterator[Finding]:
    for row in partner.declared.get(candidate.profile.pk, ()):
        told = f"{row.get_kind_display()}: {row.note}"
        yield Finding(Kind.DECLARED, f"{Kind.DECLARED}:{row.pk}:{row.version}", told)


CHECKS = (
    requester,
    institution,
    declared,
    shared_affiliation,
    shared_work,
    mail_domain,
    unconfirmed,
)
