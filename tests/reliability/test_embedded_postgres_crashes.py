"""The server comes back from whatever happened to it, with every committed row."""

import ctypes
import os
import signal
import subprocess
import threading
from contextlib import suppress

import psycopg
import pytest

from ops.postgres import EmbeddedServer
from ops.postgres.pids import alive


def test_committed_rows_survive_a_kill_of_the_main_process(server, sql, main_pid):
    with server.hold():
        sql(server, "CREATE TABLE kept AS SELECT generate_series(1, 10000) AS n")
        os.kill(main_pid(server), signal.SIGKILL)

        server.ensure_running()

        assert sql(server, "SELECT count(*) FROM kept") == [(10000,)]


def test_rows_survive_a_kill_of_one_backend(server, sql, wait_for):
    def answers() -> bool:
        with suppress(psycopg.OperationalError):
            return sql(server, "SELECT count(*) FROM kept") == [(10,)]
        return False

    with server.hold():
        sql(server, "CREATE TABLE kept AS SELECT generate_series(1, 10) AS n")
        with psycopg.connect(server.url()) as victim:
            os.kill(victim.info.backend_pid, signal.SIGKILL)
            with pytest.raises(psycopg.OperationalError):
                victim.execute("SELECT 1")
        wait_for(answers)


@pytest.mark.slow
def test_a_restart_waits_for_a_backend_that_outlives_its_server(server, sql, main_pid, wait_for):
    busy = "SELECT count(*) FROM generate_series(1, 20000000)"
    with server.hold():
        connection = psycopg.connect(server.url())
        backend = connection.info.backend_pid
        query = threading.Thread(target=_try, args=(connection, busy), daemon=True)
        query.start()
        wait_for(
            lambda: sql(
                server, f"SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND pid = {backend}"
            )
        )
        os.kill(main_pid(server), signal.SIGKILL)
        assert alive(backend)

        server.ensure_running()

        assert not alive(backend), "two servers' processes were at work on one folder"
        query.join()
        connection.close()


def _try(connection: psycopg.Connection, statement: str) -> None:
    with suppress(psycopg.OperationalError):
        connection.execute(statement)


@pytest.fixture
def stranger(server):
    """A living process of the server's user that has nothing to do with the server."""
    with server.hold():
        owner = server.site.data.stat()
    become = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
    process = subprocess.Popen(["sleep", "60"], cwd="/", **become)
    yield process
    assert process.poll() is None, "the stranger was ended"
    process.kill()
    process.wait()


def test_a_process_id_that_now_is_somebody_elses_does_not_keep_it_down(
    server, sql, main_pid, stranger
):
    with server.hold():
        sql(server, "CREATE TABLE kept AS SELECT 1 AS n")
        os.kill(main_pid(server), signal.SIGKILL)
        _claim_for(server, stranger.pid)

        server.ensure_running()

        assert sql(server, "SELECT n FROM kept") == [(1,)]


def _claim_for(server: EmbeddedServer, pid: int) -> None:
    """Makes the lock files of data folder and socket name another process."""
    for file in [server.site.data / "postmaster.pid", *server.site.sockets.glob(".s.PGSQL.*.lock")]:
        rest = file.read_bytes().partition(b"\n")[2]
        file.write_bytes(b"%d\n" % pid + rest)


@pytest.fixture
def negligent():
    """Makes this process what PID 1 is in many a container: a parent who does not wait."""
    PR_SET_CHILD_SUBREAPER = 36
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    yield
    prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def test_a_dead_server_that_nobody_waited_for_does_not_keep_it_down(server, main_pid, negligent):
    with server.hold():
        dead = main_pid(server)
        os.kill(dead, signal.SIGKILL)

        server.ensure_running()

        os.kill(dead, 0)  # its id is still taken
        assert server.is_ready()
        os.waitpid(dead, 0)


@pytest.mark.parametrize("left", [b"", b"\0\0\0\0"])
def test_a_lock_file_cut_short_by_a_power_cut_does_not_keep_it_down(server, main_pid, left):
    with server.hold():
        os.kill(main_pid(server), signal.SIGKILL)
        (server.site.data / "postmaster.pid").write_bytes(left)

        server.ensure_running()

        assert server.is_ready()


@pytest.mark.slow
def test_a_server_whose_socket_was_deleted_is_started_again(server, main_pid):
    with server.hold():
        before = main_pid(server)
        for file in server.site.sockets.iterdir():
            file.unlink()

        server.ensure_running()

        assert server.is_ready()
        assert main_pid(server) != before
