"""Bringing the server up, whatever an earlier one left behind. Call under the start lock."""

import os
import subprocess
import time
from pathlib import Path

from ops.paths import make_private
from ops.postgres import cluster, postmaster
from ops.postgres.binaries import Binaries, find_binaries
from ops.postgres.errors import EmbeddedServerError, failure
from ops.postgres.identity import Identity, clean_environment, server_identity
from ops.postgres.pids import alive
from ops.postgres.site import Site

# How long backends of a killed server may keep its shared memory, until we give up.
LINGER_SECONDS = 30
# Recovery after a crash reads everything since the last checkpoint again.
READY_SECONDS = 300
# A server that has written down "ready" but does not answer has lost its socket's file.
MUTE_SECONDS = 5
PAUSE_SECONDS = 0.02
PASSING_TROUBLE = ("pre-existing shared memory block", "already exists")
PROBE_SECONDS = 5


def bring_up(site: Site, lock: int) -> None:
    """Makes sure that a server answers at `site`; `lock` is the start lock's descriptor.

    Raises EmbeddedServerError, SocketFolderError or OSError.
    """
    binaries = find_binaries()
    if _is_up(site, binaries):
        return
    identity = _prepare(site, binaries, lock)
    deadline = time.monotonic() + LINGER_SECONDS
    while (said := _attempt(site, binaries, identity)) is not None:
        if time.monotonic() > deadline or not any(words in said for words in PASSING_TROUBLE):
            raise failure("The database server does not start:", said, site.log)
        time.sleep(10 * PAUSE_SECONDS)


def answers(site: Site, binaries: Binaries) -> bool:
    """Whether the server takes connections now, by asking it: its files may be out of date."""
    address = ["-h", str(site.sockets), "-p", str(site.port), "-t", str(PROBE_SECONDS)]
    login = ["-U", cluster.ROLE, "-d", cluster.DATABASE]
    command = [binaries.program("pg_isready"), "-q", *address, *login]
    return subprocess.run(command, env=clean_environment(), check=False).returncode == 0


def _is_up(site: Site, binaries: Binaries) -> bool:
    """Whether a server runs and answers; one that can't be reached any more is stopped."""
    deadline = time.monotonic() + MUTE_SECONDS
    while postmaster.running(site.data) and postmaster.says_ready(site.data):
        if answers(site, binaries):
            return True
        if time.monotonic() > deadline:
            postmaster.stop(site.data)
        time.sleep(PAUSE_SECONDS)
    return False


def _prepare(site: Site, binaries: Binaries, lock: int) -> Identity:
    """The data folder, its access rules and the socket's folder; who the server runs as."""
    # Of all folders only this one is opened to the server's user: it is the server's own.
    site.base.chmod(0o755)
    programs = [Path(binaries.program(name)) for name in ("postgres", "initdb")]
    identity = server_identity(site.data, [*programs, site.base], [binaries.bootstrap_file])
    if not cluster.exists(site.data):
        postmaster.end_orphans(site.data)
        cluster.create(site.data, binaries, identity, site.password, lock)
    cluster.hand_over(site.data, identity)
    cluster.write_access_rules(site.data, identity, tcp=site.tcp_port is not None)
    make_private(site.sockets, (identity.uid, identity.gid))
    return identity


def _attempt(site: Site, binaries: Binaries, identity: Identity) -> str | None:
    """Starts the server and waits for it: None when it answers, else what it logged."""
    pid = postmaster.running(site.data)
    before = site.log.stat().st_size if site.log.exists() else 0
    if pid is None:
        postmaster.clear_stale(site.data, site.sockets)
        pid = postmaster.launch(binaries.program("postgres"), site, identity)
    deadline = time.monotonic() + READY_SECONDS
    while alive(pid):
        if answers(site, binaries):
            return None
        if time.monotonic() > deadline:
            raise EmbeddedServerError(
                f"The database server (process {pid}) is still not ready after {READY_SECONDS} s; "
                f"{site.log} says what it does. Start again once it is done."
            )
        time.sleep(PAUSE_SECONDS)
    return _read_from(site.log, before)


def _read_from(log: Path, offset: int) -> str:
    """What was added to `log` since it had `offset` bytes."""
    with log.open("rb") as lines:
        lines.seek(offset if offset <= os.fstat(lines.fileno()).st_size else 0)
        return lines.read().decode(errors="replace")
