"""Whole addresses, as readers elsewhere need them."""

from __future__ import annotations

from typing import Any

from django.conf import settings


def site(path: str = "") -> str:
    return f"{settings.SITE_URL.rstrip('/')}/{path}"


def api(kind: str, pk: Any) -> str:
    return site(f"api/v1/{kind}/{pk}/")
