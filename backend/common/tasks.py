"""Entries from the queue: housekeeping."""

from __future__ import annotations

from celery import shared_task

from backend.common.idempotency import purge_keys


@shared_task(name="common.purge_keys")
def purge_idempotency_keys() -> None:
    purge_keys()
