"""``manage.py check_messages``: every text has its translation, with the same placeholders."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings

from backend.common.management.commands.makemessages import locales

PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|\{\w*\}")
SHOWN = 20


class Command(BaseCommand):
    help = "Fail where a text of the product lacks a translation, or one is in doubt."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        found = list(_faults())
        for fault in found[:SHOWN]:
            self.stderr.write(fault)
        if found:
            raise CommandError(
                f"{len(found)} texts lack a sound translation (the first {SHOWN} are above). "
                "Run `make messages`, then complete backend/locale/*/LC_MESSAGES/django.po."
            )
        self.stdout.write(f"translations: complete in {', '.join(locales())}")


def _faults() -> Iterator[str]:
    """One line for each fault, over texts collected anew from the code."""
    kept = Path(settings.LOCALE_PATHS[0])
    ignored = f"{kept.relative_to(settings.BASE)}*"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(kept, Path(folder) / "locale"))
        # Collected into a copy, so that what the code says now is compared, and nothing changed.
        with override_settings(LOCALE_PATHS=[copy]):
            call_command("makemessages", ignore_patterns=[ignored], stdout=io.StringIO())
        for locale in locales():
            with (copy / locale / "LC_MESSAGES" / "django.po").open("rb") as file:
                for message in read_po(file, locale=locale):
                    if message.id and (fault := _fault(message)):
                        yield f"{locale}: {fault}: {_forms(message.id)[0]!r}"


def _fault(message: Message) -> str | None:
    forms = _forms(message.string)
    if not all(forms):
        return "not translated"
    if message.fuzzy:
        return "translation in doubt (fuzzy)"
    known = set(PLACEHOLDER.findall(" ".join(_forms(message.id))))
    if any(not set(PLACEHOLDER.findall(form)) <= known for form in forms):
        return "placeholder that the text has not"
    # A form for one or two of something may say so in words; the others name every value.
    if set(PLACEHOLDER.findall(forms[-1])) != known:
        return "placeholder missing"
    return None


def _forms(text: Any) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (text,)
