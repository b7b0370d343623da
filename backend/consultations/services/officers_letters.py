"""What officers are written about their work, and those who stand in for them."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Model
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.accounts.models import User
from backend.consultations.models import Assignment, Clock
from backend.consultations.selectors import people_of, responsible_for
from backend.notifications.services import write_letter


def write_overdue(clock: Clock) -> None:
    """A reminder that a clock is past its time."""
    assert clock.due_at is not None, "a paused clock is never overdue"
    with translation.override(settings.LANGUAGE_CODE):
        need = clock.request.need
        title = need.title or need.text[:80]
        _write(
            responsible_for(clock.request),
            clock,
            _("Overdue: %(title)s") % {"title": title},
            _("%(what)s was due on %(day)s for the request of %(institution)s:\n\n%(title)s")
            % {
                "what": str(clock.get_kind_display()).capitalize(),
                "day": date_format(timezone.localtime(clock.due_at), "DATE_FORMAT"),
                "institution": need.institution.name,
                "title": title,
            },
        )


def write_handed_over(first: Assignment, count: int) -> None:
    """One letter, however many requests; ``first`` is one of their records."""
    assert first.officer is not None, "requests are handed to somebody"
    with translation.override(settings.LANGUAGE_CODE):
        told = ngettext(
            "%(count)d open request was handed over to you.",
            "%(count)d open requests were handed over to you.",
            count,
        ) % {"count": count}
        text = "\n\n".join(part for part in (told, first.reason) if part)
        _write(people_of(first.officer.pk), first, told, text)


def _write(people: Iterable[User], of: Model, subject: str, text: str) -> None:
    for person in people:
        write_letter(
            address=person.email,
            language=settings.LANGUAGE_CODE,
            subject=subject,
            text=text,
            of=of,
        )
