"""What an installation for others must not lack."""

from __future__ import annotations

import importlib.util
import pkgutil
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.translation import gettext as _

NO_SERVICES = {"base", "base_requests", "console", "test"}
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


@register
def mail_service_is_known(**kwargs: Any) -> list[CheckMessage]:
    """A name that is none of django-anymail's would be found out with the first letter."""
    module, _dot, _name = settings.EMAIL_BACKEND.rpartition(".")
    if not module.startswith("anymail.") or importlib.util.find_spec(module):
        return []
    from anymail import backends

    known = sorted(
        one.name for one in pkgutil.iter_modules(backends.__path__) if one.name[0] != "_"
    )
    return [
        Error(
            _("MAIL_SERVICE: “%(name)s” is none of the mail services.")
            % {"name": module.rpartition(".")[2]},
            hint=_("One of these: %(known)s.") % {"known": ", ".join(known)},
            id="counterpart.E001",
        )
    ]
