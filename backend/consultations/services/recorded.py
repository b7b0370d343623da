"""Whoever had something recorded for them by an officer is told of it, and can object."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backend.common.models import Row
from backend.common.on_behalf import Channel, OnBehalf
from backend.consultations.models import ConsultationRequest
from backend.consultations.services.letters import title_of
from backend.consultations.services.recipients import Recipient
from backend.directory.models import Profile
from backend.notifications.services import write_letter

Said = Callable[[Recipient], str]  # what was recorded, in the language in force


def tell_recorded(
    *,
    of: Row,
    request: ConsultationRequest,
    whose: Profile,
    readers: Iterable[Recipient],
    said: Said,
    on_behalf: OnBehalf | None,
) -> None:
    """To each in their language; nothing, where it was their own step."""
    if on_behalf is None:
        return
    for reader in readers:
        with translation.override(reader.language):
            subject = _("Recorded for you: %(title)s") % {"title": title_of(request)}
            text = _text(of, whose, said(reader), on_behalf)
        write_letter(
            address=reader.address,
            language=reader.language,
            subject=subject,
            text=text,
            of=of,
        )


def _text(of: Row, whose: Profile, said: str, on_behalf: OnBehalf) -> str:
    what = str(of._meta.verbose_name)
    told = _(
        "The secretariat has recorded this for %(name)s, as it was told by %(channel)s on "
        "%(day)s. If it is not right, write to the secretariat."
    ) % {
        "name": whose.name,
        "channel": Channel(on_behalf.channel).label,
        "day": date_format(on_behalf.told_on),
    }
    recorded = _("%(what)s: %(said)s") % {"what": what[:1].upper() + what[1:], "said": said}
    return f"{recorded}\n\n{told}"
