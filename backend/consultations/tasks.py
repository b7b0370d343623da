"""Entries from the queue: what happens by the time."""

from __future__ import annotations

from celery import shared_task

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
