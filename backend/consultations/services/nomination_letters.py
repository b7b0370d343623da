"""What focal points are written about nominations, and officers about the answers."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.links import SignedLink
from backend.consultations.models import Nomination
from backend.consultations.services.letters import Letter, day_of, title_of
from backend.directory.selectors import focal_points, language_of
from backend.notifications.models import Kind
from backend.notifications.services import write_letter

LINK = SignedLink("nomination", "nominations for requests")
Writing = Callable[[Nomination, User], Letter]


def nomination_letter(nomination: Nomination, reader: User) -> Letter:
    need, asked = nomination.request.need, nomination.nominees.select_related("expert")
    names = ", ".join(one.expert.name for one in asked)
    parts = [
        _greeting(reader),
        _("%(partner)s asks for help, and %(institution)s could give it:")
        % {"partner": need.institution.name, "institution": nomination.institution.name},
        f"{need.title}\n{need.text}".strip(),
        _("Please say whether you release: %(names)s.") % {"names": names} if names else "",
        nomination.message,
        _("Please answer by %(day)s. By the link you can name people, release those who are "
          "asked for, or decline. Opening it answers nothing yet:") % {"day": day_of(nomination)},
        nomination_link(nomination, reader),
    ]  # fmt: skip
    subject = _("Whom can you name? %(title)s") % {"title": title_of(nomination.request)}
    return Letter(translation.get_language(), subject, "\n\n".join(filter(None, parts)))


def reminder_of_nomination(nomination: Nomination, reader: User) -> Letter:
    subject = _("A reminder: %(title)s") % {"title": title_of(nomination.request)}
    text = _("Your answer is awaited until %(day)s:\n\n%(link)s\n\nThis is the only reminder.") % {
        "day": day_of(nomination),
        "link": nomination_link(nomination, reader),
    }
    letter = f"{_greeting(reader)}\n\n{text}"
    return Letter(translation.get_language(), subject, letter, Kind.REMINDER)


def no_nomination_letter(nomination: Nomination, reader: User) -> Letter:
    subject = _("No longer needed: %(title)s") % {"title": title_of(nomination.request)}
    text = _("Thank you: nobody need be named any more.")
    return Letter(translation.get_language(), subject, f"{_greeting(reader)}\n\n{text}")


def write_to_focal_points(nomination: Nomination, writing: Writing) -> None:
    """To each in their language; where nobody acts for the institution, an officer calls."""
    for reader in focal_points(nomination.institution):
        with translation.override(language_of(reader)):
            letter = writing(nomination, reader)
        write_letter(address=reader.email, of=nomination, **letter.as_values())


def tell_officer(nomination: Nomination, told: str, **values: str) -> None:
    """Whoever looks after the request, else who asked the institution; ``told`` in their words."""
    reader = nomination.request.officer or nomination.asked_by
    language = language_of(reader)
    with translation.override(language):
        text = _(told) % {"institution": nomination.institution.name, **values}
    write_letter(
        address=reader.email,
        language=language,
        subject=f"{nomination.institution.name}: {title_of(nomination.request)}",
        text=text,
        of=nomination,
        kind=Kind.PROGRESS,
    )


def nomination_link(nomination: Nomination, reader: User) -> str:
    """Each focal point has an own link: so it is known who answered."""
    return LINK.to(nomination, reader)


def nomination_of(token: str) -> tuple[Nomination, User] | None:
    """The nomination of a link and who has it; None once that person no longer acts there."""
    rows = Nomination.objects.select_related("request__need__institution", "institution")
    try:
        pk, reader = LINK.row_ids(token)
        found = rows.get(pk=pk)
        return found, focal_points(found.institution).get(pk=reader)
    except (ValueError, Nomination.DoesNotExist, User.DoesNotExist):
        return None


def _greeting(reader: User) -> str:
    name = reader.get_full_name()
    return _("Dear %(name)s,") % {"name": name} if name else _("Good day,")
