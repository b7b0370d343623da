"""What hangs on an institution: who works there, who acts for it, what belongs to it."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from backend.directory.models import Affiliation, Institution, Membership
from backend.directory.services.merging.people import take_affiliation


def merge_places(kept: Institution, dropped: Institution) -> None:
    _staff(kept, dropped)
    _memberships(kept, dropped)
    _parents(kept, dropped)
    kept.illustrative = kept.illustrative and dropped.illustrative


def _staff(kept: Institution, dropped: Institution) -> None:
    own = {(a.expert_id, a.start_year): a for a in kept.affiliations.all()}
    for affiliation in Affiliation.objects.filter(institution=dropped):
        same = own.get((affiliation.expert_id, affiliation.start_year))
        take_affiliation(affiliation, same, institution=kept)


def _memberships(kept: Institution, dropped: Institution) -> None:
    """A person with the same role from the same day keeps the one that lasts longer."""
    own = {(m.user_id, m.role, m.valid_from): m for m in kept.memberships.all()}
    for membership in Membership.objects.filter(institution=dropped):
        same = own.get((membership.user_id, membership.role, membership.valid_from))
        if same is None:
            membership.institution = kept
            membership.version += 1
            membership.save()
        elif same.valid_to and (not membership.valid_to or membership.valid_to > same.valid_to):
            same.valid_to = membership.valid_to
            same.version += 1
            same.save()


def _parents(kept: Institution, dropped: Institution) -> None:
    """Its parts become those of the one that stays, which never comes to stand above itself."""
    above = dropped.parent_id if kept.parent_id == dropped.pk else kept.parent_id
    dropped.parent_id = None if dropped.parent_id == kept.pk else dropped.parent_id
    kept.parent_id = above or dropped.parent_id
    if kept.parent_id == kept.pk or _stands_below(kept.parent_id, kept, dropped):
        kept.parent_id = None
    parts = Institution.objects.filter(parent=dropped).exclude(pk=kept.pk)
    parts.update(parent=kept, version=F("version") + 1, updated_at=timezone.now())


def _stands_below(pk, kept: Institution, dropped: Institution) -> bool:
    seen = set()
    while pk and pk not in seen:
        seen.add(pk)
        pk = Institution.objects.filter(pk=pk).values_list("parent", flat=True).first()
        if pk in (kept.pk, dropped.pk):
            return True
    return False
