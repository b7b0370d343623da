"""Files come in parts: what was acknowledged stays, and who breaks off goes on where it ended."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta

import pytest
from django.utils import timezone
from tests_files import announce, docx, pdf, send, stored, upload, zipped

from backend.files import storage
from backend.files.models import StoredFile
from backend.files.names import clean_name
from backend.files.services import MOST_LOOSE, attach, sweep

pytestmark = pytest.mark.usefixtures("world")


def row(pk: str) -> StoredFile:
    return StoredFile.objects.get(pk=pk)


def told(response) -> str:
    return response.json()["errors"][0]["detail"]


def test_a_file_comes_in_parts_and_is_there_as_it_was_sent(api, partner):
    data = pdf()
    made = announce(partner, data, "Lettre officielle.pdf")
    assert made.status_code == 201
    pk = made.json()["id"]
    for start in range(0, len(data), 200):
        assert api(partner).client.head(f"/api/v1/uploads/{pk}/")["Upload-Offset"] == str(start)
        sent = send(partner, pk, start, data[start : start + 200])
        assert sent.status_code == 200
    found = sent.json()
    assert (found["status"], found["offset"]) == ("ready", len(data))
    assert found["media_type"] == "application/pdf"
    kept = storage.path_of(row(pk).key)
    assert kept.read_bytes() == data
    assert "Lettre" not in str(kept)
    assert kept.stat().st_mode & 0o077 == 0


def test_a_part_sent_twice_or_ahead_is_told_where_to_go_on(partner):
    data = pdf()
    pk = announce(partner, data).json()["id"]
    assert send(partner, pk, 0, data[:100]).json()["offset"] == 100
    for offset in (0, 99, 101):
        refused = send(partner, pk, offset, data[offset : offset + 50])
        assert (refused.status_code, refused.json()["offset"]) == (409, 100)
    assert send(partner, pk, 100, data[100:]).json()["status"] == "ready"


def test_bytes_written_but_not_acknowledged_are_written_again(partner):
    """As after a kill between the disk and the row."""
    data = pdf()
    pk = announce(partner, data).json()["id"]
    send(partner, pk, 0, data[:100])
    storage.write_at(row(pk).key, 100, b"something else, and longer than what is to come" * 50)
    assert send(partner, pk, 100, data[100:]).json()["status"] == "ready"
    assert storage.path_of(row(pk).key).read_bytes() == data


def test_what_arrived_must_be_what_was_announced(partner, django_capture_on_commit_callbacks):
    data = pdf()
    pk = announce(partner, data, sha256=hashlib.sha256(b"other").hexdigest()).json()["id"]
    with django_capture_on_commit_callbacks(execute=True):
        refused = send(partner, pk, 0, data)
    assert refused.status_code == 400
    assert "SHA-256" in told(refused)
    assert row(pk).status == "refused"
    assert not storage.path_of(row(pk).key).exists()
    assert send(partner, pk, 0, data).status_code == 409


def test_a_zip_that_is_called_a_document_is_refused(api, partner):
    data = zipped({"hello.txt": "hello"})
    pk = announce(partner, data, "terms.docx").json()["id"]
    refused = send(partner, pk, 0, data)
    assert refused.status_code == 400
    assert (refused.json()["errors"][0]["attr"], refused.json()["errors"][0]["code"]) == (
        "file",
        "kind",
    )
    assert "DOCX" in told(refused)
    assert api(partner).get(f"uploads/{pk}/").json()["refused"] == told(refused)


def test_a_name_ends_as_the_file_is(partner):
    assert row(upload(partner, docx(), "contract.exe")).name == "contract.exe.docx"
    assert row(upload(partner, pdf(), "Annex 1.PDF")).name == "Annex 1.PDF"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Users\\me\\plan.pdf", "C_Users_me_plan.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("طلب رسمي.pdf", "طلب رسمي.pdf"),
        ("正式函.pdf", "正式函.pdf"),
        ("...", "file"),
        (".pdf", "pdf"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_made_harmless(given, kept):
    assert clean_name(given) == kept


@pytest.mark.parametrize(
    ("values", "attr"),
    [
        ({"size": 0}, "size"),
        ({"size": 25 * 1024 * 1024 + 1}, "size"),
        ({"size": "much"}, "size"),
        ({"sha256": "abc"}, "sha256"),
        ({"sha256": "g" * 64}, "sha256"),
        ({"name": ""}, "name"),
        ({"name": "x" * 100_000}, "name"),
    ],
)
def test_what_is_wrong_with_an_announcement_is_named(partner, values, attr):
    refused = announce(partner, pdf(), **values)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"] == attr


def test_a_bad_part_is_refused_and_nothing_kept(api, partner):
    data = pdf()
    pk = announce(partner, data).json()["id"]
    path = f"/api/v1/uploads/{pk}/"
    kind = {"content_type": "application/octet-stream"}
    client = api(partner).client
    assert client.patch(path, data, **kind).json()["errors"][0]["attr"] == "Upload-Offset"
    for offset in ("-1", "x", "1e3", "²"):
        assert client.patch(path, data, HTTP_UPLOAD_OFFSET=offset, **kind).status_code == 400
    assert send(partner, pk, 0, b"").status_code == 400
    assert send(partner, pk, 0, data + b"more").json()["errors"][0]["code"] == "too_many_bytes"
    assert send(partner, pk, 0, bytes(4 * 1024 * 1024 + 1)).status_code == 413
    assert client.patch(path, {}, format="json", HTTP_UPLOAD_OFFSET="0").status_code == 415
    assert row(pk).offset == 0


def test_an_upload_is_ones_own_alone(api, partner, officer, stranger):
    pk = announce(partner, pdf()).json()["id"]
    for other in (officer, stranger):
        assert api(other).get(f"uploads/{pk}/").status_code == 404
        assert send(other, pk, 0, pdf()).status_code == 404
        assert api(other).client.delete(f"/api/v1/uploads/{pk}/").status_code == 404
        assert api(other).get("uploads/").json()["results"] == []
    assert api(None).get(f"uploads/{pk}/").status_code == 401


def test_announced_twice_with_one_key_it_is_one_file(api, partner):
    body = {"name": "a.pdf", "size": 9, "sha256": "0" * 64}
    first, again = (api(partner).post("uploads/", body, "same") for _time in range(2))
    assert first.json()["id"] == again.json()["id"]
    assert StoredFile.objects.count() == 1


def test_nobody_fills_the_disk_with_what_belongs_to_nothing(api, partner):
    made = [announce(partner, pdf()).json()["id"] for _file in range(MOST_LOOSE)]
    refused = announce(partner, pdf())
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "too_many_uploads")
    assert api(partner).client.delete(f"/api/v1/uploads/{made[0]}/").status_code == 204
    assert announce(partner, pdf()).status_code == 201


def test_what_belongs_to_nothing_for_a_day_is_swept_and_the_rest_stays(
    partner, django_capture_on_commit_callbacks
):
    used, left, fresh = (stored(partner) for _file in range(3))
    attach(files=[row(used)], by=partner)
    past = timezone.now() - timedelta(hours=25)
    StoredFile.objects.filter(pk__in=[used, left]).update(updated_at=past)
    keys = {pk: row(pk).key for pk in (used, left, fresh)}
    orphan = storage.new_key()
    storage.write_at(orphan, 0, b"left by a kill")
    for key in (orphan, *keys.values()):
        os.utime(storage.path_of(key), (past.timestamp(), past.timestamp()))
    with django_capture_on_commit_callbacks(execute=True):
        sweep()
    assert set(StoredFile.objects.values_list("key", flat=True)) == {keys[used], keys[fresh]}
    there = {key: storage.path_of(key).exists() for key in (orphan, *keys.values())}
    assert there == {orphan: False, keys[used]: True, keys[left]: False, keys[fresh]: True}


def test_a_list_of_many_takes_no_more_queries(api, partner, django_assert_max_num_queries):
    for _file in range(6):
        announce(partner, pdf())
    with django_assert_max_num_queries(2):
        assert len(api(partner).get("uploads/").json()["results"]) == 6
