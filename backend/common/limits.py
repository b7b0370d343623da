"""Limits on how often one address may ask, for pages; views of the API name theirs themselves."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from django.http import HttpRequest
from rest_framework.throttling import ScopedRateThrottle


def within_limit(request: HttpRequest, scope: str) -> bool:
    """Count a request under the rate of ``scope``; False where it is one too many."""
    view = SimpleNamespace(throttle_scope=scope)
    return bool(ScopedRateThrottle().allow_request(cast(Any, request), cast(Any, view)))
