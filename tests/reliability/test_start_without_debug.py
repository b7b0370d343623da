"""Without DEBUG: no development secret, no demo world, no accounts that everybody knows."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests_database import database_url

from ops.paths import ROOT


def manage(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    dropped = {"DEBUG", "SECRET_KEY"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | {"DATABASE_URL": database_url()} | settings,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("debug", ["0", "", "False", "no"])
def test_it_refuses_the_development_secret_and_says_how_to_make_one(db, debug):
    done = manage("check", DEBUG=debug)
    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr
    assert "token_urlsafe" in done.stderr


def test_it_refuses_to_load_the_demo_world(db):
    done = manage("load_demo", DEBUG="0", SECRET_KEY="of this test")
    assert done.returncode != 0
    assert "only for development" in done.stderr


def test_with_a_secret_of_its_own_it_starts(db):
    done = manage("check", DEBUG="0", SECRET_KEY="of this test")
    assert done.returncode == 0, done.stderr
