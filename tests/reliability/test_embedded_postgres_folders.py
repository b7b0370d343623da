"""The data folder is made in one step, and may be deleted at any time."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from ops.postgres import EmbeddedServer
from ops.postgres.pids import alive

HOLD = ("exec", "--", "sh", "-c", "echo held; cat")


def test_a_kill_in_the_middle_of_the_first_start_leaves_nothing_in_the_way(
    server, user_of, wait_for
):
    first = user_of(*HOLD)
    wait_for(lambda: list(server.site.base.glob("data.new-*/global")))
    first.kill()
    first.wait()
    assert not server.site.data.exists()

    with server.hold():
        assert server.is_ready()
        assert not list(server.site.base.glob("data.new-*"))


def test_a_new_start_waits_for_an_initdb_that_outlives_its_starter(
    server, user_of, wait_for, processes_of
):
    first = user_of(*HOLD)
    wait_for(lambda: list(server.site.base.glob("data.new-*/global")))
    orphans = [pid for pid in processes_of("data.new-") if pid != first.pid]
    for pid in orphans:
        os.kill(pid, signal.SIGSTOP)
    first.kill()
    first.wait()

    second = user_of("start")

    try:
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(1.5)
    finally:
        for pid in orphans:
            os.kill(pid, signal.SIGCONT)
    assert second.wait(30) == 0
    assert orphans
    assert not any(map(alive, orphans))


@pytest.fixture
def processes_of(server):
    """Finds the living processes with some words and the server's folder in their arguments."""

    def find(words: str) -> list[int]:
        named = os.fsencode(f"{server.site.base}/{words}")
        return [
            int(file.parent.name)
            for file in Path("/proc").glob("[0-9]*/cmdline")
            if named in _read(file)
        ]

    return find


def _read(file: Path) -> bytes:
    with suppress(OSError):
        return file.read_bytes()
    return b""


def test_a_folder_deleted_under_its_server_starts_empty(server, main_pid, sql):
    with server.hold():
        sql(server, "CREATE TABLE lost (n int)")
        orphan = main_pid(server)
        subprocess.run(["rm", "-rf", server.site.local], check=True)

        with EmbeddedServer(server.site.local).hold() as new:
            assert not alive(orphan)
            assert sql(new, "SELECT to_regclass('lost')") == [(None,)]


def test_the_holder_of_a_deleted_folder_leaves_the_new_server_alone(server, user_of):
    with server.hold():
        subprocess.run(["rm", "-rf", server.site.local], check=True)
        new = user_of(*HOLD)
        assert new.stdout.readline() == "held\n"
    assert server.is_ready()
    new.communicate()
