"""The one way to put work into the queue.

A message is only a hint: the row it is about is the truth, and a sweep finds what a lost message
left behind. So a broker that is down costs time, never work.
"""

from __future__ import annotations

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from kombu.pools import producers

log = structlog.get_logger(__name__)

# Somebody waits for the page: a broker that is down is not waited for (Celery's own way takes six
# seconds), only a connection that has gone stale is made anew.
HASTE = {"max_retries": 0, "socket_connect_timeout": 2.0, "socket_timeout": 5.0}
ONCE_MORE = {"max_retries": 1, "interval_start": 0, "interval_step": 0}


def enqueue(task_name: str, *args: object) -> None:
    """Publish a task by name once the running transaction has committed."""
    transaction.on_commit(lambda: _publish(task_name, args))


def _publish(task_name: str, args: tuple[object, ...]) -> None:
    connection = current_app.connection_for_write(transport_options=HASTE)
    try:
        with producers[connection].acquire(block=True) as producer:
            current_app.send_task(
                task_name,
                args=[str(arg) for arg in args],
                producer=producer,
                retry=True,
                retry_policy=ONCE_MORE,
            )
    except (OperationalError, OSError) as error:
        log.warning("queue_unreachable", task=task_name, error=type(error).__name__)
