"""``manage.py load_demo_projects``: ideas and past projects of the demo world, in development."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from backend.programmes.demo import load_ideas

FOLDER = Path(settings.BASE) / "fixtures" / "demo"


class Command(BaseCommand):
    help = _("Load the demo world's ideas and past projects; load_demo comes first (DEBUG only).")

    def handle(self, **options) -> None:
        if not settings.DEBUG:
            raise CommandError(_("The demo world is only for development: set DEBUG=1."))
        call_command("import_projects", str(FOLDER / "projects.json"), stdout=self.stdout)
        ideas = load_ideas(FOLDER / "partners.json")
        self.stdout.write(_("demo world: ideas %(ideas)d") % {"ideas": ideas})
