"""The letter before an alert ends, with the link that renews it."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backend.alerts.models import Alert
from backend.common.links import SignedLink
from backend.directory.selectors import language_of
from backend.notifications.models import Kind
from backend.notifications.services import write_letter

LINK = SignedLink("alert-renewal", "alerts to renew")


def write_of_expiry(alert: Alert) -> None:
    language = language_of(alert.owner)
    with translation.override(language):
        text = _(
            "Your alert ends on %(day)s:\n\n%(words)s\n\nBy this link you keep it for another "
            "while. Opening it changes nothing yet:\n\n%(link)s"
        ) % {
            "day": date_format(timezone.localtime(alert.expires_at)),
            "words": alert.text,
            "link": LINK.to(alert),
        }
        subject = _("Your alert ends soon")
    write_letter(
        address=alert.owner.email,
        language=language,
        subject=subject,
        text=text,
        of=alert,
        kind=Kind.ALERT,
    )


def alert_of(token: str) -> Alert | None:
    """The alert whose link it is; None for one that is not ours, or that was removed."""
    pk = LINK.row_id(token)
    return Alert.objects.filter(pk=pk, owner__is_active=True).first() if pk else None
