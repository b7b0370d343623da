"""What readers want: how often, in which zone, and what not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from backend.accounts.models import User
from backend.accounts.services import choose_language
from backend.common.queue import enqueue
from backend.notifications.models import OPTIONAL, Frequency, Kind, Letter, Reader
from backend.notifications.selectors import next_digest


@transaction.atomic
def change_wishes(*, reader: Reader, user: User, values: Mapping[str, Any]) -> Reader:
    """Those of somebody with an account, which has the language."""
    values = dict(values)
    if "language" in values:
        choose_language(user=user, language=values.pop("language"))
    return change_reader(reader=reader, values=values)


@transaction.atomic
def change_reader(*, reader: Reader, values: Mapping[str, Any]) -> Reader:
    """Changes what is given; what waits for a digest follows the new wish."""
    for name, value in values.items():
        setattr(reader, name, value)
    reader.version += 1
    reader.save()
    for kind in OPTIONAL:
        _settle_held(reader, kind)
    return reader


@transaction.atomic
def refuse_letters(*, letter: Letter) -> None:
    """No more letters of this kind to its reader; of a digest: of the kinds that were in it."""
    reader, _made = Reader.objects.get_or_create(address=letter.address.lower())
    reader = Reader.objects.select_for_update().get(pk=reader.pk)
    kinds = kinds_of(letter)
    refused = dict.fromkeys(kinds, str(Frequency.NONE))
    change_reader(reader=reader, values={"frequencies": {**reader.frequencies, **refused}})


def kinds_of(letter: Letter) -> list[Kind]:
    """The kinds that can be refused by this letter's link."""
    found = {letter.kind}
    if letter.kind == Kind.DIGEST:
        found = set(letter.parts.values_list("kind", flat=True))
    return [kind for kind in OPTIONAL if kind in found]


def _settle_held(reader: Reader, kind: str) -> None:
    held = Letter.objects.held().filter(address__iexact=reader.address, kind=kind)
    frequency = reader.frequency(kind)
    if frequency == Frequency.NONE:
        held.update(status=Letter.Status.UNWANTED)
    elif frequency == Frequency.AT_ONCE:
        for pk in list(held.select_for_update().order_by("pk").values_list("pk", flat=True)):
            Letter.objects.filter(pk=pk).update(status=Letter.Status.WAITING, send_after=Now())
            enqueue("notifications.send_letter", pk)
    else:
        held.update(send_after=next_digest(timezone.now(), reader.zone, frequency))
