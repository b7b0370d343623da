"""The databases of the made-up networks: one for each size, in a server of their own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from ops.paths import local_dir
from ops.postgres import EmbeddedServer

GENERATOR = 2  # grows with every change of what is made


@contextmanager
def network_database(size: int, kind: str = "scale") -> Iterator[None]:
    """While it lasts, Django's database is that of the network of this size, migrated."""
    with EmbeddedServer(local_dir() / "bench-scale").hold() as server:
        os.environ |= {
            "DATABASE_URL": server.url(),
            "DJANGO_SETTINGS_MODULE": "backend.settings",
            "ENCODER_ADDRESS": "local",
            "DEBUG": "0",  # with it, Django keeps every query
            "SECRET_KEY": "of this benchmark",
        }
        import django

        django.setup()
        _use(server, f"{kind}_{size}_{_digest()}")
        yield


def _use(server: EmbeddedServer, name: str) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, connections

    with psycopg.connect(server.url(), autocommit=True) as admin:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            admin.execute(f"CREATE DATABASE {name}")
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    call_command("migrate", verbosity=0, interactive=False)


def _digest() -> str:
    """Of all that its rows, and what should be found, are made with: another needs another."""
    from backend.matches import engine

    ranker = engine.shipped_ranker()
    made_with = (GENERATOR, engine.made_with(engine.wanted(), ranker))
    return hashlib.sha256(repr(made_with).encode()).hexdigest()[:10]
