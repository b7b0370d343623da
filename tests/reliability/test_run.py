"""`make run`, with stand-ins for the programs it starts and a real database."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ops.environment import read_env_file
from ops.paths import ROOT
from ops.postgres import EmbeddedServer, postmaster
from ops.postgres.pids import alive

NOTE = """
import os, pathlib, sys
with open(os.environ["NOTES"], "a") as notes:
    print(*sys.argv[1:] or [pathlib.Path(__file__).parent.name], os.getpid(), file=notes)
"""
STAND_INS = {
    "manage.py": NOTE + "sys.exit(sys.argv[1] == os.environ.get('FAILS'))",
    "matching/weights/__main__.py": NOTE,
    "matching/service/__main__.py": NOTE
    + "assert os.path.isdir(os.path.dirname(os.environ['ENCODER_ADDRESS']))\n"
    + "import time\nif '--ping' not in sys.argv:\n    time.sleep(60)"
    + "\nsys.exit(not os.path.exists('matching'))",
    "backend/wsgi.py": "def application(environ, start_response):\n"
    "    start_response('200 OK', [])\n    return [b'ready']",
    "backend/celery.py": "from celery import Celery\n"
    "app = Celery(broker='memory://')\napp.conf.worker_hijack_root_logger = False",
}
SECONDS = 60
STEPS = [
    "weights",
    "service",
    "migrate --noinput",
    "load_codelists",
    "load_programmes",
    "load_demo",
    "load_demo_projects",
    "--ping",
    "embed",
]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the operations among stand-ins, in a folder with a space in its name."""
    folder = tmp_path / "a checkout"
    shutil.copytree(ROOT / "ops", folder / "ops", ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in STAND_INS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def running(checkout: Path):
    """Starts `ops.run` in that checkout."""
    started = []
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    dropped = {"COUNTERPART_LOCAL", "DATABASE_URL", "DEBUG", "DJANGO_SETTINGS_MODULE"}
    dropped |= {"ENCODER_ADDRESS", "HOST", "PYTHONPATH"}
    clean = {name: value for name, value in os.environ.items() if name not in dropped}

    def start(**settings: str) -> "subprocess.Popen[str]":
        ours = {"DEBUG": "1", "NOTES": str(checkout / "notes"), "PORT": str(port)}
        environment = clean | ours | settings
        process = subprocess.Popen(
            [sys.executable, "-m", "ops.run"],
            cwd=checkout,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=30)
    server = EmbeddedServer(checkout / ".local")
    if server.site.base.exists():
        server.stop_now()


def _until(process: "subprocess.Popen[str]", words: str) -> str:
    """What the process says, up to the line with `words`; it is killed if that takes long."""
    said = ""
    too_late = threading.Timer(SECONDS, process.kill)
    too_late.start()
    try:
        while words not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
    finally:
        too_late.cancel()
    return said


def _descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [one for child in children for one in [int(child), *_descendants(int(child))]]


def test_it_takes_the_steps_in_their_order_and_leaves_nobody(running, checkout):
    process = running()
    said = _until(process, "password: counterpart")
    noted = [line.rpartition(" ")[0] for line in (checkout / "notes").read_text().splitlines()]
    assert [step for step in STEPS if step in noted] == STEPS
    assert noted.index("embed") == len(noted) - 1
    assert "http://127.0.0.1:" in said
    started = _descendants(process.pid)
    assert len(started) >= 5

    process.send_signal(signal.SIGINT)

    assert "stopped" in process.communicate(timeout=30)[0]
    assert process.returncode == 0
    assert not any(map(alive, started))
    assert postmaster.running(checkout / ".local" / "postgres" / "data") is None


def test_a_kill_leaves_neither_a_process_nor_the_database(running, checkout, wait_for):
    process = running()
    _until(process, "password: counterpart")
    started = _descendants(process.pid)
    data = checkout / ".local" / "postgres" / "data"

    process.kill()

    wait_for(lambda: not any(map(alive, started)), 20)
    wait_for(lambda: postmaster.running(data) is None, 20)


@pytest.mark.slow
def test_a_database_that_dies_is_started_again(running, checkout):
    process = running()
    _until(process, "password: counterpart")
    data = checkout / ".local" / "postgres" / "data"
    before = postmaster.running(data)

    os.kill(before, signal.SIGKILL)

    _until(process, "does not answer, starts again")
    _until(process, "database … up")
    assert postmaster.running(data) not in {None, before}


def test_without_debug_there_is_no_demo_world(running, checkout):
    said = _until(running(DEBUG="0"), "Ctrl-C stops it")
    assert "load_demo" not in (checkout / "notes").read_text()
    assert "demo" not in said


def test_a_step_that_fails_ends_it_with_its_name(running, checkout):
    process = running(FAILS="migrate")
    said = process.communicate(timeout=30)[0]
    assert "migrations: `manage.py migrate --noinput` ended with exit code 1" in said
    assert process.returncode == 1
    assert "load_codelists" not in (checkout / "notes").read_text()
    assert postmaster.running(checkout / ".local" / "postgres" / "data") is None


def test_a_taken_port_is_told_before_anything_is_done(running, checkout):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = running(PORT=str(port))
        said = process.communicate(timeout=30)[0]
    assert f"PORT={port + 1} make run" in said
    assert process.returncode == 1
    assert not (checkout / "notes").exists()


@pytest.mark.parametrize("port", ["0", "70000", "http", ""])
def test_a_port_that_is_none_is_told(running, port):
    assert "PORT is" in running(PORT=port).communicate(timeout=30)[0]


def test_the_environment_goes_before_the_env_file(running, checkout):
    (checkout / ".env").write_text("PORT=nonsense\n")
    assert "PORT is 'nonsense'" not in running(FAILS="migrate").communicate(timeout=30)[0]


def test_the_env_file_may_hold_comments_quotes_and_export(tmp_path):
    file = tmp_path / ".env"
    file.write_text("# A=0\n\nA=1\nexport B='two words'\n C = \"x=y\" \nnonsense\n")
    assert read_env_file(file) == {"A": "1", "B": "two words", "C": "x=y"}
