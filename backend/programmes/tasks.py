"""Entries from the queue: what happens by the time."""

from __future__ import annotations

from celery import shared_task

from backend.programmes.services.joining import expire_joining
from backend.programmes.services.projects.reminders import remind_of_reports
from backend.programmes.services.reminders import remind_endorsements
from backend.programmes.services.reviews.reminders import remind_reviewers


@shared_task(name="programmes.sweep")
def sweep() -> None:
    remind_endorsements()
    expire_joining()
    remind_reviewers()
    remind_of_reports()
