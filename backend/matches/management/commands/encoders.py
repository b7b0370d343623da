"""``manage.py encoders``: versions of encoders and corrections: status, switch, undo, prune."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from backend.matches import engine
from backend.matches.models import EncoderVersion
from backend.matches.services import versions
from backend.matches.services.embed import fill
from backend.matches.services.versions import CannotSwitch, Progress

ACTIONS = ("status", "switch", "undo", "prune")


class Command(BaseCommand):
    help = _("Which versions of encoders answer and how far others are filled in; switch and undo.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", nargs="?", choices=ACTIONS, default="status")
        told = _("switch before all is filled in")
        parser.add_argument("--force", action="store_true", help=told)

    def handle(self, *, action: str, force: bool, **options) -> None:
        engine.local_when_alone()
        try:
            getattr(self, f"_{action}")(force)
        except CannotSwitch as error:
            raise CommandError(str(error)) from error

    def _status(self, force: bool) -> None:
        found = versions.progress()
        for one in found:
            self.stdout.write(line_of(one))
        known = {one.row.key for one in found}
        for version in engine.wanted():
            if tuple(version) not in known:
                told = _("%(version)s: wanted, will be filled in by the worker, or by “embed”")
                self.stdout.write(told % {"version": version})

    def _switch(self, force: bool) -> None:
        self._tell(versions.switch(force=force))

    def _undo(self, force: bool) -> None:
        for row in versions.undoable():
            fill(engine.Version(*row.key))  # what came in since
        self._tell(versions.undo(force=force))

    def _prune(self, force: bool) -> None:
        removed = versions.prune()
        self.stdout.write(_("vectors removed: %(count)d") % {"count": removed})

    def _tell(self, rows: list[EncoderVersion]) -> None:
        for row in rows:
            self.stdout.write(_("%(version)s answers now") % {"version": row})


def line_of(found: Progress) -> str:
    """e5-small q4-1 / q4-1-ref1: answering, texts: 868 of 868."""
    words = {
        "version": found.row,
        "state": found.row.get_state_display(),
        "done": found.done,
        "total": found.total,
        "gone": found.gone,
    }
    if found.gone:
        return _("%(version)s: %(state)s, but %(gone)s") % words
    return _("%(version)s: %(state)s, texts: %(done)d of %(total)d") % words
