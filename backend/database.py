"""Which database this installation uses: ``DATABASE_URL``, else the project's own server."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import environ

from ops.paths import ROOT, local_dir
from ops.postgres import EmbeddedServer

environ.Env.read_env(Path(ROOT) / ".env")


@cache
def embedded_server() -> EmbeddedServer | None:
    """The project's own server, or None where ``DATABASE_URL`` names another."""
    return None if os.environ.get("DATABASE_URL") else EmbeddedServer(local_dir())


def database_settings() -> dict:
    """Django's ``DATABASES["default"]``."""
    server = embedded_server()
    if server is None:
        settings = environ.Env().db("DATABASE_URL")
    else:
        settings = {"ENGINE": "django.db.backends.postgresql", **server.connection_settings()}
    settings["ENGINE"] = "django_prometheus.db.backends.postgresql"
    # Two test runs at once must not meet in one database.
    settings["TEST"] = {"NAME": f"test_counterpart_{os.getpid()}"}
    settings["CONN_MAX_AGE"] = 60
    settings["CONN_HEALTH_CHECKS"] = True
    return settings
