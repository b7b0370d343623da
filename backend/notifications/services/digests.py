"""Digests: one letter instead of those that wait for it."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.notifications.models import Kind, Letter
from backend.notifications.services.writing import write_letter

MOST = 100  # letters in one digest; the rest goes with the next
RULE = "\n\n" + "—" * 12 + "\n\n"


def write_digests() -> int:
    """One for each address for which something is due. Says how many were written."""
    due = Letter.objects.held().filter(send_after__lte=Now())
    addresses = due.order_by("address").values_list("address", flat=True).distinct()[:500]
    return sum(_write_digest(address) for address in list(addresses))


@transaction.atomic
def _write_digest(address: str) -> bool:
    """The digest and the mark on its parts in one transaction: nothing twice, nothing lost."""
    due = Letter.objects.held().filter(send_after__lte=Now(), address=address)
    parts = list(due.select_for_update(skip_locked=True).order_by("pk")[:MOST])
    if not parts:  # another worker has just written it
        return False
    language = parts[-1].language
    with translation.override(language):
        number = len(parts)
        counted = ngettext("%(number)d letter", "%(number)d letters", number) % {"number": number}
        subject = _("Your digest: %(letters)s") % {"letters": counted}
    text = RULE.join(f"{one.subject}\n\n{one.text}" for one in parts)
    digest = write_letter(
        address=address,
        language=language,
        subject=subject,
        text=text,
        of=parts[-1],
        kind=Kind.DIGEST,
    )
    due.model.objects.filter(pk__in=[one.pk for one in parts]).update(
        status=Letter.Status.IN_DIGEST, digest=digest
    )
    return True
