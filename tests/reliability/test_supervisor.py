"""What the supervisor starts lives and ends with it."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from ops.child import Child
from ops.paths import ROOT
from ops.postgres.pids import alive
from ops.processes import Supervisor

# A child with a child of its own; both write their process ids down and stay.
FAMILY = """
    import os, pathlib, subprocess, sys, time
    folder = pathlib.Path(sys.argv[1])
    if len(sys.argv) == 2:
        subprocess.Popen([sys.executable, __file__, sys.argv[1], "grandchild"])
    (folder / f"{os.getpid()}.pid").touch()
    time.sleep(60)
"""
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
SUPERVISOR = """
    import sys
    from ops.child import Child
    from ops.processes import Stopped, Supervisor
    try:
        with Supervisor(after_kill=sys.argv[3:]) as processes:
            processes.start(Child("family", (sys.executable, sys.argv[1], sys.argv[2])))
            processes.watch()
    except Stopped:
        print("stopped")
"""


@pytest.fixture
def family(tmp_path: Path) -> Path:
    """The script of a child with a grandchild."""
    script = tmp_path / "family.py"
    script.write_text(textwrap.dedent(FAMILY))
    return script


@pytest.fixture
def supervised(tmp_path: Path, wait_for):
    """Starts a supervisor over a script; returns it with the two process ids below it."""
    folder = tmp_path / "pids"
    folder.mkdir()
    started = []

    def start(script: Path, *after_kill: str) -> tuple["subprocess.Popen[str]", list[int]]:
        code = textwrap.dedent(SUPERVISOR)
        process = subprocess.Popen(
            [sys.executable, "-c", code, script, folder, *after_kill],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        wait_for(lambda: len(list(folder.iterdir())) == 2)
        return process, [int(file.stem) for file in folder.iterdir()]

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_children_and_grandchildren(supervised, family, number):
    supervisor, pids = supervised(family)

    supervisor.send_signal(number)

    assert supervisor.communicate(timeout=10)[0].strip() == "stopped"
    assert supervisor.returncode == 0
    assert not any(map(alive, pids))


def test_a_second_ctrl_c_kills_who_does_not_listen(supervised, family, wait_for):
    family.write_text(STUBBORN + family.read_text())
    supervisor, pids = supervised(family)
    supervisor.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        supervisor.wait(0.5)

    supervisor.send_signal(signal.SIGINT)

    assert supervisor.wait(5) == 0
    assert not any(map(alive, pids))


def test_a_killed_supervisor_leaves_nobody_behind(supervised, family, wait_for):
    supervisor, pids = supervised(family)

    supervisor.kill()

    wait_for(lambda: not any(map(alive, pids)), 5)


def test_a_killed_supervisor_has_what_it_asked_for_done(supervised, family, wait_for, tmp_path):
    supervisor, _ = supervised(family, "touch", str(tmp_path / "released"))

    supervisor.kill()

    wait_for((tmp_path / "released").exists, 5)


def test_after_an_orderly_end_nothing_is_left_to_do(supervised, family, tmp_path):
    supervisor, _ = supervised(family, "touch", str(tmp_path / "released"))

    supervisor.terminate()

    assert supervisor.wait(10) == 0
    assert not (tmp_path / "released").exists()


@pytest.mark.slow
def test_a_killed_supervisor_leaves_nobody_who_does_not_listen(supervised, family, wait_for):
    family.write_text(STUBBORN + family.read_text())
    supervisor, pids = supervised(family)

    supervisor.kill()

    wait_for(lambda: not any(map(alive, pids)), 15)


def test_a_child_that_dies_is_started_again_later_every_time(tmp_path):
    class Enough(Exception):
        pass

    said = []

    def listen(line: str) -> None:
        said.append(line)
        if len(said) == 2:
            raise Enough

    script = f"open({str(tmp_path / 'lives')!r}, 'a').write('x'); raise SystemExit(3)"
    with Supervisor(listen) as processes:
        processes.start(Child("mayfly", (sys.executable, "-c", script)))
        with pytest.raises(Enough):
            processes.watch()

    assert said == [
        "mayfly … ended (exit code 3), starts again in 1 s",
        "mayfly … ended (exit code 3), starts again in 2 s",
    ]
    assert (tmp_path / "lives").read_text() == "xx"


def test_a_step_answers_with_its_exit_code():
    with Supervisor() as processes:
        assert processes.run(Child("step", (sys.executable, "-c", "raise SystemExit(5)"))) == 5
        assert processes.children == []


def test_signals_mean_afterwards_what_they_meant_before():
    before = signal.getsignal(signal.SIGTERM)
    with Supervisor():
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before
