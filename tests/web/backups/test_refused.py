"""What can't be restored is refused, and nothing is changed by it."""

from __future__ import annotations

import json
import re
import tarfile

import pytest
from django.core.management import CommandError, call_command
from tests_backups import bytes_kept, rows

from backend.backups import selectors
from backend.backups.archive import Writer
from backend.backups.manifest import Manifest
from backend.backups.services import backing_up, restoring


@pytest.fixture
def unchanged(archive):
    """Afterwards everything is as it was, the archive too."""
    before, files, written = rows(), bytes_kept(), archive.read_bytes()
    yield
    assert rows() == before
    assert bytes_kept() == files
    archive.write_bytes(written)


@pytest.fixture
def over(archive):
    """Restores over what is there, and says why it was refused."""

    def refused() -> str:
        with pytest.raises(CommandError) as caught:
            call_command("restore", str(archive), replace=True, yes=True)
        return str(caught.value)

    return refused


def manifest_with(archive, **changes):
    """Rewrites what the archive says of itself."""
    with tarfile.open(archive) as tar:
        member = tar.getmember("manifest.json")
        said = json.loads(tar.extractfile(member).read())
    with archive.open("r+b") as file:
        file.seek(member.offset)
        file.truncate()
        writer = Writer(file)
        made = Manifest.from_json(json.dumps(said).encode())
        writer.parts = made.parts
        for name, value in changes.items():
            setattr(made, name, value)
        writer.seal(made)


def test_a_byte_that_is_another_is_found(archive, unchanged, over):
    with tarfile.open(archive) as tar:
        places = [one.offset_data + one.size // 2 for one in tar.getmembers()]
    for place in places:
        with archive.open("r+b") as file:
            file.seek(place)
            there = file.read(1)
            file.seek(place)
            file.write(bytes([there[0] ^ 1]))
        assert "damaged" in over()
        with archive.open("r+b") as file:
            file.seek(place)
            file.write(there)


@pytest.mark.parametrize("part", [0.0, 0.3, 0.99])
def test_half_an_archive_is_refused(archive, unchanged, over, part):
    with archive.open("r+b") as file:
        file.truncate(int(archive.stat().st_size * part))
    assert re.search("damaged|manifest is missing", over())


def test_another_archive_is_refused(archive, unchanged, over, tmp_path):
    (tmp_path / "a.txt").write_text("text")
    with tarfile.open(archive, "w") as tar:
        tar.add(tmp_path / "a.txt", arcname="files/../../etc/cron.d/a")
    assert "no backup of Counterpart" in over()


def test_a_later_format_is_refused(archive, unchanged, over):
    manifest_with(archive, format=2)
    assert "format 2" in over()


def test_a_later_databases_dump_is_refused(archive, unchanged, over):
    manifest_with(archive, postgres=99)
    assert "PostgreSQL 99" in over()


def test_a_later_counterparts_backup_is_refused(archive, unchanged, over):
    applied = [*selectors.applied_migrations(), ("needs", "9999_telepathy")]
    manifest_with(archive, migrations=applied)
    assert "needs.9999_telepathy" in over()


def test_a_dump_without_all_rows_is_not_taken(archive, unchanged, over):
    manifest_with(archive, rows=selectors.count_rows() | {"accounts_user": 1_000})
    assert "rows are missing" in over()


def test_migrations_follow_a_restore(archive, unchanged, monkeypatch):
    steps = []
    monkeypatch.setattr(restoring, "load", lambda *arguments: steps.append("load"))
    monkeypatch.setattr(restoring, "call_command", lambda name, **more: steps.append(name))
    call_command("restore", str(archive), replace=True, yes=True)
    assert steps == ["load", "migrate"]


def test_data_are_replaced_only_when_it_is_said_twice(archive, unchanged):
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(archive))
    with pytest.raises(CommandError, match="--yes"):
        call_command("restore", str(archive), replace=True)


def test_a_file_that_exists_is_not_written_over(archive, unchanged):
    before = archive.read_bytes()
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(archive))
    assert archive.read_bytes() == before


def test_a_full_disk_leaves_nothing_behind(kept, tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backing_up, "_add_files", full)
    with pytest.raises(CommandError, match="disk is full"):
        call_command("backup", str(tmp_path / "backup.tar"))
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_not_there_is_named(archive, unchanged):
    with pytest.raises(CommandError, match=r"nowhere\.tar"):
        call_command("restore", "nowhere.tar", replace=True, yes=True)
