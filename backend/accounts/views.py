"""The choice of a language on the site."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.i18n import set_language as set_language_of_pages

from backend.accounts.models import User
from backend.accounts.services import choose_language


def set_language(request: HttpRequest) -> HttpResponse:
    """Of the pages, by a cookie; whoever is logged in gets letters in it too."""
    chosen = request.POST.get("language", "")
    known = chosen in dict(settings.LANGUAGES)
    if request.method == "POST" and known and isinstance(request.user, User):
        choose_language(user=request.user, language=chosen)
    return set_language_of_pages(request)
