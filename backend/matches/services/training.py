"""Making a ranker from outcomes, putting it to use, and going back to an earlier one."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.matches import engine, selectors
from backend.matches.models import RankerVersion

LEAST_OUTCOMES = 200


class NotEnough(ValueError):
    """There is not enough to learn from; the message says what is missing."""


class UnknownVersion(LookupError):
    """No ranker is called so; the message names those there are."""


@dataclass(frozen=True)
class Training:
    """What came of a training: the version made, and whether it was put to use."""

    version: RankerVersion
    replaced: str
    used: bool


def train_ranker() -> Training:
    """Learn a ranker from all outcomes; it is used only if it beats the present one.

    Raises ``NotEnough``.
    """
    outcomes = selectors.telling_outcomes()
    if outcomes < LEAST_OUTCOMES:
        raise NotEnough(
            _(
                "Outcomes beyond having been shown: %(found)d; "
                "to learn from them takes at least %(least)d."
            )
            % {"found": outcomes, "least": LEAST_OUTCOMES}
        )
    present = engine.active_ranker()
    try:
        trained = engine.train(selectors.observations(), present, _next_name())
    except engine.TooFewNeeds as error:
        told = _("The outcomes are of too few needs: %(found)d; at least %(least)d are wanted.")
        raise NotEnough(told % {"found": error.needs, "least": engine.LEAST_NEEDS}) from None
    except engine.OneKind:
        told = _("All outcomes are of the same kind: nothing tells good from bad.")
        raise NotEnough(told) from None
    return _keep(trained, present, outcomes)


@transaction.atomic
def _keep(trained: engine.Trained, present: engine.LinearRanker, outcomes: int) -> Training:
    used = trained.comparison.better
    row = RankerVersion.objects.create(
        name=trained.ranker.version,
        weights=dict(trained.ranker.weights),
        bias=trained.ranker.bias,
        line=trained.ranker.line,
        metrics={
            "outcomes": outcomes,
            "observations": trained.observations,
            "chosen": trained.chosen,
            "needs": trained.needs,
            "strength": trained.strength,
            "cross_validated_loss": {str(k): loss for k, loss in trained.strengths.items()},
            "held_out": {"against": present.version, **asdict(trained.comparison)},
        },
    )
    if used:
        use_ranker(version=row.name)
    return Training(row, present.version, used)


@transaction.atomic
def use_ranker(*, version: str) -> str:
    """Put a version to use; says which one it replaces. Raises ``UnknownVersion``."""
    engine.forget_ranker()
    before = engine.active_ranker().version
    row = _row(version)
    row.active_from = timezone.now()
    row.version += 1
    row.save(update_fields=["active_from", "version", "updated_at"])
    engine.forget_ranker()
    transaction.on_commit(engine.forget_ranker)
    return before


def known_versions() -> list[str]:
    """Names of all rankers, the shipped one first."""
    names = list(RankerVersion.objects.order_by("pk").values_list("name", flat=True))
    return list(dict.fromkeys([engine.shipped_ranker().version, *names]))


def _row(version: str) -> RankerVersion:
    first = engine.shipped_ranker()
    if version == first.version:
        values = {"weights": dict(first.weights), "bias": first.bias, "line": first.line}
        return RankerVersion.objects.get_or_create(name=version, defaults=values)[0]
    row = RankerVersion.objects.filter(name=version).first()
    if row is None:
        known = ", ".join(known_versions())
        told = _("There is no ranker “%(name)s”. Known: %(known)s.")
        raise UnknownVersion(told % {"name": version, "known": known})
    return row


def _next_name() -> str:
    learned = RankerVersion.objects.filter(name__startswith="learned-").count()
    return f"learned-{learned + 1}"
