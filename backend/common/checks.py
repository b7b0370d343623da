"""What an installation for others must not lack."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

CONSOLE = "django.core.mail.backends.console.EmailBackend"


@register
def letters_reach_somebody(**kwargs: Any) -> list[CheckMessage]:
    """Without DEBUG, letters that are only printed help nobody who forgot a password."""
    if settings.DEBUG or settings.EMAIL_BACKEND != CONSOLE:
        return []
    return [
        Warning(
            "E-mail is printed in the log and reaches nobody: invitations and forgotten passwords.",
            hint="Set EMAIL_URL, such as smtp+tls://user:password@mail.example.org:587.",
            id="counterpart.W001",
        )
    ]
