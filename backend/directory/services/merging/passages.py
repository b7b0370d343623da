"""Evidence moves to the profile that stays; what it has already, word for word, stays behind."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from backend.directory.imports.store.state import key_prefix
from backend.directory.models import Passage, Profile

STRENGTH = list(Passage.Attestation.values)  # from self-declared to delivered here


def move_passages(kept: Profile, dropped: Profile) -> None:
    known: dict[str, Passage] = {}
    for passage in Passage.objects.filter(profile=kept).order_by("pk").select_for_update():
        known.setdefault(passage.text_hash, passage)
    behind: list[UUID] = []
    for passage in Passage.objects.filter(profile=dropped).select_for_update():
        if own := known.get(passage.text_hash):
            behind.append(passage.pk)
            _enrich(own, passage)
    _move(Passage.objects.filter(profile=dropped).exclude(pk__in=behind), kept, dropped)


def _move(passages, kept: Profile, dropped: Profile) -> None:
    """A key from an import is told apart from those of the other's by the profile it was of."""
    own = Q(import_key__startswith="id:") | Q(import_key__startswith="text:")
    key = Concat(Value(key_prefix(dropped.pk)), F("import_key"), output_field=CharField())
    passages.update(
        profile=kept,
        import_key=Case(When(own, then=key), default=F("import_key")),
        version=F("version") + 1,
        updated_at=timezone.now(),
    )


def _enrich(own: Passage, other: Passage) -> None:
    """What the same text says better in the other: its year, its source, who vouches for it."""
    before = [getattr(own, name) for name in ("hidden", "attestation", "year")]
    own.hidden = own.hidden or other.hidden  # a person took it out of sight
    if not own.edited:
        own.attestation = max(own.attestation, other.attestation, key=STRENGTH.index)
        own.year = own.year or other.year
        for name in ("language", "origin", "identifier"):
            before.append(getattr(own, name))
            setattr(own, name, getattr(own, name) or getattr(other, name))
    names = ("hidden", "attestation", "year", "language", "origin", "identifier")
    if before != [getattr(own, name) for name in names[: len(before)]]:
        own.version += 1
        own.save()
