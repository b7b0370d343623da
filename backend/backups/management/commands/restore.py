"""``manage.py restore FILE``: the database and the files as a backup has them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from backend.backups.errors import BackupError
from backend.backups.services import restore


class Command(BaseCommand):
    help = _("Put back the database and the files of a backup: all of it, or nothing is changed.")

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("file", type=Path, metavar=_("FILE"), help=_("an archive that “backup” wrote"))
        add("--replace", action="store_true", help=_("lose the data there are"))
        add("--yes", action="store_true", help=_("with --replace: ask nothing"))

    def handle(self, *, file: Path, replace: bool, yes: bool, **options: Any) -> None:
        if replace and not yes:
            self._ask()
        try:
            made = restore(source=file, replace=replace)
        except BackupError as error:
            raise CommandError(str(error)) from error
        words = {"when": made.made_at, "rows": sum(made.rows.values())}
        self.stdout.write(_("restored as of %(when)s: rows %(rows)d") % words)
        if not made.vectors:
            self.stdout.write(_("vectors were left out: the worker, or “embed”, makes them"))

    def _ask(self) -> None:
        if not sys.stdin.isatty():
            raise CommandError(_("--replace loses the data there are: say --yes too."))
        answer = input(_("All data there are will be lost. Type “replace” to go on: "))
        if answer.strip() != "replace":
            raise CommandError(_("Nothing was changed."))
