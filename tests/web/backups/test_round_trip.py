"""What is backed up comes back as it was, into an empty place or over what is there."""

from __future__ import annotations

import stat
import tarfile

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from tests_backups import bytes_kept, elsewhere, rows
from tests_files import stored

from backend.backups.services import backing_up
from backend.directory.models import Expert
from backend.files import storage
from backend.files.models import StoredFile
from backend.matches.models import Embedding
from backend.matches.services import embed_pending
from backend.notifications.models import Letter

TRIGGERS = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"
VECTORS = ("matches_embedding", "matches_needembedding")


def triggers() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        return [name for (name,) in cursor.fetchall()]


def without_vectors() -> dict:
    return {name: found for name, found in rows().items() if name not in VECTORS}


def test_every_table_and_every_file_comes_back(archive, tmp_path, capsys):
    before, files, guards = rows(), bytes_kept(), triggers()
    assert len(files) == 3
    assert before["matches_embedding"][0] > 100
    assert "frozen" in guards

    with elsewhere(tmp_path / "new files"):
        call_command("restore", str(archive))
        assert rows() == before
        assert bytes_kept() == files
        assert triggers() == guards
        assert Letter.objects.get(address="reader@there.example").text == "نص الرسالة\n第二行"
        assert Expert.objects.filter(names__ar="ليلى حداد").exists()

    assert "rows" in capsys.readouterr().out


def test_the_archive_is_for_its_owner_alone_and_nothing_is_left_beside_it(archive):
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert [one.name for one in archive.parent.iterdir()] == ["backup.tar"]
    assert not (settings.FILES_ROOT / ".backup").exists()
    with tarfile.open(archive) as tar:
        names = tar.getnames()
    assert names[0] == "database.dump"
    assert names[-2:] == ["manifest.json", "manifest.sha256"]
    assert len(names) == 6


def test_vectors_can_be_left_out_and_are_made_again(kept, tmp_path):
    others, slim = without_vectors(), tmp_path / "slim.tar"
    vectors = Embedding.objects.count()
    call_command("backup", str(slim), without_vectors=True)
    with elsewhere(tmp_path / "new files"):
        call_command("restore", str(slim))
        assert not Embedding.objects.exists()
        assert without_vectors() == others
        embed_pending()
        assert Embedding.objects.count() == vectors


def test_what_came_after_the_backup_is_gone_after_a_restore_over_it(archive, kept):
    before, files = rows(), bytes_kept()
    Expert.objects.create(names={"en": "Came Later"})
    stored(kept, "later.pdf")
    gone = StoredFile.objects.order_by("pk").first()
    assert gone is not None
    storage.remove(gone.key)
    gone.delete()

    call_command("restore", str(archive), replace=True, yes=True)

    assert rows() == before
    assert files.items() <= bytes_kept().items()  # the later one belongs to nothing, and is swept


def test_an_upload_in_progress_begins_anew_and_a_file_deleted_meanwhile_is_in_the_backup(
    kept, tmp_path, monkeypatch
):
    half = StoredFile.objects.create(
        owner=kept, name="half.pdf", size=10, sha256="0" * 64, offset=5, key=storage.new_key()
    )
    storage.write_at(half.key, 0, b"%PDF-")
    whole = dict(StoredFile.objects.exclude(pk=half.pk).values_list("key", "sha256"))
    usual = backing_up._add_files

    def meanwhile(*arguments) -> None:
        for key in whole:
            storage.remove(key)
        usual(*arguments)

    monkeypatch.setattr(backing_up, "_add_files", meanwhile)
    call_command("backup", str(tmp_path / "backup.tar"))

    with elsewhere(tmp_path / "new files"):
        call_command("restore", str(tmp_path / "backup.tar"))
        assert {key: storage.digest(key) for key in bytes_kept()} == whole
        half.refresh_from_db()
        assert (half.offset, half.status) == (0, "uploading")


def test_a_file_that_was_lost_before_is_named(kept, tmp_path, capsys):
    lost = StoredFile.objects.get(pk=stored(kept))
    storage.remove(lost.key)
    call_command("backup", str(tmp_path / "backup.tar"))
    assert lost.key in capsys.readouterr().err
