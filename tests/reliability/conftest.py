"""Real servers in folders of their own, and programs that use them."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from celery import current_app
from tests_brokers import BROKERS, FilesystemBroker, RedisBroker, publisher, worker_command
from tests_database import database_url
from tests_encoder import EncoderProcess, Relay, encoder_environment, start_encoder
from tests_mail import MailServer
from tests_processes import Process, Processes, free_port
from tests_web import answers

from ops.paths import ROOT
from ops.postgres import EmbeddedServer, postmaster
from ops.postgres.binaries import PACKAGE, find_binaries

User = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def local(tmp_path: Path) -> Path:
    """A folder for one server; pytest keeps it closed to other users, as many a checkout is."""
    return tmp_path / "local"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder with a short name that everybody may pass through; only we may write to it."""
    folder = Path(tempfile.mkdtemp(prefix="cp-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def server(local: Path) -> Iterator[EmbeddedServer]:
    """A server not started yet; afterwards it is stopped, whatever the test did to it."""
    made = EmbeddedServer(local)
    yield made
    if made.site.base.exists():
        made.stop_now()


@pytest.fixture
def user_of(local: Path) -> Iterator[User]:
    """Starts programs `ops.postgres ACTION …` that use the server of `local`."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, folder: Path = local) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "ops.postgres", *arguments],
            cwd=ROOT,
            env=os.environ | {"COUNTERPART_LOCAL": str(folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.communicate(timeout=60)


@pytest.fixture
def sql() -> Callable[..., list[tuple[object, ...]]]:
    """Runs one statement on a server, committed at once; returns its rows."""

    def run(server: EmbeddedServer, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    return run


@pytest.fixture
def main_pid() -> Callable[[EmbeddedServer], int]:
    """The process id of a server that has to be running."""

    def find(server: EmbeddedServer) -> int:
        pid = postmaster.running(server.site.data)
        assert pid is not None, "the server is not running"
        return pid

    return find


@pytest.fixture
def copy_programs() -> Callable[[Path], Path]:
    """Copies PostgreSQL's programs, as pip lays them out, into a folder; returns their home."""

    def copy(folder: Path) -> Path:
        home = find_binaries().home
        libraries = home.parent.with_name(f"{PACKAGE}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, folder / libraries.name)
        return shutil.copytree(home, folder / PACKAGE / home.name)

    return copy


@pytest.fixture
def wait_for() -> Callable[..., None]:
    """Waits until something is true, for at most some seconds."""

    def wait(true: Callable[[], object], seconds: float = 20) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, f"not within {seconds} s"
            time.sleep(0.01)

    return wait


# --- the encoder process, brokers and workers -----------------------------------------------------


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    """Starts processes; all of them end with the test."""
    made = Processes(tmp_path)
    yield made
    made.end()


@pytest.fixture(scope="module")
def module_processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """Starts processes that end with the module."""
    made = Processes(tmp_path_factory.mktemp("processes"))
    yield made
    made.end()


@pytest.fixture(scope="session")
def socket_folder() -> Iterator[Path]:
    """A folder with a path short enough for Unix sockets, closed to others."""
    with tempfile.TemporaryDirectory(prefix="cp-", dir="/tmp") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def encoder(
    socket_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EncoderProcess]:
    """An encoder process that every test may ask and none may kill."""
    made = Processes(tmp_path_factory.mktemp("encoder"))
    address = str(socket_folder / "encoder.sock")
    try:
        yield EncoderProcess(address, start_encoder(made, address))
    finally:
        made.end()


@pytest.fixture
def relay(socket_folder: Path, encoder: EncoderProcess) -> Iterator[Relay]:
    """Between workers and the encoder process; not started yet where a test says so."""
    made = Relay(socket_folder, encoder.address)
    made.start()
    yield made
    made.stop()


@pytest.fixture(params=sorted(BROKERS))
def broker(
    request: pytest.FixtureRequest, tmp_path: Path, processes: Processes
) -> Iterator[FilesystemBroker | RedisBroker]:
    """A broker that runs, and that this process publishes to as a web process does."""
    made = BROKERS[request.param](tmp_path / "local", processes)
    made.start()
    usual = current_app._get_current_object()
    web = publisher(made)
    web.set_current()
    yield made
    usual.set_current()
    web.close()


@pytest.fixture
def start_worker(
    committed_world: str,
    broker: FilesystemBroker | RedisBroker,
    relay: Relay,
    processes: Processes,
    tmp_path: Path,
) -> Callable[..., Process]:
    """Starts `make run`'s worker on the test database: ``start_worker(SWEEP_SECONDS="1")``."""

    def start(**settings: str) -> Process:
        environment = encoder_environment(
            CELERY_BROKER_URL=broker.url,
            COUNTERPART_LOCAL=str(tmp_path / "local"),
            DATABASE_URL=database_url(),
            DEBUG="0",
            ENCODER_ADDRESS=relay.address,
            SECRET_KEY="of these tests",
            SWEEP_SECONDS="1",
        )
        return processes("worker", worker_command(tmp_path / "beat"), environment | settings)

    return start


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def start_web(
    committed_world: str, processes: Processes, own_files: Path, port: int, tmp_path: Path
) -> Callable[..., Process]:
    """A web server on the test's database and files: ``start_web(DEBUG="1")``."""

    def start(**settings: str) -> Process:
        environment = os.environ | {
            "COUNTERPART_LOCAL": str(tmp_path / "local"),
            "DATABASE_URL": database_url(),
            "DEBUG": "0",
            "ENCODER_ADDRESS": "local",
            "FILES_ROOT": str(own_files),
            "SECRET_KEY": "of these tests",
        }
        command = [sys.executable, "-m", "gunicorn", "backend.wsgi", "--threads", "4"]
        bound = [*command, "--bind", f"127.0.0.1:{port}"]
        web = processes("web", bound, environment | settings)
        web.wait_until(lambda: answers(port))
        return web

    return start


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
