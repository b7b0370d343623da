"""Ends what a supervisor leaves behind when it is killed. A script of its own: no imports of ours.

Reads the supervisor's pipe: `+ID` and `-ID` name process groups that live and that have ended,
`done` says that the supervisor ends in good order. When the pipe closes, the groups that are
left are ended, and unless it was in good order the command in the arguments is run.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable

# Children have been told by the kernel already (ops/parent.py), and end their own in order.
ORDERLY_SECONDS = 3
GRACE_SECONDS = 7


def main(stream: Iterable[str], afterwards: list[str]) -> None:
    """Waits for the pipe to close, then clears up."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    orderly = False
    for line in stream:
        sign, rest = line[0], line[1:].strip()
        if sign == "+":
            groups.add(int(rest))
        elif sign == "-":
            groups.discard(int(rest))
        else:
            orderly = True
    end(groups)
    if afterwards and not orderly:
        subprocess.run(afterwards, stdin=subprocess.DEVNULL, check=False)


def end(groups: set[int]) -> None:
    """Lets the process groups end, then asks them to, then kills them."""
    left = _wait(groups, ORDERLY_SECONDS)
    left = _wait({group for group in left if _signal(group, signal.SIGTERM)}, GRACE_SECONDS)
    for group in left:
        _signal(group, signal.SIGKILL)


def _wait(groups: set[int], seconds: float) -> set[int]:
    """The process groups that are still there after at most `seconds`."""
    deadline = time.monotonic() + seconds
    while (left := {group for group in groups if _signal(group, 0)}) and (
        time.monotonic() < deadline
    ):
        time.sleep(0.05)
    return left


def _signal(group: int, number: int) -> bool:
    """Sends a signal to a process group; False when nobody of it is left."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    main(sys.stdin, sys.argv[1:])
