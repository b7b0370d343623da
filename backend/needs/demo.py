"""The demo world's needs and people. Only for an installation in development (DEBUG)."""

from __future__ import annotations

import json
from pathlib import Path

from django.db import transaction

from backend.accounts.models import User
from backend.accounts.services import confirm_address
from backend.directory.models import Expert, Institution, Membership
from backend.needs.models import Need
from backend.needs.services import change_need, create_need

SOURCE = "demo"
PASSWORD = "counterpart"  # noqa: S105 the demo accounts' password is printed at every start


@transaction.atomic
def load_needs(path: Path) -> int:
    """Create or bring up to date the needs of one file. Returns how many there are.

    What a person changed, took back or merged has another version than 1, and is left alone.
    """
    rows = json.loads(path.read_text(encoding="utf-8"))["needs"]
    institutions = {
        one.external_id: one.merged_into.institution if one.merged_into else one
        for one in Institution.objects.filter(
            source=SOURCE, external_id__in=[row["institution"] for row in rows]
        ).select_related("merged_into__institution")
    }
    known = {need.external_id: need for need in Need.objects.filter(source=SOURCE)}
    for row in rows:
        values = _values(row, institutions[row["institution"]])
        need = known.get(row["external_id"])
        if need is None:
            create_need(values=values, by=None)
        elif need.version == 1 and _differs(need, values):
            change_need(need=need, values=values)
            Need.objects.filter(pk=need.pk).update(version=1)  # still as it came
    return len(rows)


def _values(row: dict, institution: Institution) -> dict:
    return {
        "external_id": row["external_id"],
        "source": SOURCE,
        "demo": True,
        "institution": institution,
        "country_id": row["country"],
        "title": row["title"],
        "text": row["text"],
        "language": row["language"],
        "facets": row["facets"],
        "help": row["help"],
        "by": row["by"],
        "sdgs": [str(goal) for goal in row["sdgs"]],
        "sectors": row["sectors"],
        "expert_languages": row["expert_languages"],
    }


def _differs(need: Need, values: dict) -> bool:
    return any(getattr(need, name) != values[name] for name in ("title", "text", "language"))


@transaction.atomic
def create_demo_accounts() -> list[str]:
    """One account for each of the three roles; existing ones are left as they are."""
    secretariat = _secretariat()
    partner = Institution.objects.filter(source=SOURCE, needs__isnull=False).order_by("pk").first()
    _member("partner@demo.example", "Demo", "Partner", partner)
    _member("secretariat@demo.example", "Demo", "Officer", secretariat)
    person = _account("expert@demo.example", "Demo", "Expert")
    if not Expert.objects.filter(user=person).exists():
        unclaimed = Expert.objects.listed().filter(source=SOURCE, user=None).order_by("pk").first()
        if unclaimed:
            unclaimed.user = person
            unclaimed.save(update_fields=["user"])
    return ["partner@demo.example", "secretariat@demo.example", "expert@demo.example"]


def _secretariat() -> Institution:
    found = Institution.objects.filter(is_secretariat=True).first()
    if found:
        return found
    secretariat = Institution(
        names={
            "en": "Demo Secretariat",
            "fr": "Secrétariat de démonstration",
            "zh-Hans": "演示秘书处",
        },
        type=Institution.Type.AGENCY,
        illustrative=True,
        is_secretariat=True,
        demo=True,
        source=SOURCE,
        external_id="secretariat",
    )
    secretariat.index_names()
    secretariat.save()
    return secretariat


def _account(email: str, first: str, last: str) -> User:
    found = User.objects.filter(email=email).first()
    if found is None:
        names = {"first_name": first, "last_name": last}
        found = User.objects.create_user(email, PASSWORD, demo=True, **names)
        confirm_address(user=found)
        return found
    if found.demo and not found.is_active:  # retired by a start without DEBUG
        found.is_active = True
        found.save(update_fields=["is_active"])
    return found


def _member(email: str, first: str, last: str, institution: Institution | None) -> None:
    user = _account(email, first, last)
    if institution and not user.memberships.exists():
        Membership.objects.create(user=user, institution=institution, role=Membership.Role.OWNER)
