from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from backend.programmes.services.loading import BadProgramme, load_programmes
from backend.programmes.services.sheets import load_sheets


class Command(BaseCommand):
    help = _("Load programmes with their rules and forms from fixtures/programmes.")

    def handle(self, **options) -> None:
        try:
            counts = load_programmes()
            load_sheets()
        except BadProgramme as error:
            raise CommandError(str(error)) from error
        listed = ", ".join(f"{code} {count}" for code, count in counts.items())
        self.stdout.write(_("rules of programmes: %(listed)s") % {"listed": listed})
