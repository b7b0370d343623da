"""python -m ops.run: everything Counterpart needs on one machine, until Ctrl-C (`make run`)."""

import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ops.child import Child, told
from ops.commands import (
    DEMO,
    EMBED,
    ENCODER,
    PING,
    PREPARE,
    WEIGHTS,
    child,
    web_arguments,
    worker_arguments,
)
from ops.environment import RunSettings, SettingsError, read_settings
from ops.paths import ROOT, SocketFolderError, make_private, socket_dir
from ops.postgres import EmbeddedServer, EmbeddedServerError
from ops.processes import Stopped, Supervisor
from ops.readiness import status_of

ENCODER_SECONDS = 180.0
READY_SECONDS = 120.0
DATABASE_CHECK_SECONDS = 2.0
DEMO_ACCOUNTS = ("partner@demo.example", "secretariat@demo.example", "expert@demo.example")


class RunFailed(RuntimeError):
    """A step did not work; the message says which one and what to do."""


def main() -> int:
    """Runs until stopped; the exit code: 0 after Ctrl-C or SIGTERM, 1 when something failed."""
    os.chdir(ROOT)
    try:
        settings = read_settings()
        check_port(settings)
        run(settings)
    except Stopped:
        say("stopped")
    except (RunFailed, SettingsError, EmbeddedServerError, SocketFolderError, OSError) as error:
        say(f"Counterpart does not run: {error}")
        return 1
    return 0


def run(settings: RunSettings) -> None:
    """Holds the database and serves; ends every process before it lets the database go."""
    release = (sys.executable, "-m", "ops.postgres", "release")
    after_kill = () if settings.database_given else release
    with Supervisor(say, after_kill=after_kill) as processes, database(settings) as keep_up:
        try:
            serve(settings, processes, keep_up)
        finally:
            processes.stop()


def serve(settings: RunSettings, processes: Supervisor, keep_up: Callable[[], None]) -> None:
    """The steps in their order, then looks after the processes. Raises Stopped, RunFailed."""
    run_step(settings, processes, *WEIGHTS)
    # The encoder loads its models while the database is prepared: the other core has time.
    encoder = start_encoder(settings, processes) if settings.encoder_process else None
    for name, *arguments in [*PREPARE, *(DEMO if settings.debug else [])]:
        run_step(settings, processes, name, *arguments)
    if encoder:
        wait_for_encoder(settings, processes, encoder)
    run_step(settings, processes, *EMBED)
    processes.start(child(settings, "web", *web_arguments(settings)))
    processes.start(child(settings, "worker", *worker_arguments()))
    wait_until_ready(settings, processes)
    announce(settings)
    processes.watch(keep_up)


def check_port(settings: RunSettings) -> None:
    """Raises RunFailed when somebody else listens where we want to."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        raise RunFailed(
            f"it can't listen on {settings.address} ({error.strerror or error}). Another program "
            f"may be using the port: stop it, or choose another: PORT={settings.port + 1} make run"
        ) from error


@contextmanager
def database(settings: RunSettings) -> Iterator[Callable[[], None]]:
    """Holds the embedded server unless there is a DATABASE_URL; yields what keeps it up."""
    if settings.database_given:
        say("database … the one of DATABASE_URL")
        yield lambda: None
        return
    before = time.monotonic()
    with EmbeddedServer().hold() as server:
        say(f"database … up ({time.monotonic() - before:.1f} s)")
        yield database_check(server)


def database_check(server: EmbeddedServer) -> Callable[[], None]:
    """What to call often: every few seconds it looks, and starts the server again if need be."""
    due = time.monotonic() + DATABASE_CHECK_SECONDS

    def check() -> None:
        nonlocal due
        if time.monotonic() < due:
            return
        if not server.is_ready():
            say("database … does not answer, starts again")
            server.ensure_running()
            say("database … up")
        due = time.monotonic() + DATABASE_CHECK_SECONDS

    return check


def run_step(settings: RunSettings, processes: Supervisor, name: str, *arguments: str) -> None:
    """Runs one step of Python to its end. Raises RunFailed when its exit code is not 0."""
    before = time.monotonic()
    code = processes.run(child(settings, name, *arguments))
    if code != 0:
        raise RunFailed(f"{name}: `{' '.join(arguments)}` ended with {told(code)} (see above).")
    say(f"{name} … done ({time.monotonic() - before:.1f} s)")


def start_encoder(settings: RunSettings, processes: Supervisor) -> Child:
    """Starts the encoder process, which takes a while to answer."""
    make_private(socket_dir("encoder"))
    return processes.start(child(settings, "encoder", *ENCODER))


def wait_for_encoder(settings: RunSettings, processes: Supervisor, encoder: Child) -> None:
    """Waits until the encoder process answers. Raises RunFailed."""
    before = time.monotonic()
    while processes.run(child(settings, "ping", *PING, quiet=True)) != 0:
        if encoder.has_ended():
            raise RunFailed("the encoder ended before it answered (see above).")
        if time.monotonic() - before > ENCODER_SECONDS:
            raise RunFailed(f"the encoder did not answer within {ENCODER_SECONDS:.0f} s.")
        processes.pause(0.3)
    say(f"encoder … up ({time.monotonic() - before:.1f} s)")


def wait_until_ready(settings: RunSettings, processes: Supervisor) -> None:
    """Waits until the web process says that it and all it needs are ready. Raises RunFailed."""
    before = time.monotonic()
    while (status := status_of(settings, "/readyz")) != "200":
        if ended := next((c.name for c in processes.children if c.has_ended()), None):
            raise RunFailed(f"the {ended} ended before it was ready (see above).")
        if time.monotonic() - before > READY_SECONDS:
            raise RunFailed(f"{settings.url}readyz is not ready: {status}")
        processes.pause(0.2)
    say(f"web and worker … up ({time.monotonic() - before:.1f} s)")


def announce(settings: RunSettings) -> None:
    """Says where it is, and with the demo world how to log in."""
    say(f"Counterpart is at {settings.url} (Ctrl-C stops it)")
    if settings.debug:
        say(f"log in as {', '.join(DEMO_ACCOUNTS)}; password: counterpart")


def say(line: str) -> None:
    """One line for whoever watches; nobody may be left to read it."""
    try:
        print(line, flush=True)
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - until we end


if __name__ == "__main__":
    sys.exit(main())
