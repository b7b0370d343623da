"""What hangs on an expert: places of work, languages, availability, contact data."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from backend.directory.models import (
    Affiliation,
    AvailabilityPeriod,
    Contact,
    Erasure,
    Expert,
    LanguageSkill,
    ProposalSource,
)


def merge_people(kept: Expert, dropped: Expert) -> None:
    own = {(a.institution_id, a.start_year): a for a in kept.affiliations.all()}
    for affiliation in dropped.affiliations.all():
        same = own.get((affiliation.institution_id, affiliation.start_year))
        take_affiliation(affiliation, same, expert=kept)
    _languages(kept, dropped)
    if not kept.availability.exists() and "availability" not in kept.edited_fields:
        AvailabilityPeriod.objects.filter(expert=dropped).update(expert=kept)
    _contact(kept, dropped)
    _follow(kept, dropped)


def take_affiliation(affiliation: Affiliation, same: Affiliation | None, **values) -> None:
    """Moves it, or fills what the same one there does not say and leaves it behind."""
    if same is None:
        for name, value in values.items():
            setattr(affiliation, name, value)
        affiliation.save()
        return
    same.position = same.position or affiliation.position
    same.end_year = same.end_year or affiliation.end_year
    same.save()


def _languages(kept: Expert, dropped: Expert) -> None:
    own = {skill.language_id: skill for skill in kept.language_skills.all()}
    for skill in dropped.language_skills.all():
        same = own.get(skill.language_id)
        if same is None:
            LanguageSkill.objects.filter(pk=skill.pk).update(expert=kept)
        elif not same.level:
            LanguageSkill.objects.filter(pk=same.pk).update(level=skill.level)


def _follow(kept: Expert, dropped: Expert) -> None:
    """What was proposed, confirmed and given to delegates, and an erasure that is under way.

    Where both have one and there is room for one alone, that of the dropped stays behind.
    """
    ProposalSource.objects.filter(expert=dropped).update(expert=kept)
    open_ones = Q(confirmed_at=None)
    if kept.confirmations.filter(open_ones).exists():
        dropped.confirmations.filter(open_ones).delete()
    dropped.confirmations.update(expert=kept)
    own = kept.delegates.filter(ended_at=None)
    same = Q(email__in=own.values("email")) | Q(user__in=own.exclude(user=None).values("user"))
    dropped.delegates.filter(same, ended_at=None).update(ended_at=timezone.now())
    dropped.delegates.update(expert=kept)
    under_way = Erasure.objects.filter(status__in=["asked", "confirmed"])
    if not under_way.filter(expert=kept).exists():
        under_way.filter(expert=dropped).update(expert=kept)


def _contact(kept: Expert, dropped: Expert) -> None:
    other = Contact.objects.filter(expert=dropped).first()
    if other is None:
        return
    own, _created = Contact.objects.get_or_create(expert=kept)
    own.email = own.email or other.email
    own.phone = own.phone or other.phone
    own.save()
