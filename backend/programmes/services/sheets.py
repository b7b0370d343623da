"""Score sheets and schedules of reports as they come with Counterpart: a beginning, no more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from backend.programmes.models import Criterion, Programme, ReportRule

FOLDER = Path(settings.BASE) / "fixtures" / "programmes" / "sheets"


@transaction.atomic
def load_sheets(folder: Path = FOLDER) -> list[str]:
    """For programmes that have none of it yet. Returns the codes of those that got something."""
    loaded = []
    for path in sorted(folder.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        programme = Programme.objects.filter(code=document["programme"]).first()
        if programme and _begin(programme, document):
            loaded.append(programme.code)
    return loaded


def _begin(programme: Programme, document: Mapping[str, Any]) -> bool:
    """What there is already is the installation's, and stays."""
    made = 0
    if not programme.criteria.exists():
        made += _make(Criterion, programme, document["criteria"])
    if not programme.report_rules.exists():
        made += _make(ReportRule, programme, document["reports"])
    return made > 0


def _make(model: type[Any], programme: Programme, lines: Iterable[Mapping[str, Any]]) -> int:
    rows = [
        model(programme=programme, position=position, **line) for position, line in enumerate(lines)
    ]
    return len(model.objects.bulk_create(rows))
