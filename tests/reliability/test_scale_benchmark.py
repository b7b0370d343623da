"""A made-up network whose loading was killed is gone on with, not begun again."""

import os
import sys

import psycopg
import pytest

from ops.postgres import EmbeddedServer

SIZE = 3_000
LOAD = f"""
from benchmarks.scale.database import network_database
with network_database({SIZE}):
    from benchmarks.scale.loading import load
    load({SIZE})
"""


@pytest.mark.slow
def test_loading_that_was_killed_goes_on_where_it_was(tmp_path, processes):
    server = EmbeddedServer(tmp_path / "bench-scale")
    environment = os.environ | {"COUNTERPART_LOCAL": str(tmp_path)}
    with server.hold():
        first = processes("first", [sys.executable, "-c", LOAD], environment)
        first.wait_until(lambda: 0 < len(made(server)) < SIZE, 180)
        first.kill()
        kept = made(server)
        second = processes("second", [sys.executable, "-c", LOAD], environment)
        assert second.wait(240) == 0, second.said()
        assert len(made(server)) == SIZE
        assert kept <= made(server)
        assert passages(server) == 5 * SIZE


def made(server: EmbeddedServer) -> set[str]:
    """The profiles that are there for good."""
    return {pk for (pk,) in query(server, "SELECT id::text FROM directory_profile")}


def passages(server: EmbeddedServer) -> int:
    made_up = "SELECT profile.id FROM directory_profile profile"
    of_profiles = f"SELECT count(*) FROM directory_passage WHERE profile_id IN ({made_up}"
    [(count,)] = query(server, of_profiles, ")")
    return count


def query(server: EmbeddedServer, statement: str, end: str = "") -> list[tuple]:
    """Asks the network's database about made-up profiles; nothing while it has no tables."""
    with psycopg.connect(server.url(), autocommit=True) as admin:
        names = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE 'scale_%'")
        found = [name for (name,) in names]
    if not found:
        return []
    with psycopg.connect(server.url(), dbname=found[0], autocommit=True) as network:
        try:
            return network.execute(f"{statement} WHERE source = 'scale'{end}").fetchall()
        except psycopg.errors.UndefinedTable:
            return []
