"""``manage.py makemessages``: collect every text of the product for its six translations.

Django's own command with this project's options: without line numbers, which would change with
every commit, and without the folders that hold no texts of ours.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands import makemessages
from django.utils.translation import to_locale

SOURCE = "en"  # the texts as they stand in the code
IGNORED = [".venv/*", ".local/*", "tests/*", "benchmarks/*", "matching/*", "ops/*"]


def locales() -> list[str]:
    """The names of the translations' folders, such as ``zh_Hans``."""
    return [to_locale(code) for code, _ in settings.LANGUAGES if code != SOURCE]


class Command(makemessages.Command):
    # A guess from a text that looks alike is worse than none: nobody would see that it is one.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(locale=locales(), no_location=True, no_wrap=True)

    def handle(self, *args: Any, **options: Any) -> None:
        options["ignore_patterns"] = [*(options["ignore_patterns"] or []), *IGNORED]
        super().handle(*args, **options)
