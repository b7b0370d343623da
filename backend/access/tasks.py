"""Entries from the queue: housekeeping."""

from __future__ import annotations

from celery import shared_task

from backend.access.services.requests import forget_unconfirmed


@shared_task(name="access.sweep")
def sweep() -> None:
    forget_unconfirmed()
