"""What an installation for others must not lack."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.utils.translation import gettext as _

CONSOLE = "django.core.mail.backends.console.EmailBackend"


@register
def letters_reach_somebody(**kwargs: Any) -> list[CheckMessage]:
    """Without DEBUG, letters that are only printed help nobody who forgot a password."""
    if settings.DEBUG or settings.EMAIL_BACKEND != CONSOLE:
        return []
    return [
        Warning(
            _("E-mail is printed in the log and reaches nobody: invitations, forgotten passwords."),
            hint=_("Set EMAIL_URL, such as %(example)s.")
            % {"example": "smtp+tls://user:password@mail.example.org:587"},
            id="counterpart.W001",
        )
    ]
