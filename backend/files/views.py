"""Giving a file to somebody whose right the caller has checked."""

from __future__ import annotations

import re

import structlog
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from backend.files import storage
from backend.files.models import StoredFile

# One range of bytes; of several at once the whole is given, as RFC 9110 allows.
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
# Always saved, never shown within our site, whatever a browser thinks that it is.
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "Accept-Ranges": "bytes",
    "Content-Encoding": "identity",  # packed on the way, ranges would mean nothing
}
log = structlog.get_logger(__name__)


def give_file(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    """The bytes, or the range of them that was asked for, under the file's own name."""
    if not storage.path_of(file.key).exists():
        log.error("bytes_of_file_missing", file=str(file.pk))
        raise Http404
    tag = f'"{file.sha256}"'
    headers = {
        **SAFE,
        "ETag": tag,
        "Content-Disposition": content_disposition_header(True, file.name) or "attachment",
    }
    whole = (0, file.size - 1)
    # What comes with another tag has a part of another file, and needs the whole of this one.
    same = request.headers.get("If-Range", tag) == tag
    part = _range(request.headers.get("Range", ""), file.size) if same else None
    start, end = part or whole
    if start > end:
        headers["Content-Range"] = f"bytes */{file.size}"
        return HttpResponse(status=416, headers=headers, content_type=file.media_type)
    if part:
        headers["Content-Range"] = f"bytes {start}-{end}/{file.size}"
    headers["Content-Length"] = str(end - start + 1)
    return StreamingHttpResponse(
        storage.read(file.key, start, end - start + 1),
        status=206 if part else 200,
        content_type=file.media_type,
        headers=headers,
    )


def _range(asked: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte, the first behind the last where there is nothing to give.

    None: no range was asked for, or none that means anything.
    """
    match = RANGE.fullmatch(asked)
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:  # so many from the end
        return size - min(int(last), size), size - 1
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1
