from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from backend.codelists.services import load_codelists


class Command(BaseCommand):
    help = _(
        "Load countries, groups, languages, goals, sectors and fields from fixtures/codelists."
    )

    def handle(self, **options) -> None:
        counts = load_codelists()
        listed = ", ".join(f"{name} {count}" for name, count in counts.items())
        self.stdout.write(_("codelists: %(listed)s") % {"listed": listed})
