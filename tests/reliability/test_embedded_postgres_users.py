"""The server never runs as root, opens no folder of the user's, and lets no stranger in."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from ops.paths import ROOT
from ops.postgres import EmbeddedServer, EmbeddedServerError, identity
from ops.postgres.binaries import Binaries, find_binaries

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
DAC_READ_SEARCH = 1 << 2
NOBODY = {"user": "nobody", "group": "nogroup", "extra_groups": [], "cwd": "/"}


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A folder that only its owner may pass through."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    return folder


def _status(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return dict(line.split(":\t", 1) for line in lines if ":\t" in line)


@as_root
def test_below_a_closed_folder_it_runs_with_one_capability_and_opens_nothing(
    closed, copy_programs, monkeypatch
):
    home = copy_programs(closed)
    monkeypatch.setattr("ops.postgres.starting.find_binaries", lambda: Binaries(home))
    with EmbeddedServer(closed / "local").hold() as server:
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        with psycopg.connect(server.url()) as connection:
            backend = _status(connection.info.backend_pid)
    assert backend["Uid"].split()[0] != "0"
    for kind in ("CapEff", "CapPrm", "CapInh", "CapAmb", "CapBnd"):
        assert int(backend[kind], 16) == DAC_READ_SEARCH, kind


@as_root
def test_where_the_capability_is_missing_the_error_names_the_folder_and_the_line(
    closed, monkeypatch
):
    monkeypatch.setattr(identity, "CAPABILITIES", ())
    with pytest.raises(EmbeddedServerError) as caught, EmbeddedServer(closed / "local").hold():
        pass
    line = next(line for line in str(caught.value).splitlines() if "chmod o+x " in line)
    assert str(closed) in line.split()
    assert "/" not in line.split(), "an open folder is named"


@as_root
def test_below_closed_programs_the_second_capability_will_do(closed, monkeypatch):
    monkeypatch.setattr(identity, "CAPABILITIES", ("dac_override",))
    with EmbeddedServer(closed / "local").hold() as server:
        assert server.is_ready()


@as_root
def test_another_user_of_the_machine_does_not_get_in(open_folder):
    with EmbeddedServer(open_folder).hold() as server:
        psql = [find_binaries().program("psql"), server.url(), "-c", "SELECT 1"]
        if subprocess.run(["test", "-x", psql[0]], check=False, **NOBODY).returncode:
            pytest.skip("nobody can't reach psql")
        for mode in (0o700, 0o777):  # even if the folder were open, the server asks who it is
            server.site.sockets.chmod(mode)
            for file in server.site.sockets.iterdir():
                file.chmod(mode)
            done = subprocess.run(psql, capture_output=True, text=True, check=False, **NOBODY)
            assert done.returncode != 0, done.stdout
            expected = "Permission denied" if mode == 0o700 else "Peer authentication failed"
            assert expected in done.stderr


@as_root
def test_a_data_folder_copied_by_root_is_given_to_the_servers_user(tmp_path):
    with EmbeddedServer(tmp_path / "first").hold():
        pass
    shutil.copytree(tmp_path / "first" / "postgres", tmp_path / "second" / "postgres")
    assert (tmp_path / "second" / "postgres" / "data").stat().st_uid == 0

    with EmbeddedServer(tmp_path / "second").hold() as server:
        assert server.is_ready()


@as_root
def test_a_socket_folder_of_somebody_else_is_refused(tmp_path):
    server = EmbeddedServer(tmp_path / "local")
    server.site.sockets.mkdir(parents=True)
    os.chown(server.site.sockets, 12345, 12345)
    with pytest.raises(EmbeddedServerError, match="12345"), server.hold():
        pass


@as_root
def test_programs_only_their_owner_may_run_will_do(tmp_path, monkeypatch, copy_programs):
    """As pip leaves them under umask 077."""
    home = copy_programs(tmp_path)
    subprocess.run(["chmod", "-R", "go=", tmp_path], check=True)
    monkeypatch.setattr("ops.postgres.starting.find_binaries", lambda: Binaries(home))
    with EmbeddedServer(tmp_path / "local").hold() as server:
        assert server.site.data.stat().st_uid != 0


@as_root
def test_an_ordinary_user_runs_its_own_server(open_folder, copy_programs):
    python = _python_for_nobody()
    if python is None:
        pytest.skip("no Python that nobody can run")
    shutil.copytree(ROOT / "ops", open_folder / "ops")
    home = copy_programs(open_folder)
    (home.parent / "__init__.py").touch()
    local = open_folder / "local"
    local.mkdir()
    shutil.chown(local, "nobody", "nogroup")

    who = "SELECT current_user, 1 + 1"
    psql = str(home / "bin" / "psql")
    done = subprocess.run(
        [python, "-m", "ops.postgres", "exec", "--", psql, "-Atc", who],
        env={"COUNTERPART_LOCAL": str(local), "PYTHONPATH": str(open_folder), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=False,
        **NOBODY,
    )

    assert (done.stdout, done.returncode) == ("counterpart|2\n", 0), done.stderr
    assert (local / "postgres" / "data").owner() == "nobody"


def _python_for_nobody() -> str | None:
    """A Python new enough that user nobody can run."""
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            done = subprocess.run([python, "-c", check], capture_output=True, check=False, **NOBODY)
        except OSError:
            continue
        if done.returncode == 0:
            return python
    return None


@as_root
@pytest.mark.slow
def test_a_full_disk_is_told(tmp_path):
    """On a small disk of its own, seen by one process only."""
    script = f"mount -t tmpfs -o size=20m none '{tmp_path}' && exec \"$@\""
    command = [sys.executable, "-m", "ops.postgres", "exec", "--", "true"]
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script, "sh", *command],
        cwd=ROOT,
        env=os.environ | {"COUNTERPART_LOCAL": str(tmp_path / "local")},
        capture_output=True,
        text=True,
        check=False,
    )
    if "mount" in done.stderr or "unshare" in done.stderr:
        pytest.skip(done.stderr)
    assert done.returncode == 1
    assert "The disk is full" in done.stderr
