"""The body of a part: bytes as they are, no more of them than one part may have."""

from __future__ import annotations

from typing import Any

from django.http import UnreadablePostError
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from backend.common.errors import TooLarge

MEDIA_TYPE = "application/octet-stream"
MOST = 4 * 1024 * 1024  # bytes of one part


class PartParser(BaseParser):
    media_type = MEDIA_TYPE

    # The stubs know of parsers of forms alone.
    def parse(  # type: ignore[override]  # narrower than DRF’s
        self, stream: Any, media_type: Any = None, parser_context: Any = None
    ) -> bytes:
        """All of it or nothing: of a part whose sender broke off, nothing is kept."""
        announced = int(parser_context["request"].META.get("CONTENT_LENGTH") or 0)
        if announced > MOST:
            raise TooLarge(_("A part has at most %(most)d bytes.") % {"most": MOST})
        try:
            part = stream.read(announced)
        except UnreadablePostError:
            part = b""
        if len(part) < announced:
            raise ParseError(_("The part is broken off: send it again."))
        return part
