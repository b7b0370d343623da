"""What somebody looks for, and has found: theirs alone, and gone with them."""

from __future__ import annotations

from typing import Any

from backend.alerts.models import Alert, AlertHit, AlertStep
from backend.common.personal import Fate, Keeper, Person, listed


def export(person: Person) -> dict[str, Any]:
    if person.account is None:
        return {}
    columns = ("text", "language", "kinds", "how_often", "status", "expires_at", "created_at")
    found = AlertHit.objects.filter(alert__owner=person.account)
    return {
        "alerts": listed(Alert.objects.filter(owner=person.account), "id", *columns),
        "steps_of_alerts": listed(
            AlertStep.objects.filter(alert__owner=person.account), "alert", "step", "created_at"
        ),
        "found_by_alerts": listed(found, "alert", "kind", "target", "score", "told_at"),
    }


def erase(person: Person) -> None:
    """With all that they found; in those of others, names are taken out."""
    if person.account is not None:
        Alert.objects.filter(owner=person.account).delete()
    person.scrub_wherever(Alert.objects.all(), "text")


KEEPER = Keeper(
    columns={"alerts.Alert.owner": Fate.DELETED, "alerts.AlertStep.by": Fate.KEPT},
    export=export,
    erase=erase,
)
