from django.core.management.base import BaseCommand

from backend.codelists.services import load_codelists


class Command(BaseCommand):
    help = "Load countries, groups, languages, goals, sectors and fields from fixtures/codelists."

    def handle(self, **options) -> None:
        counts = load_codelists()
        listed = ", ".join(f"{count} {name}" for name, count in counts.items())
        self.stdout.write(f"codelists: {listed}")
