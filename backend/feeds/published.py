"""The sources that there are."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from backend.common.names import name_in
from backend.feeds.addresses import api
from backend.feeds.sources import Entry, Source, register
from backend.programmes.models import Call


def _call(call: Call) -> Entry:
    programme = call.programme
    told = [
        programme.name,
        name_in(programme.descriptions),
        f"→ {call.closes_at:%Y-%m-%d %H:%M} UTC",
    ]
    assert call.announced_at is not None
    return Entry(
        call.pk,
        call.name,
        "\n\n".join(filter(None, told)),
        api("calls", call.pk),
        call.announced_at,
        max(call.updated_at, call.announced_at),
        author=name_in(programme.funders),
        tags=(programme.code,),
    )


CALLS = Source(
    "calls",
    _("Calls for proposals"),
    lambda: Call.objects.announced().select_related("programme"),
    _call,
    "announced_at",
    {},
)

for one in (CALLS,):
    register(one)
