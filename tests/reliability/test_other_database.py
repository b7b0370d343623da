"""`DATABASE_URL` names another server: over TCP, with a password."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests_encoder import encoder_environment
from tests_processes import free_port

from ops.paths import ROOT
from ops.postgres import EmbeddedServer

PASSWORD = "wörd, with a kommaa & a slash/ and: more"
TEMPLATES = ROOT / "fixtures" / "templates"

Manage = Callable[..., str]


@pytest.fixture
def other(tmp_path: Path):
    """A second server from the same binaries, on 127.0.0.1."""
    server = EmbeddedServer(tmp_path / "other", tcp_port=free_port(), password=PASSWORD)
    with server.hold():
        yield server


@pytest.fixture
def manage(other, encoder, tmp_path) -> Manage:
    """Runs `manage.py` on it and returns what it says."""

    def run(*arguments: str, code: int = 0, **settings: str) -> str:
        environment = encoder_environment(
            COUNTERPART_LOCAL=str(tmp_path / "local"),
            DATABASE_URL=other.url(),
            DEBUG="0",
            ENCODER_ADDRESS=encoder.address,
            SECRET_KEY="of this test",
        )
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment | settings,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


@pytest.mark.slow
def test_everything_works_on_another_server(manage, tmp_path):
    manage("migrate", "--noinput")
    manage("load_codelists")
    manage("import_directory", str(TEMPLATES / "institutions.csv"), "--source", "test")
    manage("import_directory", str(TEMPLATES / "experts.csv"), "--source", "test")
    manage("embed")

    said = manage("match", "Quem nos ajuda a recuperar pequenas centrais hidrelétricas?", "-k", "3")

    assert "Shili Jia" in said.partition("│ 2")[0], said
    assert not (tmp_path / "local" / "postgres").exists(), "it has started its own server too"


def test_a_wrong_password_is_told_without_the_password(manage, other):
    wrong = other.url().replace(":w", ":x", 1)
    said = manage("migrate", "--noinput", code=1, DATABASE_URL=wrong)
    assert "password authentication failed" in said
    assert "kommaa" not in said
