"""Pages of those who must have a second factor, and have not used it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from backend.accounts.permissions import (
    has_second_factor,
    needs_second_factor,
    proved_second_factor,
)

ALWAYS = {"account_logout", "set_language"}
# Setting one up, for which the password is asked once more.
ENROLMENT = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}
# Whoever has one uses it first: by the password alone nobody may set up another.
PROOF = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}


class SecondFactor:
    """Leads to the second factor from every page but log-out and the choice of a language.

    The API answers for itself (``authentication.py``); static files never come here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        wanted = request.resolver_match.view_name if request.resolver_match else ""
        if wanted in ALWAYS or request.path.startswith("/api/"):
            return None
        if not needs_second_factor(request.user):
            return None
        if not has_second_factor(request.user):
            # Read by the page on which it is set up, which says why it is shown.
            request.second_factor_missing = True  # type: ignore[attr-defined]  # ours
            return None if wanted in ENROLMENT else redirect("mfa_index")
        if wanted in PROOF or proved_second_factor(request):
            return None
        back = urlencode({"next": request.get_full_path() if request.method == "GET" else "/"})
        return redirect(f"{reverse('mfa_reauthenticate')}?{back}")
