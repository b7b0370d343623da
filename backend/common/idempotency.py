"""The same request sent twice is carried out once (header ``Idempotency-Key``).

The key is stored in the action's own transaction: an action that failed leaves no key, and a
second request with the same key waits for the first one's commit, then gets its answer.

An answer is kept for a day, without what its view declares ``unkept`` (such as contact data), and
repeated only to one who still has the right to the action: the view's ``check_repeat`` says so.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http.request import QueryDict, RawPostDataException
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from rest_framework.exceptions import UnsupportedMediaType, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.errors import Conflict
from backend.common.models import IdempotencyKey

KEPT = timedelta(hours=24)
PURGED_AT_ONCE = 100  # stale rows removed along with each new one
HEADER = "Idempotency-Key"
Handler = Callable[..., Response]


class Repeats(Protocol):
    """A view with actions that are carried out once."""

    unkept: tuple[str, ...]  # parts of an answer that are not stored

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Raises as the action itself would where the right to it is gone."""


def idempotent(handler: Handler) -> Handler:
    """For methods of a view that create or move a row: the header is required."""

    @functools.wraps(handler)
    def wrapper(view: Repeats, request: Request, *args, **kwargs) -> Response:
        key = _key(request)
        body_hash = _hash(_body(request))
        with transaction.atomic():
            row = _take(request, key, body_hash)
            if row.status is not None:
                view.check_repeat(request, row.answer)
                return _repeat(row, body_hash)
            response = handler(view, request, *args, **kwargs)
            row.status = response.status_code
            row.answer = _kept(response.data, view.unkept)
            row.save(update_fields=["status", "answer"])
        return response

    wrapper.needs_key = True  # type: ignore[attr-defined]  # for the API's description
    return wrapper


def purge_keys() -> int:
    """Remove every answer older than a day. Returns how many."""
    return _stale().delete()[0]


def _stale() -> QuerySet[IdempotencyKey]:
    return IdempotencyKey.objects.filter(created_at__lt=Now() - KEPT)


def _kept(answer: Any, unkept: tuple[str, ...]) -> Any:
    """The answer as JSON, without what is not to be stored."""
    if isinstance(answer, dict):
        answer = {name: value for name, value in answer.items() if name not in unkept}
    return json.loads(json.dumps(answer, cls=DjangoJSONEncoder, default=str))


def _body(request: Request) -> bytes:
    if (request.content_type or "").startswith("multipart/"):
        return _form(request)
    try:
        return request._request.body
    except RawPostDataException:  # a form, read already to look for its CSRF token
        raise UnsupportedMediaType(request.content_type) from None


def _hash(body: bytes) -> str:
    """By a secret key: a body may hold a password, which nobody is to guess from its hash."""
    return salted_hmac("idempotency", body, algorithm="sha256").hexdigest()


def _form(request: Request) -> bytes:
    """A form with files: what stands in its fields, and a hash of each file.

    Its own bytes differ each time it is sent, by the boundary between its parts.
    """
    parts: list[tuple[str, list[Any]]] = []
    for name, values in sorted(cast(QueryDict, request.data).lists()):
        parts.append((name, [_hashed(v) if isinstance(v, UploadedFile) else v for v in values]))
    return json.dumps(parts).encode()


def _hashed(file: UploadedFile) -> list[str]:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return [file.name or "", found.hexdigest()]


def _key(request: Request) -> str:
    key = request.headers.get(HEADER, "").strip()
    if not key:
        raise ValidationError(
            {HEADER: _("This header is missing: send a new random value with each new request.")},
            code="required",
        )
    if len(key) > 200 or not key.isprintable():
        raise ValidationError({HEADER: _("At most 200 printable characters, such as a UUID.")})
    return key


def _take(request: Request, key: str, body_hash: str) -> IdempotencyKey:
    """The row of this key, locked: a new one without status, or that of the earlier request."""
    scope = {
        "key": key,
        "person": str(request.user.pk or ""),
        "method": request.method or "",
        "path": request.path[:500],
    }
    some = _stale().order_by("pk").select_for_update(skip_locked=True)[:PURGED_AT_ONCE]
    _stale().filter(Q(**scope) | Q(pk__in=some.values("pk"))).delete()
    new = IdempotencyKey(**scope, body_hash=body_hash)
    IdempotencyKey.objects.bulk_create([new], ignore_conflicts=True)
    return IdempotencyKey.objects.select_for_update().get(**scope)


def _repeat(row: IdempotencyKey, body_hash: str) -> Response:
    if row.body_hash != body_hash:
        raise Conflict(
            _("This Idempotency-Key was used with another body. A new request needs a new key."),
            code="idempotency_key_reused",
        )
    headers = {"Idempotent-Replay": "true"}
    if isinstance(row.answer, dict) and (version := row.answer.get("version")):
        headers["ETag"] = f'"{version}"'
    return Response(row.answer, status=row.status, headers=headers)
