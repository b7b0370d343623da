"""Runs one command in our place: same terminal, same signals, same exit code."""

import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import FrameType

from ops.parent import die_with_parent

FORWARDED = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2)


def run_in_foreground(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Runs `command`; returns its exit code, 128 plus the signal's number if one ended it, 127
    or 126 when it can't be started."""
    pending: list[int] = []
    children: list[subprocess.Popen[bytes]] = []

    def forward(number: int, frame: FrameType | None) -> None:
        pending.append(number)
        for child in children:
            child.send_signal(number)

    # The terminal sends Ctrl-C to the command as well: what happens is then up to the command.
    before = {signal.SIGINT: signal.signal(signal.SIGINT, _ignore)}
    before |= {number: signal.signal(number, forward) for number in FORWARDED}
    try:
        children.append(subprocess.Popen(command, env=environment, preexec_fn=die_with_parent()))
        for number in pending:
            children[0].send_signal(number)
        code = children[0].wait()
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)
        return 127 if isinstance(error, FileNotFoundError) else 126
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def _ignore(number: int, frame: FrameType | None) -> None:
    """A handler, not SIG_IGN: that one the command would inherit."""
