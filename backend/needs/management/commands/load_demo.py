"""``manage.py load_demo``: the demo world and its accounts, in development only."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from backend.needs.demo import SOURCE, create_demo_accounts, load_needs

FOLDER = Path(settings.BASE) / "fixtures" / "demo"


class Command(BaseCommand):
    help = _("Load the demo world from fixtures/demo and create the demo accounts (DEBUG only).")

    def handle(self, **options) -> None:
        if not settings.DEBUG:
            raise CommandError(
                _(
                    "The demo world and its accounts, whose password everybody knows, "
                    "are only for development: set DEBUG=1, or leave this out."
                )
            )
        for path in sorted(FOLDER.glob("*.directory.json")):
            call_command(
                "import_directory", str(path), source=SOURCE, vouched=True, stdout=self.stdout
            )
        needs = sum(load_needs(path) for path in sorted(FOLDER.glob("*.needs.json")))
        accounts = create_demo_accounts()
        told = _("demo world: needs %(needs)d; accounts %(accounts)s")
        self.stdout.write(told % {"needs": needs, "accounts": ", ".join(accounts)})
