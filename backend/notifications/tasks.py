"""Entries from the queue."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from backend.notifications import services


@shared_task(name="notifications.send_letter")
def send_letter(letter_id: str) -> None:
    services.send_letter(letter_id=UUID(letter_id))


@shared_task(name="notifications.sweep")
def sweep() -> None:
    services.sweep_letters()
