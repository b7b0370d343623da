"""What officers are written about their work, and those who stand in for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Model
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.accounts.models import User
from backend.consultations.models import Assignment, Clock
from backend.consultations.selectors import people_of, responsible_for
from backend.directory.selectors import language_of
from backend.notifications.services import write_letter

Wording = Callable[[], tuple[str, str]]  # subject and text, in the language in force


def write_overdue(clock: Clock) -> None:
    """A reminder that a clock is past its time."""
    assert clock.due_at is not None, "a paused clock is never overdue"
    due, need = timezone.localtime(clock.due_at), clock.request.need
    title = need.title or need.text[:80]

    def wording() -> tuple[str, str]:
        subject = _("Overdue: %(title)s") % {"title": title}
        text = _("%(what)s was due on %(day)s for the request of %(institution)s:\n\n%(title)s")
        return subject, text % {
            "what": str(clock.get_kind_display()).capitalize(),
            "day": date_format(due, "DATE_FORMAT"),
            "institution": need.institution.name,
            "title": title,
        }

    _write(responsible_for(clock.request), clock, wording)


def write_handed_over(first: Assignment, count: int) -> None:
    """One letter, however many requests; ``first`` is one of their records."""
    assert first.officer is not None, "requests are handed to somebody"

    def wording() -> tuple[str, str]:
        told = ngettext(
            "%(count)d open request was handed over to you.",
            "%(count)d open requests were handed over to you.",
            count,
        ) % {"count": count}
        return told, "\n\n".join(part for part in (told, first.reason) if part)

    _write(people_of(first.officer.pk), first, wording)


def _write(people: Iterable[User], of: Model, wording: Wording) -> None:
    """To each in their own language."""
    for person in people:
        language = language_of(person)
        with translation.override(language):
            subject, text = wording()
        write_letter(address=person.email, language=language, subject=subject, text=text, of=of)
