"""The test database as other processes reach it."""

from __future__ import annotations

from urllib.parse import quote

from django.db import connection


def database_url(name: str = "") -> str:
    """The address of the test database, or of the one with this name on the same server."""
    found = connection.settings_dict
    host = found["HOST"] or found.get("OPTIONS", {}).get("host", "")
    login = quote(found["USER"], safe="")
    if found["PASSWORD"]:
        login += ":" + quote(found["PASSWORD"], safe="")
    name = quote(name or found["NAME"], safe="")
    if host.startswith("/"):
        port = f"&port={found['PORT']}" if found["PORT"] else ""
        return f"postgres://{login}@/{name}?host={quote(host, safe='')}{port}"
    return f"postgres://{login}@{host}:{found['PORT'] or 5432}/{name}"
