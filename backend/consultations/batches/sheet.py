"""The board of a batch as a table for a spreadsheet: a line for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from backend.common import sheets
from backend.common.fields import ChoiceField
from backend.consultations.models import BatchRun


def to_csv(batch: BatchRun) -> bytes:
    return sheets.to_csv(_rows(batch))


def to_xlsx(batch: BatchRun) -> bytes:
    return sheets.to_xlsx({_("Batch"): _rows(batch)})


SHEETS: Mapping[str, Callable[[BatchRun], bytes]] = {"csv": to_csv, "xlsx": to_xlsx}


class SheetFormatSerializer(serializers.Serializer):
    format = ChoiceField(choices=list(SHEETS), default="csv")


def _rows(batch: BatchRun) -> Iterator[list[Any]]:
    """Of a batch that comes with its board."""
    yield [
        *(_("Request"), _("Institution"), _("Country"), _("Weight"), _("People missing")),
        *(_("Candidate"), _("Score"), _("Status"), _("Reason"), _("Changed by"), _("Applied")),
    ]
    rows: dict[Any, list[list[Any]]] = {}
    for row in batch.rows.all():
        by = row.changed_by.get_full_name() if row.changed_by else ""
        told = [row.profile.name, row.score, row.get_status_display(), row.reason, by]
        rows.setdefault(row.request_id, []).append([*told, _("yes") if row.entry_id else _("no")])
    for item in batch.requests.all():
        request = item.request
        country = request.need.country_id or request.institution.country_id or ""
        of = [str(request), request.institution.name, country, item.weight, item.wanted]
        for own in rows.get(item.request_id, [["", None, "", "", "", ""]]):
            yield [*of, *own]
