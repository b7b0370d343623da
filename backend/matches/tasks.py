"""Entries from the queue: an id, and a call of a service."""

from __future__ import annotations

from uuid import UUID

import structlog
from celery import shared_task

from backend.common.queue import enqueue
from backend.matches import engine, services
from backend.matches.services.embed import THREADS, something_pending
from backend.matches.services.look_alikes import compare_pending, uncompared

log = structlog.get_logger(__name__)
SLICE_SECONDS = 20.0  # of embedding at a time, so that rankings are not kept waiting


@shared_task(name="matches.perform_run")
def perform_run(run_id: str) -> None:
    services.perform_run(run_id=UUID(run_id))


@shared_task(name="matches.embed_pending")
def embed_pending() -> None:
    try:
        more = services.embed_pending(seconds=SLICE_SECONDS, threads=THREADS)
        enqueue("matches.embed_pending" if more else "matches.compare_passages")
    except engine.EncoderUnavailable as error:
        log.warning("embedding_waits", error=str(error))  # the sweep comes back to it


@shared_task(name="matches.compare_passages")
def compare_passages() -> None:
    """Find profiles that look alike by what their passages say."""
    compare_pending(seconds=SLICE_SECONDS)
    if uncompared().exists():
        enqueue("matches.compare_passages")


@shared_task(name="matches.sweep")
def sweep() -> None:
    """Find what a lost message, a killed worker or a changed text left behind."""
    services.sweep_runs()
    if something_pending():
        enqueue("matches.embed_pending")
    elif uncompared().exists():
        enqueue("matches.compare_passages")
