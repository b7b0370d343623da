"""Every address there is, read from the URL list: an endpoint of the API is a method and a path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver

API = "api/v1/"
SILENT = {"options", "head"}


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """All addresses as ``needs/{pk}/withdraw/``, without those that only add a format."""
    for path, pattern in _below(get_resolver().url_patterns):
        if "format" not in path and path != API:
            yield path, pattern


def endpoints() -> list[str]:
    """Of the API, such as ``POST needs/{pk}/withdraw/``."""
    return sorted(
        f"{method.upper()} {path.removeprefix(API)}"
        for path, pattern in patterns()
        if path.startswith(API)
        for method in _methods(pattern.callback)
    )


def pages() -> list[str]:
    """Everything else but the administration, whose pages are Django's."""
    return sorted(path for path, _ in patterns() if not path.startswith((API, "admin/")))


def _below(found: Any, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        path = before + _readable(str(one.pattern))
        if isinstance(one, URLPattern):
            yield path, one
        else:
            yield from _below(one.url_patterns, path)


def _readable(pattern: str) -> str:
    named = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", pattern)
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", named).strip("^").removesuffix("$")


def _methods(view: Any) -> list[str]:
    if actions := getattr(view, "actions", None):
        return [method for method in actions if method not in SILENT]
    names = view.cls.http_method_names
    return [name for name in names if name not in SILENT and hasattr(view.cls, name)]
