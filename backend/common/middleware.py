"""What every request passes before anything reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext_lazy as _
from django_structlog.middlewares import RequestMiddleware

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class RefuseNulBytes:
    """A NUL byte in the address, or anything but ASCII in the log-in token, can mean nothing:
    400, before a query fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        raw = request.META.get("QUERY_STRING", "").lower()
        if "%00" in raw or "\x00" in raw or "\x00" in request.path:
            return _refusal(request, _("The address holds a NUL byte; leave it out."))
        token = request.META.get("HTTP_AUTHORIZATION", "")
        if not (token.isascii() and token.isprintable()):
            return _refusal(request, _("The header Authorization holds characters no token has."))
        return self.get_response(request)


# Whoever knows the address of such a page may act on it.
SECRET_PATH = re.compile(
    "^(/claim|/confirm|/delegates|/erasure|/join|/access/of|/invitations|/messages|/nominations|/letters"
    "|/accounts/confirm-email|/accounts/password/reset/key)/[^/]+"
)


def shown(path: str) -> str:
    """The path without what is secret in it."""
    return SECRET_PATH.sub(r"\1/…", path)


class RequestLog(RequestMiddleware):
    """A line for each request: its path without what was asked, which may be about a person."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {shown(request.path)}"


def _refusal(request: HttpRequest, detail: StrOrPromise) -> HttpResponse:
    """In the API's own shape there, else as plain text; the language is not settled yet here."""
    with override(get_language_from_request(request)):
        if not request.path.startswith("/api/"):
            return HttpResponseBadRequest(str(detail), content_type="text/plain; charset=utf-8")
        error = {"code": "invalid", "detail": str(detail), "attr": None}
        return JsonResponse({"type": "client_error", "errors": [error]}, status=400)
