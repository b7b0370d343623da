"""Entries from the queue: what happens by the time."""

from __future__ import annotations

from celery import shared_task

from backend.directory.services import confirming, erasures


@shared_task(name="directory.ask_yearly")
def ask_yearly() -> None:
    confirming.ask_yearly()
    confirming.remind()


@shared_task(name="directory.carry_out_erasures")
def carry_out_erasures() -> None:
    erasures.carry_out_due()
