"""One process of ours and everything it starts."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

from ops.parent import die_with_parent

FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 30.0
# Who has lived this long starts with the first delay again.
HEALTHY_SECONDS = 60.0


def told(code: int) -> str:
    """An exit code in words."""
    return f"exit code {code}" if code >= 0 else f"signal {-code}"


class Child:
    """A process with its descendants, who are one process group."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
        *,
        quiet: bool = False,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.environment = environment
        self.output = subprocess.DEVNULL if quiet else None
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.due: float | None = None
        self.delay = FIRST_DELAY_SECONDS

    def start(self) -> None:
        """Starts the process; its output goes where ours goes. Raises OSError."""
        self.due = None
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            stderr=self.output,
            process_group=0,
            preexec_fn=die_with_parent(),
        )

    def has_ended(self) -> bool:
        """Whether it runs no more. It stays a zombie until `reap`: its id keeps its meaning."""
        if self.process is None or self.process.returncode is not None:
            return True
        flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self.process.pid, flags) is not None

    def ask_to_end(self) -> None:
        """Sends SIGTERM: to the process alone, whose business it is to end its own in order."""
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)

    def reap(self) -> int:
        """Kills what is left of the group; returns the exit code (negative: the signal)."""
        if self.process is None:
            return 0
        if self.process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        return self.process.wait()

    def put_off(self) -> float:
        """Sets the time of the next start; returns the seconds until then, longer every time."""
        now = time.monotonic()
        if now - self.started > HEALTHY_SECONDS:
            self.delay = FIRST_DELAY_SECONDS
        delay, self.delay = self.delay, min(2 * self.delay, LONGEST_DELAY_SECONDS)
        self.due = now + delay
        return delay
