"""What every request passes before anything reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext_lazy as _
from django_structlog.middlewares import RequestMiddleware

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class RefuseNulBytes:
    """Before a query fails: a NUL byte in the address can mean nothing (400), and what is not
    ASCII is no log-in token (401)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        raw = request.META.get("QUERY_STRING", "").lower()
        if "%00" in raw or "\x00" in raw or "\x00" in request.path:
            return _refusal(request, _("The address holds a NUL byte; leave it out."))
        token = request.META.get("HTTP_AUTHORIZATION", "")
        if not (token.isascii() and token.isprintable()):
            told = _("The header Authorization holds characters no token has.")
            return _refusal(request, told, code="authentication_failed", status=401)
        return self.get_response(request)


# Whoever knows the address of a page that a letter links to may act on it: ours are signed
# (``links.py``), with a "~" before the signature; the others are allauth's.
SECRET_PART = re.compile(
    r"(?<=/)[^/]*~[^/]*"
    r"|(?<=^/accounts/confirm-email/)[^/]+|(?<=^/accounts/password/reset/key/)[^/]+"
)


def shown(path: str) -> str:
    """The path without what is secret in it."""
    return SECRET_PART.sub("…", path)


class RequestLog(RequestMiddleware):
    """A line for each request: its path without what was asked, which may be about a person."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {shown(request.path)}"


def _refusal(
    request: HttpRequest, detail: StrOrPromise, code: str = "invalid", status: int = 400
) -> HttpResponse:
    """In the API's own shape there, else as plain text; the language is not settled yet here."""
    with override(get_language_from_request(request)):
        if not request.path.startswith("/api/"):
            plain = "text/plain; charset=utf-8"
            return HttpResponse(str(detail), content_type=plain, status=status)
        error = {"code": code, "detail": str(detail), "attr": None}
        answer = {"type": "client_error", "errors": [error]}
        headers = {"WWW-Authenticate": "Token"} if status == 401 else None
        return JsonResponse(answer, status=status, headers=headers)
