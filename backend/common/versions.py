"""Changes carry the version they were made on (``If-Match``), so that nobody overwrites unseen.

Whoever comes late is told what stands there now beside what they wanted to write, field by field,
and who wrote it: enough to merge the two and send the change again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from backend.common.errors import PreconditionFailed, PreconditionRequired
from backend.common.models import FieldChange, Row


def check_version(request: Request, row: Row, shown: BaseSerializer) -> None:
    """Raises 428 without the header, and 412 with the difference where the row has another version.

    Else it notes who changes which fields, within the transaction of the change: for whoever comes
    late. ``shown`` is the serializer of the row, as this person may see it.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise PreconditionRequired()
    differing = _differing(shown, request.data)
    if given.removeprefix("W/").strip('"') != str(row.version):
        raise PreconditionFailed(row.version, _told(row, request.data, differing))
    note_changes(row, differing, request.user, row.version + 1)


def note_changes(row: Row, fields: Iterable[str], by: Any, version: int) -> None:
    """Keeps, of each field, the last change: by whom, when, and the version it made."""
    by = by if by.is_authenticated else None
    changes = [
        FieldChange(row=row.pk, field=name, version=version, by=by, at=timezone.now())
        for name in fields
    ]
    FieldChange.objects.bulk_create(
        changes,
        update_conflicts=True,
        unique_fields=["row", "field"],
        update_fields=["version", "by", "at"],
    )


def with_version(data: dict, **kwargs) -> Response:
    """An answer about one row, with its version as the ETag."""
    return Response(data, headers={"ETag": f'"{data["version"]}"'}, **kwargs)


def _differing(shown: Any, given: Any) -> dict[str, Any]:
    """Of the fields that were sent and can be written, those that say something else now."""
    if not isinstance(given, Mapping):
        return {}
    for name, field in list(shown.fields.items()):
        if name not in given or field.read_only or field.write_only:
            shown.fields.pop(name)
    now = json.loads(json.dumps(shown.data, cls=DjangoJSONEncoder, default=str))
    return {name: value for name, value in now.items() if name in given and value != given[name]}


def _told(row: Row, given: Any, differing: Mapping[str, Any]) -> list[dict[str, Any]]:
    """An account without a name stays unnamed: an address is nobody's business."""
    known = FieldChange.objects.filter(row=row.pk, field__in=differing).select_related("by")
    changes = {change.field: change for change in known}
    return [
        {"field": name, "yours": given[name], "now": value} | _change(changes.get(name))
        for name, value in differing.items()
    ]


def _change(change: FieldChange | None) -> dict[str, Any]:
    if change is None:
        return {"changed_by": None, "changed_at": None, "changed_in": None}
    name = change.by.get_full_name() if change.by else ""
    return {"changed_by": name or None, "changed_at": change.at, "changed_in": change.version}
