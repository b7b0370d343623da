"""One server for all its users; the last one to leave stops it."""

import pytest

from ops.postgres import postmaster
from ops.postgres.pids import alive

HOLD = ("exec", "--", "sh", "-c", "echo held; cat")


def test_eight_racing_first_starts_make_one_server(server, user_of):
    show = f"head -n 1 '{server.site.data}/postmaster.pid'; cat >&2"
    users = [user_of("exec", "--", "sh", "-c", show) for _ in range(8)]

    seen = {user.stdout.readline() for user in users}

    assert len(seen) == 1, seen
    assert [user.communicate()[0] or user.returncode for user in users] == [0] * 8
    assert not server.is_ready()


def test_the_last_user_stops_the_server_and_an_earlier_one_does_not(server, user_of):
    with server.hold():
        other = user_of(*HOLD)
        assert other.stdout.readline() == "held\n"
    assert server.is_ready()

    other.communicate()

    assert other.returncode == 0
    assert postmaster.running(server.site.data) is None


def test_a_killed_user_keeps_no_claim_on_the_server(server, user_of):
    with server.hold():
        other = user_of(*HOLD)
        assert other.stdout.readline() == "held\n"
        other.kill()
        other.wait()

    assert postmaster.running(server.site.data) is None


def test_the_server_of_a_killed_last_user_can_be_released(server, user_of):
    user = user_of(*HOLD)
    assert user.stdout.readline() == "held\n"
    user.kill()
    user.wait()
    assert server.is_ready()

    assert user_of("release").wait() == 0

    assert postmaster.running(server.site.data) is None


def test_start_leaves_it_running_until_stop(server, user_of):
    started = user_of("start")
    assert "up" in started.communicate()[0]
    with server.hold():
        assert user_of("stop").wait() == 1
    assert not server.is_ready(), "stop asks for the light to be turned off by the last user"

    user_of("start").communicate()
    with server.hold():
        pass
    assert user_of("status").wait() == 0
    assert user_of("stop").wait() == 0
    assert user_of("status").wait() == 3


@pytest.mark.parametrize("code", [0, 7])
def test_exec_passes_the_exit_code_on(server, user_of, code):
    assert user_of("exec", "--", "sh", "-c", f"exit {code}").wait() == code


def test_exec_passes_signals_on(server, user_of):
    script = "trap 'exit 42' TERM; echo held; while :; do sleep 0.05; done"
    user = user_of("exec", "--", "sh", "-c", script)
    assert user.stdout.readline() == "held\n"

    user.terminate()

    assert user.wait() == 42
    assert postmaster.running(server.site.data) is None


def test_the_command_of_a_killed_exec_ends(server, user_of, wait_for):
    user = user_of("exec", "--", "sh", "-c", "echo $$; exec sleep 60")
    command = int(user.stdout.readline())

    user.kill()

    wait_for(lambda: not alive(command), 5)


def test_exec_says_that_a_command_is_missing(server, user_of):
    user = user_of("exec", "--", "no-such-command")
    assert "no-such-command" in user.communicate()[0]
    assert user.returncode == 127
