"""Who calls the API: by a token or a session, and with a second factor where one is needed."""

from __future__ import annotations

from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication as KnoxTokenAuthentication
from rest_framework.authentication import SessionAuthentication as PlainSessionAuthentication
from rest_framework.request import Request

from backend.accounts.permissions import (
    SecondFactorRequired,
    lacks_second_factor,
    needs_second_factor,
    proved_second_factor,
)
from backend.accounts.services import note_use

# Named in the API's description by views that ask for no second factor.
BY_TOKEN: Any = {KnoxTokenScheme.name: []}  # the stubs know of names alone
BY_SESSION: Any = {SessionScheme.name: []}


class TokenAuthentication(KnoxTokenAuthentication):
    def authenticate(self, request: Request) -> Any:
        found = super().authenticate(request)
        if found and lacks_second_factor(found[0]):
            raise SecondFactorRequired()
        if found:
            note_use(found[1])
        return found


class SessionAuthentication(PlainSessionAuthentication):
    def authenticate(self, request: Request) -> Any:
        found = super().authenticate(request)
        if not found or not needs_second_factor(found[0]):
            return found
        if lacks_second_factor(found[0]) or not proved_second_factor(request._request):
            raise SecondFactorRequired()
        return found


class TokenScheme(KnoxTokenScheme):
    """For the API's description."""

    target_class = "backend.accounts.authentication.TokenAuthentication"


class CookieScheme(SessionScheme):
    target_class = "backend.accounts.authentication.SessionAuthentication"
