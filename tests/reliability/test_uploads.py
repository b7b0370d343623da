"""A web server that is killed in the middle of an upload: what was acknowledged is kept."""

from __future__ import annotations

import hashlib
import io
import json
import os
import socket

import pytest
from knox.models import AuthToken
from PIL import Image
from tests_web import ask

from backend.accounts.models import User
from backend.files import storage
from backend.files.models import StoredFile

PART = 100_000
KIND = "application/octet-stream"


@pytest.fixture
def picture() -> bytes:
    """Of noise, so that it can't be packed."""
    written = io.BytesIO()
    Image.frombytes("RGB", (400, 400), os.urandom(480_000)).save(written, "PNG")
    return written.getvalue()


def test_what_was_acknowledged_is_kept_and_the_rest_goes_on(start_web, port, picture):
    partner = User.objects.get(email="partner@demo.example")
    token = {"Authorization": f"Token {AuthToken.objects.create(partner)[1]}"}
    web = start_web()
    said = {"name": "noise.png", "size": len(picture)}
    said["sha256"] = hashlib.sha256(picture).hexdigest()
    made = ask(
        port,
        "POST",
        "/api/v1/uploads/",
        json.dumps(said).encode(),
        Content_Type="application/json",
        Idempotency_Key="one",
        **token,
    )
    path = f"/api/v1/uploads/{made.said['id']}/"

    def send(offset: int) -> int:
        """Where the next part begins."""
        part = picture[offset : offset + PART]
        kinds = {"Upload_Offset": str(offset), "Content_Type": KIND}
        answer = ask(port, "PATCH", path, part, **kinds, **token)
        assert answer.status == 200, answer.said
        return answer.said["offset"]

    assert [send(0), send(PART)] == [PART, 2 * PART]
    with half_a_part(port, path, token, picture, 2 * PART):
        web.kill()
    key = StoredFile.objects.get().key
    assert storage.path_of(key).read_bytes()[: 2 * PART] == picture[: 2 * PART]
    start_web()
    offset = int(ask(port, "HEAD", path, **token).headers["Upload-Offset"])
    assert offset == 2 * PART
    while offset < len(picture):
        offset = send(offset)
    row = StoredFile.objects.get()
    assert (row.status, row.kind) == ("ready", "png")
    assert storage.path_of(row.key).read_bytes() == picture


def half_a_part(port: int, path: str, token: dict, data: bytes, offset: int) -> socket.socket:
    """A connection on which half of a part has been sent."""
    line = socket.create_connection(("127.0.0.1", port))
    head = (
        f"PATCH {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {KIND}\r\n"
        f"Content-Length: {PART}\r\nUpload-Offset: {offset}\r\n"
        f"Authorization: {token['Authorization']}\r\n\r\n"
    )
    line.sendall(head.encode() + data[offset : offset + PART // 2])
    return line
