"""A child that ends when its parent does, however the parent ended (Linux; elsewhere nothing)."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def die_with_parent(number: signal.Signals = signal.SIGTERM) -> Callable[[], None] | None:
    """A function for Popen's `preexec_fn`: the kernel sends `number` when our process dies."""
    if not sys.platform.startswith("linux"):
        return None
    # Looked up here: between fork and exec a library must not be loaded.
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # it died before we could ask
            os._exit(128 + number)

    return ask
