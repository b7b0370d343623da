"""``manage.py train_ranker``: learn the ranker's weights from what came of candidates."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from backend.matches.services.training import NotEnough, Training, train_ranker


class Command(BaseCommand):
    help = _("Learn a ranker from outcomes, and use it if it beats the present one.")

    def handle(self, **options: Any) -> None:
        try:
            made = train_ranker()
        except NotEnough as error:
            raise CommandError(str(error)) from None
        for line in told(made):
            self.stdout.write(line)


def told(made: Training) -> list[str]:
    """What came of it, for a reader at a terminal."""
    row, held_out = made.version, made.version.metrics["held_out"]
    mean, low, high = held_out["gain"]
    words = {
        **row.metrics,
        "new": row.name,
        "old": made.replaced,
        "weights": ", ".join(
            f"{name} {weight:.2f}" for name, weight in sorted(row.weights.items())
        ),
        "bias": f"{row.bias:.2f}",
        "loss": f"{held_out['loss']:.4f}",
        "loss_of_old": f"{held_out['loss_of_present']:.4f}",
        "gain": f"{mean:.4f} [{low:.4f}, {high:.4f}]",
        "order": f"{held_out['order']:.3f}",
        "order_of_old": f"{held_out['order_of_present']:.3f}",
    }
    lines = [
        _(
            "%(new)s: candidates looked at %(observations)d, chosen %(chosen)d; needs %(needs)d",
        ),
        _("weights: %(weights)s; bias %(bias)s"),
        _("loss on held-out needs: %(loss)s, %(old)s %(loss_of_old)s (gain %(gain)s)"),
        _("order on held-out needs: %(order)s, %(old)s %(order_of_old)s"),
        _("%(new)s is in use now. Back: manage.py use_ranker %(old)s")
        if made.used
        else _("%(old)s stays in use: %(new)s does not beat it outside the noise."),
    ]
    return [line % words for line in lines]
