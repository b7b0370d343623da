"""``manage.py find_look_alikes``: profiles that may be of one person or institution."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.directory.models import LookAlike
from backend.directory.selectors import look_alikes
from backend.directory.services.look_alikes import find_look_alikes
from backend.matches.services.look_alikes import compare_pending


class Command(BaseCommand):
    help = _("Look for profiles that may be of one person or institution; nothing is merged.")

    def handle(self, **options) -> None:
        new = find_look_alikes() + compare_pending()
        told = _(
            "pairs of profiles that look alike: %(new)d new, %(open)d to be decided at %(where)s"
        )
        where = reverse("admin:directory_lookalike_changelist")
        still = look_alikes(LookAlike.State.OPEN).count()
        self.stdout.write(told % {"new": new, "open": still, "where": where})
