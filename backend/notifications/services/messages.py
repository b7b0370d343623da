"""A letter as it goes over the wire: text, HTML, and the file of dates that goes with it."""

from __future__ import annotations

from email.mime.text import MIMEText

import css_inline
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import linebreaks, urlize
from django.utils.translation import gettext as _

from backend.notifications.models import OPTIONAL, Kind, Letter
from backend.notifications.selectors import unsubscribe_link

# Nothing is fetched for it: the style sheet stands in the template.
INLINER = css_inline.CSSInliner(load_remote_stylesheets=False)


def message_of(letter: Letter) -> EmailMultiAlternatives:
    link = unsubscribe_link(letter) if _may_be_refused(letter) else ""
    headers = {"Message-ID": letter.message_id, "Content-Language": letter.language}
    if link:  # RFC 8058: the mail program's own button, one click
        headers |= {
            "List-Unsubscribe": f"<{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    with translation.override(letter.language):
        text = letter.text
        if link:
            text += "\n\n-- \n" + _("No more such letters: %(link)s") % {"link": link}
        message = EmailMultiAlternatives(letter.subject, text, to=[letter.address], headers=headers)
        message.attach_alternative(_html(letter, link), "text/html")
    if letter.calendar:
        message.attach(_dates(letter.calendar))
    return message


def _may_be_refused(letter: Letter) -> bool:
    return letter.kind in OPTIONAL or letter.kind == Kind.DIGEST


def _html(letter: Letter, link: str) -> str:
    context = {
        "subject": letter.subject,
        "body": linebreaks(urlize(letter.text, autoescape=True)),
        "language": letter.language,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "unsubscribe": link,
    }
    return INLINER.inline(render_to_string("notifications/letter.html", context))


def _dates(calendar: str) -> MIMEText:
    """The method is told in the header too: by it mail programs know what to offer."""
    part = MIMEText(calendar, "calendar", "utf-8")
    part.set_param("method", "CANCEL" if "METHOD:CANCEL" in calendar else "REQUEST")
    part.add_header("Content-Disposition", "attachment", filename="date.ics")
    return part
