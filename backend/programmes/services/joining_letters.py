"""What those who speak for an institution are written about an idea they are asked to join."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.links import SignedLink
from backend.directory.selectors import focal_points, language_of
from backend.notifications.models import Kind
from backend.notifications.services import write_letter
from backend.programmes.models import IdeaPartner

LINK = SignedLink("joining", "invitations to join ideas")
Written = tuple[str, str, str]  # kind, subject, text
Writing = Callable[[IdeaPartner, User], Written]


def asking_letter(partner: IdeaPartner, reader: User) -> Written:
    idea = partner.idea
    names = {"lead": idea.institution.name, "institution": partner.institution.name}
    parts = [
        _greeting(reader),
        _("%(lead)s plans a project with others, and would like %(institution)s to take part:")
        % names,
        f"{idea.title}\n{idea.text}",
        _("What it brings:") + "\n" + idea.offers if idea.offers else "",
        _("What it looks for:") + "\n" + idea.seeks if idea.seeks else "",
        _("Why you:") + "\n" + partner.why if partner.why else "",
        partner.message,
        _("Please answer by %(day)s. By the link you can join or decline. Opening it answers "
          "nothing yet:") % {"day": until(partner)},
        joining_link(partner, reader),
    ]  # fmt: skip
    subject = _("Will you join? %(title)s") % {"title": idea.title}
    return Kind.INVITATION, subject, "\n\n".join(part for part in parts if part)


def no_longer_letter(partner: IdeaPartner, reader: User) -> Written:
    subject = _("No longer asked: %(title)s") % {"title": partner.idea.title}
    text = _("The invitation to join was taken back; you need not answer any more.")
    return Kind.INVITATION, subject, f"{_greeting(reader)}\n\n{text}"


def recorded_letter(partner: IdeaPartner, reader: User) -> Written:
    """An officer wrote down what the institution had said: it can see that, and object."""
    step = partner.steps.latest("pk")
    subject = _("Recorded for you: %(title)s") % {"title": partner.idea.title}
    text = _(
        "The secretariat has recorded an answer of %(institution)s, as it was told by "
        "%(channel)s on %(day)s. If this is not right, write to the secretariat."
    ) % {
        "institution": partner.institution.name,
        "channel": step.get_channel_display(),
        "day": date_format(step.told_on) if step.told_on else "",
    }
    return Kind.DECISION, subject, f"{_greeting(reader)}\n\n{text}"


def write_to_asked(partner: IdeaPartner, writing: Writing = asking_letter) -> None:
    """To each in their language; where nobody acts for the institution, an officer calls."""
    for reader in focal_points(partner.institution).select_related("expert"):
        language = language_of(reader)
        with translation.override(language):
            kind, subject, text = writing(partner, reader)
        write_letter(
            address=reader.email,
            language=language,
            subject=subject,
            text=text,
            of=partner,
            kind=kind,
        )


def tell_leaders(partner: IdeaPartner, told: str, reason: str = "") -> None:
    """Those who speak for the institution whose idea it is, and who asked; in their languages."""
    people = [*focal_points(partner.idea.institution), partner.invited_by]
    for reader in dict.fromkeys(people):
        language = language_of(reader)
        with translation.override(language):
            text = _(told) % {"institution": partner.institution.name}
        write_letter(
            address=reader.email,
            language=language,
            subject=f"{partner.institution.name}: {partner.idea.title}",
            text="\n\n".join(part for part in (text, reason) if part),
            of=partner,
            kind=Kind.PROGRESS,
        )


def joining_link(partner: IdeaPartner, reader: User) -> str:
    """Each has an own link: so it is known who answered."""
    return LINK.to(partner, reader)


def partner_of(token: str) -> tuple[IdeaPartner, User] | None:
    """What a link is about and who has it; None once that person no longer acts there."""
    rows = IdeaPartner.objects.select_related("idea__institution", "institution")
    try:
        pk, reader = LINK.row_ids(token)
        found = rows.get(pk=pk)
        return found, focal_points(found.institution).get(pk=reader)
    except (ValueError, IdeaPartner.DoesNotExist, User.DoesNotExist):
        return None


def until(partner: IdeaPartner) -> str:
    """The last moment for an answer, as a page or a letter says it."""
    if partner.answer_by is None:
        return ""
    return date_format(timezone.localtime(partner.answer_by), "DATETIME_FORMAT") + " UTC"


def _greeting(reader: User) -> str:
    name = reader.get_full_name()
    return _("Dear %(name)s,") % {"name": name} if name else _("Good day,")
