"""Starts processes, restarts those that die, ends them all with us."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from ops.child import Child, told

STOP_SECONDS = 15.0
TICK_SECONDS = 0.1
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """No error: Ctrl-C, SIGTERM or SIGHUP has come."""


class Supervisor:
    """Runs steps and children until it is asked to stop; a context manager that ends them all.

    `after_kill` is a command for the guard, a small process that clears up if we are killed.
    """

    def __init__(
        self, say: Callable[[str], None] = print, *, after_kill: Sequence[str] = ()
    ) -> None:
        self.say = say
        self.after_kill = list(after_kill)
        self.children: list[Child] = []
        self.asked = 0

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._ask) for number in ENDING}
        guard = [sys.executable, str(Path(__file__).with_name("guard.py")), *self.after_kill]
        self._guard = subprocess.Popen(guard, stdin=subprocess.PIPE, start_new_session=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.stop()
        finally:
            self._tell_guard("done")
            with suppress(OSError):
                self._guard.communicate()
            for number, handler in self._before.items():
                signal.signal(number, handler)

    def start(self, child: Child) -> Child:
        """Starts a child, which from now on `watch` keeps alive."""
        child.start()
        self.children.append(child)
        if child.process:
            self._tell_guard(f"+{child.process.pid}")
        return child

    def run(self, step: Child) -> int:
        """Runs a process to its end; returns its exit code. Raises Stopped."""
        self.start(step)
        while not step.has_ended():
            self.pause(TICK_SECONDS / 2)
        return self._reap(step)

    def pause(self, seconds: float) -> None:
        """Waits. Raises Stopped as soon as we are asked to stop."""
        deadline = time.monotonic() + seconds
        while not self.asked and (left := deadline - time.monotonic()) > 0:
            time.sleep(min(left, TICK_SECONDS))
        if self.asked:
            raise Stopped

    def watch(self, every_tick: Callable[[], None] = lambda: None) -> None:
        """Restarts children that end, for ever. Raises Stopped."""
        while True:
            self.pause(TICK_SECONDS)
            every_tick()
            for child in list(self.children):
                self._look_after(child)

    def stop(self) -> None:
        """Ends every process we started: asks, waits, kills. A second Ctrl-C kills at once."""
        asked = self.asked
        for child in self.children:
            child.ask_to_end()
        deadline = time.monotonic() + STOP_SECONDS
        while not all(child.has_ended() for child in self.children):
            if time.monotonic() > deadline or self.asked > max(asked, 1):
                break
            time.sleep(TICK_SECONDS / 2)
        while self.children:
            self._reap(self.children[-1])

    def _look_after(self, child: Child) -> None:
        if child.due is None and child.has_ended():
            how = told(self._reap(child))
            self.children.append(child)
            self.say(f"{child.name} … ended ({how}), starts again in {child.put_off():g} s")
        elif child.due is not None and time.monotonic() >= child.due:
            self.children.remove(child)
            self.start(child)

    def _reap(self, child: Child) -> int:
        group = child.process.pid if child.process else 0
        code = child.reap()
        self.children.remove(child)
        self._tell_guard(f"-{group}")
        return code

    def _tell_guard(self, line: str) -> None:
        if self._guard.stdin:
            with suppress(OSError):  # somebody ended it: nothing depends on it while we live
                self._guard.stdin.write(f"{line}\n".encode())
                self._guard.stdin.flush()

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked += 1
