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

from backend.accounts.models import User
from backend.codelists.models import Country
from backend.common.errors import Conflict
from backend.directory.services.secretariat import set_up_secretariat


class Command(BaseCommand):
    help = (
        "Make an institution the secretariat and a person its owner. Asks for the person's "
        "password where there is somebody to ask, else prints a link to choose one. Running it "
        "twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--institution", required=True, metavar="NAME")
        parser.add_argument("--country", required=True, metavar="XXX", help="ISO alpha-3")
        parser.add_argument("--email", required=True, metavar="ADDRESS")
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="address of this site")
        parser.add_argument("--link", action="store_true", help="print a link, ask nothing")

    def handle(self, **options: Any) -> None:
        name = options["institution"].strip()
        country = Country.objects.filter(pk=options["country"].upper()).first()
        if not name or not country:
            raise CommandError("--institution is a name, --country an ISO alpha-3 code like KEN.")
        try:
            validate_email(options["email"])
            made = set_up_secretariat(name=name, country=country, email=options["email"])
        except ValidationError:
            raise CommandError(f"{options['email']} is not an e-mail address.") from None
        except Conflict as refused:
            raise CommandError(str(refused.detail)) from None
        self.stdout.write(f"secretariat: {made.institution.name} ({made.institution.country_id})")
        self.stdout.write(f"its owner: {made.officer.email}")
        if not made.officer.has_usable_password():
            self._give_password(made.officer, options)

    def _give_password(self, user: User, options: dict[str, Any]) -> None:
        if sys.stdin.isatty() and not options["link"]:
            user.set_password(self._asked(user))
            user.save(update_fields=["password"])
        else:
            path = password_path(user)
            self.stdout.write(f"choose a password at {options['url'].rstrip('/')}{path}")

    def _asked(self, user: User) -> str:
        while True:
            password = getpass.getpass(f"password for {user.email}: ")
            try:
                validate_password(password, user)
            except ValidationError as refused:
                self.stderr.write(" ".join(refused.messages))
                continue
            if getpass.getpass("once more: ") == password:
                return password
            self.stderr.write("The two are not the same.")


def password_path(user: User) -> str:
    """Where a person chooses a password, good once and for some days."""
    key = default_token_generator.make_token(user)
    words = {"uidb36": user_pk_to_url_str(user), "key": key}
    return reverse("account_reset_password_from_key", kwargs=words)
