"""``manage.py set_up_secretariat``: the first account of an installation for others."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.codelists.models import Country
from backend.common.errors import Conflict
from backend.directory.services.secretariat import set_up_secretariat


class Command(BaseCommand):
    help = _(
        "Make an institution the secretariat and a person its owner. Asks for the person's "
        "password where there is somebody to ask, else prints a link to choose one. Running it "
        "twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("--institution", required=True, metavar=_("NAME"))
        add("--country", required=True, metavar="XXX", help=_("a code of three letters, like KEN"))
        add("--email", required=True, metavar=_("ADDRESS"))
        add("--url", default="http://127.0.0.1:8000", help=_("the address of this site"))
        add("--link", action="store_true", help=_("print a link, ask nothing"))

    def handle(self, **options: Any) -> None:
        name = options["institution"].strip()
        country = Country.objects.filter(pk=options["country"].upper()).first()
        if not name or not country:
            raise CommandError(
                _("--institution is a name, --country a code of three letters, like KEN.")
            )
        try:
            validate_email(options["email"])
            made = set_up_secretariat(name=name, country=country, email=options["email"])
        except ValidationError:
            message = _("%(given)s is not an e-mail address.") % {"given": options["email"]}
            raise CommandError(message) from None
        except Conflict as refused:
            raise CommandError(str(refused.detail)) from None
        home = f"{made.institution.name} ({made.institution.country_id})"
        self.stdout.write(_("secretariat: %(name)s") % {"name": home})
        self.stdout.write(_("its owner: %(email)s") % {"email": made.officer.email})
        if not made.officer.has_usable_password():
            self._give_password(made.officer, options)

    def _give_password(self, user: User, options: dict[str, Any]) -> None:
        if sys.stdin.isatty() and not options["link"]:
            user.set_password(self._asked(user))
            user.save(update_fields=["password"])
        else:
            link = options["url"].rstrip("/") + password_path(user)
            self.stdout.write(_("choose a password at %(link)s") % {"link": link})

    def _asked(self, user: User) -> str:
        while True:
            prompt = _("password for %(email)s: ") % {"email": user.email}
            password = getpass.getpass(prompt)
            try:
                validate_password(password, user)
            except ValidationError as refused:
                self.stderr.write(" ".join(refused.messages))
                continue
            if getpass.getpass(_("once more: ")) == password:
                return password
            self.stderr.write(_("The two are not the same."))


def password_path(user: User) -> str:
    """Where a person chooses a password, good once and for some days."""
    key = default_token_generator.make_token(user)
    words = {"uidb36": user_pk_to_url_str(user), "key": key}
    return reverse("account_reset_password_from_key", kwargs=words)
