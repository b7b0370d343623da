"""The demo world's ideas, with what their partners are found by. Only in development (DEBUG)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from backend.codelists.models import Goal
from backend.common.queue import enqueue
from backend.directory.models import Institution, Passage
from backend.directory.services.imports import EMBED
from backend.needs.demo import SOURCE
from backend.needs.models import Need
from backend.needs.services import create_need
from backend.programmes.models import ProjectIdea


@transaction.atomic
def load_ideas(path: Path) -> int:
    """Creates what is not there yet; what is there may have been changed, and is left alone.

    Returns how many ideas there are in the file.
    """
    data = json.loads(path.read_text(encoding="utf-8"))
    rows = [*data["passages"], *data["needs"], *data["ideas"]]
    whose = _institutions({row["institution"] for row in rows})
    for row in data["passages"]:
        _passage(row, whose[row["institution"]])
    known = set(Need.objects.filter(source=SOURCE).values_list("external_id", flat=True))
    for row in data["needs"]:
        if row["external_id"] not in known:
            _need(row, whose[row["institution"]])
    for row in data["ideas"]:
        _idea(row, whose[row["institution"]])
    enqueue(EMBED)
    return len(data["ideas"])


def _institutions(ids: set[str]) -> Mapping[str, Institution]:
    rows = Institution.objects.filter(source=SOURCE, external_id__in=ids)
    rows = rows.select_related("merged_into__institution")
    return {
        one.external_id: one.merged_into.institution if one.merged_into else one for one in rows
    }


def _passage(row: Mapping[str, Any], institution: Institution) -> None:
    names = ("kind", "text", "language", "year", "attestation", "external_id")
    Passage.objects.get_or_create(
        profile=institution,
        import_key=f"id:{row['external_id']}",
        defaults={name: row[name] for name in names},
    )


def _need(row: Mapping[str, Any], institution: Institution) -> None:
    values = {name: row[name] for name in ("external_id", "title", "text", "language")}
    of = {"institution": institution, "country_id": institution.country_id}
    create_need(values={**values, **of, "source": SOURCE, "demo": True}, by=None)


def _idea(row: Mapping[str, Any], institution: Institution) -> None:
    names = ("language", "text", "offers", "seeks")
    idea, is_new = ProjectIdea.objects.get_or_create(
        institution=institution,
        title=row["title"],
        demo=True,
        defaults={name: row[name] for name in names},
    )
    if is_new:
        idea.countries.set(row["countries"])
        idea.sdgs.set(Goal.objects.filter(pk__in=[str(goal) for goal in row["sdgs"]]))
