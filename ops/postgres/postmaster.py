"""The server's main process: find it, start it, stop it, clear up after a crash."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ops.postgres.errors import EmbeddedServerError
from ops.postgres.identity import Identity
from ops.postgres.pids import alive, find_orphans, find_postmaster, is_postmaster
from ops.postgres.site import Site

# A process id that no process can have, for a lock file whose server is dead.
NO_PROCESS = 2**31 - 1
FAST_STOP_SECONDS = 60
IMMEDIATE_STOP_SECONDS = 15
MIB = 2**20
LOG_BYTES = 10 * MIB
SMALL_SHARED_MEMORY = 1024 * MIB

SETTINGS = {
    "max_connections": "60",
    "shared_buffers": "256MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "TimeZone": "UTC",
    "log_timezone": "UTC",
}


def running(data: Path) -> int | None:
    """The process id of the living server on `data`, if any."""
    pid = _recorded(data)
    if pid is None:
        return find_postmaster(data) if data.exists() else None
    return pid if is_postmaster(pid, data) else None


def says_ready(data: Path) -> bool:
    """Whether the server on `data` has written down that it takes connections."""
    try:
        lines = (data / "postmaster.pid").read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def clear_stale(data: Path, sockets: Path) -> None:
    """Removes what a dead server left and the next would stumble over.

    Call only when no server is running on `data`, under the start lock.
    """
    for left in sockets.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)
    file = data / "postmaster.pid"
    pid = _recorded(data)
    if pid is None:
        file.unlink(missing_ok=True)
    else:
        # Whoever has that id now (somebody else's process, or the dead server while init has not
        # yet waited for it), PostgreSQL would believe it to be a server. Only the id is replaced:
        # by the rest of the file PostgreSQL finds out whether backends of the dead server are
        # still at work on the data.
        rest = file.read_bytes().partition(b"\n")[2]
        file.write_bytes(b"%d\n" % NO_PROCESS + rest)


def end_orphans(data: Path) -> None:
    """Stops servers whose folder `data` was deleted: they would end by themselves a bit later."""
    for pid in find_orphans(data):
        _signal_and_wait(pid, signal.SIGQUIT, IMMEDIATE_STOP_SECONDS)


def launch(program: str, site: Site, identity: Identity) -> int:
    """Starts a server in a session of its own; returns its process id without waiting."""
    quoted = '"' + str(site.sockets).replace('"', '""') + '"'
    settings = SETTINGS | {
        "unix_socket_directories": quoted,
        "unix_socket_permissions": "0700",
        "listen_addresses": "127.0.0.1" if site.tcp_port else "",
        "port": str(site.port),
        "dynamic_shared_memory_type": _shared_memory_type(),
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = identity.command([program, "-D", str(site.data), *options])
    return _detach(command, identity, site.log)


def stop(data: Path) -> bool:
    """Stops the server on `data`, if there is one: fast, without waiting for its clients.

    Raises EmbeddedServerError when it does not end, even at once and without a checkpoint.
    """
    pid = running(data)
    if pid is None:
        return False
    if _signal_and_wait(pid, signal.SIGINT, FAST_STOP_SECONDS):
        return True
    if _signal_and_wait(pid, signal.SIGQUIT, IMMEDIATE_STOP_SECONDS):
        return True
    raise EmbeddedServerError(f"The database server (process {pid}) does not stop.")


def _recorded(data: Path) -> int | None:
    """The process id in the server's lock file; None when there is no file or no id in it."""
    try:
        first = (data / "postmaster.pid").read_bytes().partition(b"\n")[0]
    except (FileNotFoundError, NotADirectoryError):
        return None
    return int(first) if re.fullmatch(rb"\s*[1-9]\d{0,9}\s*", first) else None


def _detach(command: Sequence[str], identity: Identity, log: Path) -> int:
    """Starts `command` as a child of init, so that no user of the server is its parent."""
    if log.exists() and log.stat().st_size > LOG_BYTES:
        shutil.move(log, log.with_suffix(".log.1"))
    script = '"$@" </dev/null >&2 & echo $!'
    with log.open("ab") as output:
        shell = subprocess.run(
            ["/bin/sh", "-c", script, "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=output,
            start_new_session=True,
            check=True,
            **identity.options(),
        )
    return int(shell.stdout)


def _shared_memory_type() -> str:
    """Files where /dev/shm is small, as in most containers: building an index needs more."""
    try:
        room = os.statvfs("/dev/shm")  # noqa: S108 - only its size is read
    except OSError:
        return "mmap"
    return "posix" if room.f_blocks * room.f_frsize >= SMALL_SHARED_MEMORY else "mmap"


def _signal_and_wait(pid: int, number: signal.Signals, seconds: float) -> bool:
    """Sends a signal; whether the process ended within `seconds`."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)
    deadline = time.monotonic() + seconds
    while alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
