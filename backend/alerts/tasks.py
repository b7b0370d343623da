"""Entries from the queue: an id, and a call of a service."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from backend.alerts import services


@shared_task(name="alerts.match_target")
def match_target(target_id: str) -> None:
    services.match_target(target_id=UUID(target_id))


@shared_task(name="alerts.tell")
def tell(owner_id: str) -> None:
    services.tell(owner_id=owner_id)


@shared_task(name="alerts.sweep")
def sweep() -> None:
    """Find what a lost message, a killed worker or the time left behind."""
    services.sweep()
