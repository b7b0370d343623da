"""``manage.py embed``: terms and vectors of every passage that has none of today's."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from backend.matches import engine, services
from backend.matches.services.embed import THREADS


class Bars:
    """One progress bar per stage."""

    def __init__(self) -> None:
        self.bars: dict[str, tqdm] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage not in self.bars:
            self.bars[stage] = tqdm(
                total=total, desc=_("embedding: %(stage)s") % {"stage": stage}, unit=_(" passages")
            )
        bar = self.bars[stage]
        bar.total = total
        bar.update(done - bar.n)
        if done >= total:
            bar.close()

    def close(self) -> None:
        for bar in self.bars.values():
            bar.close()


class Command(BaseCommand):
    help = _("Make the terms and vectors of all passages that have none of today's.")

    def handle(self, **options) -> None:
        threads = THREADS
        if engine.local_when_alone():
            self.stdout.write(_("no encoder process answers: loading the models here"))
            threads = 1
        bars = Bars()
        try:
            services.embed_pending(progress=bars, threads=threads)
        except engine.EncoderUnavailable as error:
            raise CommandError(_("The encoder process does not answer.")) from error
        finally:
            bars.close()
