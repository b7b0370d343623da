"""What experts are written about invitations, in their language."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backend.common.links import SignedLink
from backend.common.names import primary
from backend.consultations.models import ConsultationRequest, Engagement, Invitation, Nomination
from backend.consultations.services.why import proposed_why
from backend.directory.selectors import language_of
from backend.directory.services.writing import address_of
from backend.needs.models import Need, NeedGist
from backend.notifications.models import Kind
from backend.notifications.services import write_letter

LINK = SignedLink("invitation", "invitations to requests")
MESSAGES = SignedLink("messages", "messages about engagements")


@dataclass(frozen=True)
class Letter:
    """What is sent, or would be."""

    language: str
    subject: str
    text: str
    kind: str = Kind.INVITATION

    def as_values(self) -> dict[str, str]:
        """As ``write_letter`` wants it."""
        return asdict(self)


def invitation_letter(invitation: Invitation) -> Letter:
    need = invitation.request.need
    language = language_of(invitation.expert)
    why = why_you(invitation, language)
    with translation.override(language):
        parts = [
            _("Dear %(name)s,") % {"name": invitation.expert.name},
            _("%(institution)s asks for help, and you were named as somebody who can give it:")
            % {"institution": need.institution.name},
            f"{need.title}\n{need.text}".strip(),
            _("Why you:") + "\n" + why if why else "",
            invitation.message,
            _("Please answer by %(day)s. The link shows everything; you can accept, decline, or "
              "say until when you are busy. Opening it answers nothing yet:")
            % {"day": day_of(invitation)},
            link_of(invitation),
        ]  # fmt: skip
        subject = _("Can you help? %(title)s") % {"title": title_of(invitation.request)}
        return Letter(language, subject, "\n\n".join(part for part in parts if part))


def reminder_letter(invitation: Invitation) -> Letter:
    language = language_of(invitation.expert)
    with translation.override(language):
        subject = _("A reminder: %(title)s") % {"title": title_of(invitation.request)}
        text = _(
            "Dear %(name)s,\n\nyour answer is awaited until %(day)s:\n\n%(link)s\n\nThis is the "
            "only reminder."
        ) % {"name": invitation.expert.name, "day": day_of(invitation), "link": link_of(invitation)}
        return Letter(language, subject, text, Kind.REMINDER)


def no_longer_letter(invitation: Invitation) -> Letter:
    language = language_of(invitation.expert)
    with translation.override(language):
        subject = _("No longer needed: %(title)s") % {"title": title_of(invitation.request)}
        text = _(
            "Dear %(name)s,\n\nthank you for your readiness: the invitation was taken back, and "
            "you need not answer any more."
        ) % {"name": invitation.expert.name}
        return Letter(language, subject, text)


def post(letter: Letter, invitation: Invitation) -> None:
    """Writes it, where the expert has an address; an officer calls the others."""
    if address := address_of(invitation.expert):
        write_letter(address=address, of=invitation, **letter.as_values())


def title_of(request: ConsultationRequest) -> str:
    """A need's title, else how it begins."""
    return request.need.title or request.need.text[:80]


def need_gist(need: Need, language: str) -> NeedGist | None:
    """What is asked for, in the language that is being read in, else in the expert's."""
    gists = {primary(gist.language): gist for gist in need.gists.select_related("by", "original")}
    return gists.get(primary(translation.get_language() or "")) or gists.get(primary(language))


def why_you(invitation: Invitation, language: str) -> str:
    """The ranking's reasons in the expert's language; else what the partner was told."""
    match = invitation.entry.match
    return (proposed_why(match, language) if match else "") or invitation.entry.why


def day_of(asked: Invitation | Nomination) -> str:
    """The last day for an answer; with the hour where it does not end with the day."""
    end = timezone.localtime(asked.answer_by)
    if end.time() == datetime.time():
        return date_format(end - datetime.timedelta(1), "DATE_FORMAT")
    return date_format(end, "DATETIME_FORMAT") + " UTC"


def link_of(invitation: Invitation) -> str:
    return LINK.to(invitation)


def invitation_of(token: str) -> Invitation | None:
    """The invitation of a link; None for one that is not ours."""
    rows = Invitation.objects.select_related("request__need__institution", "entry", "expert__user")
    pk = LINK.row_id(token)
    return rows.filter(pk=pk).first() if pk else None


def messages_link(engagement: Engagement) -> str:
    """Where the expert reads what is written about the work, and answers."""
    return MESSAGES.to(engagement)


def engagement_of(token: str) -> Engagement | None:
    """The engagement of such a link; None for one that is not ours, or once the expert is gone."""
    rows = Engagement.objects.filter(expert__withdrawn_at=None)
    pk = MESSAGES.row_id(token)
    return (
        rows.select_related("expert__user", "request__need").filter(pk=pk).first() if pk else None
    )
