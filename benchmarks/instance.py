"""A whole Counterpart in a folder of its own, started as ``make run`` starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.paths import ROOT, socket_dir
from ops.postgres import EmbeddedServer
from ops.postgres.postmaster import running as postmaster_of

READY = "Counterpart is at "
PATIENCE = 900  # seconds
SETTINGS_OF_ANOTHER = {"DATABASE_URL", "CELERY_BROKER_URL", "ENCODER_ADDRESS", "ENCODERS"}


class Instance:
    """``folder`` holds its database, queue and models; nothing else does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.log = folder / "run.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def encoder_address(self) -> str:
        return str(socket_dir("encoder", self.folder) / "encoder.sock")

    @property
    def server(self) -> EmbeddedServer:
        return EmbeddedServer(self.folder)

    @contextmanager
    def running(self) -> Iterator[float]:
        """Runs while the context lasts; yields how many seconds it took to be ready."""
        kept = {n: v for n, v in os.environ.items() if n not in SETTINGS_OF_ANOTHER}
        ours = {
            "COUNTERPART_LOCAL": str(self.folder),
            "DEBUG": "1",
            "PORT": str(self.port),
            "MATCH_RATE": "100000/min",  # the limit for strangers would slow the measuring
        }
        before = time.monotonic()
        # Into a file: a pipe that nobody reads would fill, and stop whoever writes to it.
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ops.run"],
                cwd=ROOT,
                env=kept | ours,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait_until_ready(before + PATIENCE)
            yield time.monotonic() - before
        finally:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=60)

    def _wait_until_ready(self, deadline: float) -> None:
        assert self.process is not None
        while READY not in self.log.read_text(errors="replace"):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Counterpart did not start:\n{self.log.read_text()}")
            time.sleep(0.1)

    def processes(self) -> dict[str, list[int]]:
        """Process ids by part: encoder, web, worker, database, and what watches over them."""
        assert self.process is not None
        found: dict[str, list[int]] = {"supervisor": [self.process.pid]}
        for pid in _descendants(self.process.pid):
            found.setdefault(_part(pid), []).append(pid)
        database = postmaster_of(self.server.site.data)
        if database:
            found["database"] = [database, *_descendants(database)]
        return found


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def _descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [one for child in children for one in (int(child), *_descendants(int(child)))]


def _part(pid: int) -> str:
    command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    for word, part in (("matching.service", "encoder"), ("gunicorn", "web"), ("celery", "worker")):
        if word in command:
            return part
    return "supervisor"
