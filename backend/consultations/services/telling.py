"""Letters that tell of a message, to everybody else who may read it."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from backend.consultations.services.recipients import Recipient
from backend.directory.imports.contact_data import without_contacts
from backend.discussion.models import Message
from backend.notifications.services import write_letter

SHOWN = 2_000  # characters of a message that a letter quotes


def tell_readers(
    message: Message, title: str, readers: Iterable[Recipient], author: str = ""
) -> None:
    """Each once, and the author not at all. ``title``: of what it is about.

    ``author``: the name of one who has no account, and wrote by the link of a letter.
    """
    told = {message.author.email.casefold()} if message.author else set()
    author = author or message.author_name
    for reader in readers:
        if reader.address.casefold() in told:
            continue
        told.add(reader.address.casefold())
        with translation.override(reader.language):
            subject, text = _letter(message, title, reader, author)
        write_letter(
            address=reader.address,
            language=reader.language,
            subject=subject,
            text=text,
            of=message,
        )


def _letter(message: Message, title: str, reader: Recipient, author: str) -> tuple[str, str]:
    """It quotes what was written, without any address or number that is in it."""
    quoted = without_contacts(message.text)
    if len(quoted) > SHOWN:
        quoted = f"{quoted[:SHOWN].rstrip()} …"
    parts = [
        _("%(author)s wrote about “%(title)s”:")
        % {"author": without_contacts(author), "title": title},
        quoted,
        _files_said(message),
        _("Read it all, and answer, here:") + " " + (reader.link or settings.SITE_URL),
    ]
    subject = _("New message: %(title)s") % {"title": title}
    return subject, "\n\n".join(part for part in parts if part)


def _files_said(message: Message) -> str:
    names = [one.file.name for one in message.attachments.select_related("file")]
    return _("Files with it: %(names)s") % {"names": ", ".join(names)} if names else ""
