"""Entries from the queue: what happens by the time."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from backend.consultations.batches import services as batches
from backend.consultations.services.answers import expire_overdue, remind
from backend.consultations.services.nominations import expire_nominations, remind_nominations
from backend.consultations.services.reminders import remind_overdue


@shared_task(name="consultations.sweep")
def sweep() -> None:
    expire_overdue()
    remind()
    remind_overdue()
    expire_nominations()
    remind_nominations()


@shared_task(name="consultations.perform_batch")
def perform_batch(batch_id: str) -> None:
    batches.perform_batch(batch_id=UUID(batch_id))


@shared_task(name="consultations.sweep_batches")
def sweep_batches() -> None:
    """Find what a lost message or a killed worker left behind."""
    batches.sweep_batches()
