"""``manage.py backup FILE``: the database and the files in one archive, while everything runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from backend.backups.errors import BackupError
from backend.backups.services import back_up


class Command(BaseCommand):
    help = _("Write the database and all files into one archive; everything may go on meanwhile.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("the archive, a new file"))
        told = _("leave out the vectors, which are much of it and can be made again")
        parser.add_argument("--without-vectors", action="store_true", help=told)

    def handle(self, *, file: Path, without_vectors: bool, **options: Any) -> None:
        try:
            made = back_up(target=file, vectors=not without_vectors)
        except BackupError as error:
            raise CommandError(str(error)) from error
        if made.missing:
            told = _("files that are missing on disk: %(keys)s")
            self.stderr.write(told % {"keys": ", ".join(made.missing)})
        told = _("%(file)s: rows %(rows)d, files %(files)d, %(size)s. It holds personal data.")
        words = {
            "file": file,
            "rows": sum(made.rows.values()),
            "files": len(made.parts) - 1,
            "size": filesizeformat(file.stat().st_size),
        }
        self.stdout.write(told % words)
