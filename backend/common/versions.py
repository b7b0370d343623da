"""Changes carry the version they were made on (``If-Match``), so that nobody overwrites unseen."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.errors import PreconditionFailed, PreconditionRequired
from backend.common.models import Row


def check_version(request: Request, row: Row) -> None:
    """Raises 428 without the header and 412 where the row has another version."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise PreconditionRequired()
    if given.removeprefix("W/").strip('"') != str(row.version):
        raise PreconditionFailed()


def with_version(data: dict, **kwargs) -> Response:
    """An answer about one row, with its version as the ETag."""
    return Response(data, headers={"ETag": f'"{data["version"]}"'}, **kwargs)
