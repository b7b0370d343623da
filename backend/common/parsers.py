"""JSON bodies, refused as a whole where a text in them could not be stored."""

from __future__ import annotations

from io import BytesIO
from json import JSONDecodeError
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class CleanJSONParser(JSONParser):
    """JSON whose texts hold no NUL byte and no half characters, and is not nested endlessly.

    It is UTF-8 whatever the header says, and no longer than ``DATA_UPLOAD_MAX_MEMORY_SIZE``.
    """

    def parse(self, stream, media_type=None, parser_context=None) -> Any:
        context = {**(parser_context or {}), "encoding": "utf-8-sig"}
        body = BytesIO(context["request"]._request.body)  # this, unlike the stream, has a limit
        try:
            data = super().parse(body, media_type, context)
        except ParseError as error:
            raise _told(error) from None
        except RecursionError:
            raise ParseError(_("The JSON is nested too deeply.")) from None
        check(data, "")
        return data


def _told(error: ParseError) -> ParseError:
    """What is wrong with the body, in the caller's language."""
    reason = error.__context__
    if isinstance(reason, UnicodeDecodeError):
        return ParseError(_("The body is not UTF-8 (at byte %(at)d).") % {"at": reason.start})
    if isinstance(reason, JSONDecodeError):
        place = {"line": reason.lineno, "column": reason.colno}
        return ParseError(_("The body is not JSON (line %(line)d, column %(column)d).") % place)
    return ParseError(_("The body is not JSON. NaN and Infinity are no numbers in it."))


def check(value: Any, path: str) -> None:
    """Raises ParseError that names the place."""
    if isinstance(value, str):
        if "\x00" in value:
            raise ParseError(_("%(field)s holds a NUL byte; leave it out.") % {"field": path})
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise ParseError(
                _("%(field)s holds half a character (a lone surrogate); send whole characters.")
                % {"field": path}
            )
    elif isinstance(value, dict):
        for key, inner in value.items():
            check(key, path or "body")
            check(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            check(inner, f"{path}.{i}")
