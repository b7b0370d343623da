"""Switching to versions that are filled in, taking that back, and clearing away the old."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.matches import engine
from backend.matches.models import EncoderVersion
from backend.matches.selectors.pending import pending_terms, pending_vectors, served_by
from backend.matches.services.indexes import drop_index
from backend.matches.services.settling import State, activate, lock_versions, move, settle_versions
from backend.matches.texts import ALL, Texts

PRUNE_BATCH = 5_000  # vectors removed in one statement
REST = datetime.timedelta(seconds=60)  # a question that began before the switch may still run


class CannotSwitch(Exception):
    """Why not, in words for the person who asked."""


@dataclass(frozen=True)
class Progress:
    """How far a version is filled in. ``gone``: why nothing can be made of it any more."""

    row: EncoderVersion
    wanted: bool
    done: int = 0
    total: int = 0
    gone: str = ""

    @property
    def is_complete(self) -> bool:
        return not self.gone and self.done == self.total


def progress() -> list[Progress]:
    """Every version, those that answer first."""
    wanted = set(engine.wanted())
    rows = EncoderVersion.objects.order_by("state", "encoder", "created_at")
    return [progress_of(row, engine.Version(*row.key) in wanted) for row in rows]


def progress_of(row: EncoderVersion, wanted: bool = True) -> Progress:
    version = engine.Version(*row.key)
    try:
        engine.fitted(version)
        total = sum(served_by(version, texts).count() for texts in ALL)
        pending = sum(pending_vectors(version, texts).count() for texts in ALL)
        return Progress(row, wanted, total - pending, total)
    except engine.VersionGone:
        told = _(
            "%(encoder)s %(version)s can't be loaded any more: register it as "
            "%(encoder)s@%(version)s, or switch to another version."
        )
        words = {"encoder": row.encoder, "version": row.encoder_version}
        return Progress(row, wanted, gone=told % words)


@transaction.atomic
def switch(*, force: bool = False) -> list[EncoderVersion]:
    """What the setting names answers from now on. Returns what was made to answer.

    Raises CannotSwitch where something is not filled in yet, unless ``force``.
    """
    settle_versions()
    lock_versions()
    wanted = {tuple(version) for version in engine.wanted()}
    rows = list(EncoderVersion.objects.select_for_update().order_by("pk"))
    new = [row for row in rows if row.state == State.FILLING and row.key in wanted]
    old = [row for row in rows if row.state == State.ACTIVE and row.key not in wanted]
    if not (new or old):
        raise CannotSwitch(_("There is nothing to switch to: what is wanted answers already."))
    if not force:
        _check_complete(new)
    _exchange(old, new)
    return new


def _check_complete(rows: list[EncoderVersion]) -> None:
    if any(pending_terms(texts).exists() for texts in ALL):
        raise CannotSwitch(_("Passages have come in that are not read yet. Try again in a moment."))
    for found in map(progress_of, rows):
        if not found.is_complete:
            told = _("%(version)s is not filled in yet (%(done)d of %(total)d). %(gone)s")
            words = {"version": found.row, "done": found.done, "total": found.total}
            raise CannotSwitch((told % {**words, "gone": found.gone}).strip())


def _exchange(old: list[EncoderVersion], new: list[EncoderVersion]) -> None:
    now = timezone.now()
    for row in old:
        row.retired_at = now
        move(row, State.RETIRED)
    for row in new:
        activate(row, now)


def undoable() -> list[EncoderVersion]:
    """What answered before the last switch. Raises CannotSwitch where there is nothing."""
    return _last_switch(list(EncoderVersion.objects.order_by("pk")))[1]


@transaction.atomic
def undo(*, force: bool = False) -> list[EncoderVersion]:
    """What answered before the last switch answers again. Returns these.

    The ones switched to stay filled in as long as the setting names them. Raises CannotSwitch,
    also where passages came in since that the old versions lack (fill them first), unless
    ``force``.
    """
    lock_versions()
    rows = list(EncoderVersion.objects.select_for_update().order_by("pk"))
    new, back = _last_switch(rows)
    if not force:
        _check_complete(back)
    for row in new:
        row.activated_at = None
        move(row, State.FILLING)
    for row in back:
        activate(row, row.activated_at)
    return back


def _last_switch(
    rows: list[EncoderVersion],
) -> tuple[list[EncoderVersion], list[EncoderVersion]]:
    """What it made to answer, and what answered before."""
    moments = [row.activated_at for row in rows if row.state == State.ACTIVE]
    moments += [row.retired_at for row in rows if row.state in (State.RETIRED, State.REMOVED)]
    last = max((one for one in moments if one), default=None)
    new = [row for row in rows if row.state == State.ACTIVE and row.activated_at == last]
    back = [row for row in rows if last and row.retired_at == last]
    others = [row for row in rows if row.state == State.ACTIVE and row not in new]
    if not (back or others):
        raise CannotSwitch(_("There is no switch to take back."))
    for row in back:
        if row.state == State.REMOVED:
            raise CannotSwitch(_("The vectors of %(version)s were removed.") % {"version": row})
        if gone := progress_of(row).gone:
            raise CannotSwitch(gone)
    return new, back


def prune() -> int:
    """Remove the vectors and indexes of retired versions. Returns how many vectors went.

    After this, the last switch can't be taken back. Versions retired a moment ago are left: a
    question that began before may still be asking them.
    """
    removed = 0
    for row in EncoderVersion.objects.filter(state=State.RETIRED).order_by("pk"):
        if row.retired_at is None or row.retired_at < timezone.now() - REST:
            removed += _remove(row)
    return removed


def _remove(row: EncoderVersion) -> int:
    drop_index(engine.Version(*row.key))
    removed = sum(_remove_all(row, texts) for texts in ALL)
    move(row, State.REMOVED)
    return removed


def _remove_all(row: EncoderVersion, texts: Texts) -> int:
    removed, gone = 0, -1
    while gone:
        gone = _remove_some(row, texts)
        removed += gone
    return removed


def _remove_some(row: EncoderVersion, texts: Texts) -> int:
    encoder, version, correction = row.key
    vectors = texts.vectors._default_manager
    own = vectors.filter(
        encoder=encoder, encoder_version=version, correction_version=correction
    ).order_by()
    some = own.values("pk")[:PRUNE_BATCH]
    return vectors.filter(pk__in=some)._raw_delete(vectors.db)
