"""Real processes for tests: started, waited for, ended by their own id, their output shown."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ops.parent import die_with_parent
from ops.paths import ROOT

SHOWN_LINES = 40
STOP_SECONDS = 15.0


def wait_until(
    true: Callable[[], object], seconds: float = 60, says: Callable[[], str] = lambda: ""
) -> None:
    """Wait for a condition. ``says`` explains what was found when it does not come about."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds:g} s. {says()}"
        time.sleep(0.01)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


class Process:
    """A program with everything it starts: one process group, which ends with us."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], log: Path, name: str = ""
    ) -> None:
        self.command = [str(part) for part in command]
        self.environment = dict(environment)
        self.log = log
        self.name = name or log.stem
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Process:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                process_group=0,
                preexec_fn=die_with_parent(),
            )
        return self

    @property
    def pid(self) -> int:
        assert self.process is not None, f"{self.name} was not started"
        return self.process.pid

    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def children(self) -> list[int]:
        found = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [int(pid) for pid in found]

    def wait_until(self, true: Callable[[], object], seconds: float = 60) -> None:
        """Wait for a condition that this process is to bring about."""

        def settled() -> object:
            assert self.runs(), f"{self.name} has ended.\n{self.said()}"
            return true()

        wait_until(settled, seconds, self.said)

    def wait(self, seconds: float = 60) -> int:
        """Wait for its end; the exit code."""
        assert self.process is not None
        wait_until(lambda: not self.runs(), seconds, self.said)
        return self.process.wait()

    def text(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def said(self) -> str:
        lines = self.text().splitlines()[-SHOWN_LINES:]
        return "\n".join([f"--- {self.name} said:", *lines])

    def kill(self) -> None:
        """SIGKILL to it and all it started, as when a machine loses power."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def kill_alone(self) -> None:
        """SIGKILL to it and not to what it started."""
        os.kill(self.pid, signal.SIGKILL)
        assert self.process is not None
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end; kill whoever of its group does not."""
        if self.runs():
            assert self.process is not None
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
        self.kill()


class Processes:
    """Starts processes that write to files in one folder, and ends them all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[Process] = []

    def __call__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str]
    ) -> Process:
        log = self.folder / f"{len(self.started)}-{name}.log"
        process = Process(command, environment, log, name)
        self.started.append(process)
        return process.start()

    def end(self) -> None:
        """Kill what is left, and print what all of them said: pytest shows it after a failure."""
        for process in reversed(self.started):
            process.kill()
            print(process.said())
