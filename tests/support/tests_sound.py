"""Made-up requests of the API made sound: with rows that are there, where the steps begin.

Each parameter of an address gets the id of the row that stands there in ``tests_relations``, so
that of an address with two the second belongs to the first.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.db.models import Model
from tests_bodies import ALWAYS, KNOWN, PERIOD
from tests_requests import TERMS

from backend.access.models import AccessRequest
from backend.access.steps import STEPS as OF_ACCESS
from backend.codelists.api import VIEWSETS
from backend.common.transitions import Table
from backend.consultations.answering import STEPS as OF_INVITATION
from backend.consultations.engaging import STEPS as OF_ENGAGEMENT
from backend.consultations.models import (
    ConsultationRequest,
    Engagement,
    Invitation,
    Nomination,
    ShortlistEntry,
    Slot,
)
from backend.consultations.nominating import STEPS as OF_NOMINATION
from backend.consultations.scheduling import STEPS as OF_SLOT
from backend.consultations.steps import STEPS as OF_REQUEST
from backend.directory.models import Expert, Institution, Membership
from backend.needs.models import Need

API = "/api/v1/"
# Whose rows carry a version that a change is made on.
CHANGED: dict[str, type[Model]] = {
    "institutions/": Institution,
    "institutions/{}/members/": Membership,
    "experts/": Expert,
    "needs/": Need,
    "consultation-requests/": ConsultationRequest,
    "consultation-requests/{}/shortlist/": ShortlistEntry,
    "engagements/": Engagement,
}
MOVED: dict[str, tuple[type[Any], Table]] = {
    "access-requests/": (AccessRequest, OF_ACCESS),
    "consultation-requests/": (ConsultationRequest, OF_REQUEST),
    "invitations/": (Invitation, OF_INVITATION),
    "nominations/": (Nomination, OF_NOMINATION),
    "engagements/": (Engagement, OF_ENGAGEMENT),
    "engagements/{}/slots/": (Slot, OF_SLOT),
}
# Where a dossier must stand for what is no step of its table, by the end of the address.
STANDS: dict[str, dict[str, str]] = {
    "consultation-requests/": {
        "shortlist": "matching",
        "invitations": "shortlisted",
        "preview": "shortlisted",
        "nominations": "shortlisted",
        "publish": "submitted",
    },
    "engagements/": {"deliverables": "in_progress", "feedback": "accepted"},
}


class Rows:
    """Rows by the beginning of their address, as ``make_rows`` gives them."""

    def __init__(self, rows: dict[str, Any], bodies: dict[str, Any]) -> None:
        self.ids = {re.sub(r"\{\w+\}", "{}", before): pk for before, pk in rows.items()}
        self.ids |= {f"codelists/{name}/": _code(one) for name, one in VIEWSETS.items()}
        self.known = {**KNOWN, **bodies}

    def make_sound(self, case: Any) -> None:
        """Puts rows and codes that are there into a request, so that it gets past the door."""
        address = case.operation.path.removeprefix(API)
        befores = _befores(address)
        case.path_parameters = {name: str(self.ids[at]) for name, at in befores.items()}
        headers = {"Idempotency-Key": str(uuid.uuid4()), "If-Match": '"1"'}
        if befores:
            last = list(befores.values())[-1]
            self._make_ready(last, address.rstrip("/").rpartition("/")[2])
            headers["If-Match"] = f'"{self._version(last)}"'
        case.headers = {**(case.headers or {}), **headers}
        if address.startswith("figures/"):
            period = {name: str(day) for name, day in PERIOD.items()}
            case.query = {**(case.query or {}), **period}
        if isinstance(case.body, dict):
            case.body = self._known(case.body, _properties(case.operation))
            if address.startswith("invitations/"):
                case.body["reason"] = "busy"

    def _known(self, body: dict[str, Any], possible: set[str]) -> dict[str, Any]:
        owed = {name: self.known[name] for name in ALWAYS if name in possible}
        return {name: self.known.get(name, value) for name, value in body.items()} | owed

    def _make_ready(self, at: str, step: str) -> None:
        """Puts a row where this step begins; a request for another change is a draft."""
        model, table = MOVED.get(at, (None, None))
        if model is None or table is None:
            return
        found, row = table.steps.get(step), model.objects.filter(pk=self.ids[at])
        usual = "draft" if model is ConsultationRequest else ""
        status = min(found.sources) if found else STANDS.get(at, {}).get(step, usual)
        if status:
            row.update(status=status)
        if model is ConsultationRequest:
            row.update(**TERMS)
            made = {"step": "suspend", "source": "submitted", "target": "suspended"}
            row.get().steps.create(**made)  # for who resumes it

    def _version(self, at: str) -> int:
        model: Any = CHANGED.get(at)
        return model.objects.get(pk=self.ids[at]).version if model else 1


def _befores(address: str) -> dict[str, str]:
    """What stands before each parameter: ``{"id": "needs/"}``."""
    parts = address.split("/")
    found = {}
    for at, part in enumerate(parts):
        if part.startswith("{"):
            before = "/".join(["{}" if one.startswith("{") else one for one in parts[:at]])
            found[part.strip("{}")] = f"{before}/"
    return found


def _properties(operation: Any) -> set[str]:
    """What the body of a request may hold."""
    content = operation.definition.raw.get("requestBody", {}).get("content", {})
    named = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    schemas = operation.schema.raw_schema["components"]["schemas"]
    return set(schemas.get(named.rpartition("/")[2], {}).get("properties", {}))


def _code(viewset: Any) -> str:
    return str(viewset.queryset.model.objects.order_by("pk")[0].pk)
