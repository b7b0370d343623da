"""Somebody is killed in the middle of a backup or a restore: nothing half is left."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from tests_backups import bytes_kept, rows
from tests_database import database_url
from tests_files import stored
from tests_processes import Process, Processes, wait_until

from backend.accounts.models import User

pytestmark = pytest.mark.slow

Manage = Callable[..., Process]


@pytest.fixture
def kept(committed_world, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(settings, "FILES_ROOT", tmp_path / "files")
    monkeypatch.setattr(settings, "DEBUG", True)  # else migrating retires the demo accounts
    person = User.objects.get(email="partner@demo.example")
    for number in range(3):
        stored(person, data=f"%PDF of {number}".encode())


@pytest.fixture
def manage(kept, processes: Processes, tmp_path: Path) -> Manage:
    """Starts ``manage.py`` on the test's database and files."""

    def start(*arguments: str) -> Process:
        environment = os.environ | {
            "COUNTERPART_LOCAL": str(tmp_path / "local"),
            "DATABASE_URL": database_url(),
            "DEBUG": "1",
            "FILES_ROOT": str(settings.FILES_ROOT),
        }
        return processes(arguments[0], [sys.executable, "manage.py", *arguments], environment)

    return start


def waits_for_a_lock() -> bool:
    return ask("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


def copies() -> bool:
    """Rows are being loaded, and the tables that were there are gone for who loads them."""
    return ask(
        "SELECT 1 FROM pg_stat_progress_copy WHERE command = 'COPY FROM'"
        " AND datname = current_database()"
    )


def ask(statement: str) -> bool:
    with psycopg.connect(database_url(), autocommit=True) as connection:
        return connection.execute(statement).fetchone() is not None


def nobody_else_is_connected() -> bool:
    return not ask(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND application_name IN ('psql', 'pg_dump')"
    )


def test_a_killed_backup_leaves_no_archive_and_the_next_one_is_whole(manage, tmp_path):
    target = tmp_path / "backup.tar"
    part = tmp_path / "backup.tar.part"
    with closing(psycopg.connect(database_url())) as connection:
        # Whoever wants to read this table has to wait, so the backup stands still.
        connection.execute("LOCK TABLE matches_embedding IN ACCESS EXCLUSIVE MODE")
        backup = manage("backup", str(target))
        backup.wait_until(waits_for_a_lock)
        assert part.exists()
        backup.kill()
    assert not target.exists()

    assert manage("backup", str(target)).wait() == 0
    assert not part.exists()
    assert not (settings.FILES_ROOT / ".backup").exists()
    before = rows()
    call_command("restore", str(target), replace=True, yes=True)
    assert rows() == before


@pytest.mark.parametrize("alone", [True, False], ids=["alone", "with all it started"])
def test_a_restore_killed_before_the_switch_changes_nothing(manage, tmp_path, alone):
    target = tmp_path / "backup.tar"
    assert manage("backup", str(target)).wait() == 0
    stored(User.objects.get(email="partner@demo.example"), "later.pdf")
    before, files = rows(), bytes_kept()
    with closing(psycopg.connect(database_url())) as connection:
        connection.execute("SELECT FROM needs_need")
        restore = manage("restore", str(target), "--replace", "--yes")
        restore.wait_until(waits_for_a_lock)
        restore.kill_alone() if alone else restore.kill()
    wait_until(nobody_else_is_connected)
    assert rows() == before
    assert bytes_kept() == files


def test_a_restore_killed_while_it_loads_changes_nothing_and_can_be_repeated(manage, tmp_path):
    target = tmp_path / "backup.tar"
    assert manage("backup", str(target)).wait() == 0
    backed_up = rows()
    stored(User.objects.get(email="partner@demo.example"), "later.pdf")
    before = rows()
    restore = manage("restore", str(target), "--replace", "--yes")
    restore.wait_until(copies)
    restore.kill_alone()
    wait_until(nobody_else_is_connected)
    assert rows() == before

    assert manage("restore", str(target), "--replace", "--yes").wait() == 0
    assert rows() == backed_up
