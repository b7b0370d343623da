"""Entries from the queue: housekeeping."""

from __future__ import annotations

from celery import shared_task

from backend.files import services


@shared_task(name="files.sweep")
def sweep() -> None:
    services.sweep()
