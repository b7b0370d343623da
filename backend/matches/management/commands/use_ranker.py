"""``manage.py use_ranker VERSION``: put a ranker to use, an earlier one too."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from backend.matches.services.training import UnknownVersion, use_ranker


class Command(BaseCommand):
    help = _("Put a version of the ranker to use, such as the one before the last training.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ranker", metavar=_("VERSION"), help=_("its name, such as learned-1"))

    def handle(self, *, ranker: str, **options: Any) -> None:
        try:
            before = use_ranker(version=ranker)
        except UnknownVersion as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            _("%(new)s is in use now, instead of %(before)s.") % {"new": ranker, "before": before}
        )
