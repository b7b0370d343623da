"""Calls as texts that alerts can find."""

from __future__ import annotations

from backend.alerts.known import open_calls
from backend.alerts.models import CallText
from backend.common.text import text_hash
from backend.programmes.models import Call

FIRST = "en"  # of a name in several languages; else the first there is


def tell_calls_as_texts() -> int:
    """Of each open call what it says today. Says how many had changed."""
    known = dict(CallText.objects.values_list("pk", "text_hash"))
    fresh = [_text(call) for call in open_calls().select_related("programme").order_by("pk")]
    fresh = [one for one in fresh if known.get(one.pk) != one.text_hash]
    CallText.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["text", "text_hash", "language"],
    )
    return len(fresh)


def _text(call: Call) -> CallText:
    """In one language: that in which most is said of it."""
    programme = call.programme
    languages = {*call.names, *programme.names, *programme.descriptions}
    language = FIRST if FIRST in languages else min(languages, default="")
    parts = [one.get(language, "") for one in (call.names, programme.names, programme.descriptions)]
    text = "\n".join(filter(None, parts)) or call.name
    return CallText(pk=call.pk, call=call, text=text, text_hash=text_hash(text), language=language)
