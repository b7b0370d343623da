"""Whether the process lives, and whether all it needs answers."""

from __future__ import annotations

from celery import current_app
from django.db import connection
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def broker_answers() -> bool:
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
    return True


CHECKS = {"database": database_answers, "broker": broker_answers}


def readyz(request: HttpRequest) -> JsonResponse:
    """200 where every part answers, else 503 with what does not."""
    found = {name: _answers(check) for name, check in CHECKS.items()}
    return JsonResponse(found, status=200 if all(found.values()) else 503)


def _answers(check) -> bool:
    try:
        return bool(check())
    except Exception:  # whatever the reason, the part does not answer: that is the finding
        return False
