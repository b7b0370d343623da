"""Who acts: what the triggers find in the transaction beside the rows.

pghistory keeps it for the thread and sets it before each statement that writes.
"""

from __future__ import annotations

import datetime
from typing import Any

import pghistory
from celery import Task
from django.db import models
from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware

from backend.common.middleware import shown

LONGEST_PATH = 500
LONGEST_KEY = 200


def acting(**what: Any) -> pghistory.context:
    """For ``with``: what is changed inside is recorded with this. Called alone, it adds to what
    is recorded of the request, command or task at hand, and does nothing outside one."""
    return pghistory.context(**what)


def acting_for(whose: models.Model, channel: str, told_on: datetime.date) -> None:
    """What is recorded from now on in the request at hand was told by somebody else."""
    told = {"model": whose._meta.label_lower, "row": str(whose.pk)}
    acting(on_behalf=told | {"channel": channel, "told_on": told_on})


class RecordRequest(HistoryMiddleware):
    """Whoever logs in later, as the API does by a token, takes the place of who was there before.

    The path is kept without what is secret in it, and without what was asked.
    """

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        found = {"user": super().get_context(request)["user"], "method": request.method}
        key = request.headers.get("Idempotency-Key", "")
        if key and key.isprintable() and len(key) <= LONGEST_KEY:
            found["key"] = key
        return found | {"path": shown(request.path)[:LONGEST_PATH]}


class RecordedTask(Task):
    """A task of the queue: what it changes is recorded with its name."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with acting(task=self.name):
            return super().__call__(*args, **kwargs)
