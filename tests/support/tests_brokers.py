"""Brokers that tests start, kill and ask."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from celery import Celery
from redis import Redis
from redis.exceptions import RedisError
from tests_processes import Process, Processes, free_port

FOLDERS = ("queue", "processed", "control")


class FilesystemBroker:
    """kombu's transport over files, in a folder of its own."""

    url = "filesystem://"

    def __init__(self, local: Path, processes: Processes) -> None:
        self.folder = local / "celery"

    def start(self) -> None:
        for name in FOLDERS:
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    def stop(self) -> None:
        """The folder is gone, as when its disk is."""
        shutil.rmtree(self.folder / "queue")

    def options(self) -> dict[str, str]:
        return {
            "data_folder_in": str(self.folder / "queue"),
            "data_folder_out": str(self.folder / "queue"),
            "processed_folder": str(self.folder / "processed"),
            "control_folder": str(self.folder / "control"),
        }

    def messages(self) -> int:
        return len(list((self.folder / "queue").glob("*.celery.msg")))


class RedisBroker:
    """Debian's redis-server on a free port, keeping what it was told."""

    def __init__(self, local: Path, processes: Processes) -> None:
        self.program = shutil.which("redis-server")
        if self.program is None:
            pytest.fail("redis-server is missing: run `make packages-test`.")
        self.folder = local / "redis"
        self.folder.mkdir(parents=True)
        self.processes = processes
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: Process | None = None

    def start(self) -> None:
        listen = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)]
        keep = ["--save", "", "--appendonly", "yes", "--appendfsync", "always"]
        self.process = self.processes("redis", [self.program, *listen, *keep], {})
        self.process.wait_until(self._answers, 20)

    def stop(self) -> None:
        assert self.process is not None
        self.process.kill()

    def options(self) -> dict[str, str]:
        return {}

    def messages(self) -> int:
        with Redis(port=self.port) as client:
            return int(client.llen("celery"))

    def _answers(self) -> bool:
        try:
            with Redis(port=self.port) as client:
                return bool(client.ping())
        except RedisError:
            return False


BROKERS = {"filesystem": FilesystemBroker, "redis": RedisBroker}


def publisher(broker: FilesystemBroker | RedisBroker) -> Celery:
    """What a web process has: an application that sends to this broker, and runs nothing."""
    app = Celery("web", broker=broker.url, set_as_current=False)
    app.conf.update(
        broker_transport_options=broker.options(), task_ignore_result=True, timezone="UTC"
    )
    return app


def worker_command(schedule: Path) -> list[str]:
    """`make run`'s command line of the worker, with a clock that keeps its time in ``schedule``."""
    from ops.commands import worker_arguments

    arguments = list(worker_arguments())
    arguments[arguments.index("--schedule") + 1] = str(schedule)
    arguments[arguments.index("--loglevel") + 1] = "INFO"
    return [sys.executable, *arguments]
