"""``manage.py train_ranker``: learn the ranker's weights from what came of candidates."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.matches.services.training import NotEnough, Training, train_ranker


class Command(BaseCommand):
    help = "Learn a ranker from outcomes, and use it if it beats the present one."

    def handle(self, **options: Any) -> None:
        try:
            made = train_ranker()
        except NotEnough as error:
            raise CommandError(str(error)) from None
        for line in told(made):
            self.stdout.write(line)


def told(made: Training) -> list[str]:
    """What came of it, for a reader at a terminal."""
    row, metrics = made.version, made.version.metrics
    held_out = metrics["held_out"]
    mean, low, high = held_out["gain"]
    weights = ", ".join(f"{name} {weight:.2f}" for name, weight in sorted(row.weights.items()))
    if made.used:
        verdict = f"{row.name} is in use now. Back: manage.py use_ranker {made.replaced}"
    else:
        verdict = f"{made.replaced} stays in use: {row.name} does not beat it outside the noise."
    return [
        f"{row.name}: from {metrics['observations']} candidates of {metrics['needs']} needs,"
        f" {metrics['chosen']} of them chosen",
        f"weights: {weights}; bias {row.bias:.2f}",
        f"loss on held-out needs: {held_out['loss']:.4f}, {made.replaced}"
        f" {held_out['loss_of_present']:.4f} (gain {mean:.4f} [{low:.4f}, {high:.4f}])",
        f"order on held-out needs: {held_out['order']:.3f}, {made.replaced}"
        f" {held_out['order_of_present']:.3f}",
        verdict,
    ]
