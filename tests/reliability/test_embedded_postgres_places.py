"""The server works wherever the checkout lies, and as psql, psycopg and Django expect."""

import os
import socket

import environ
import psycopg
import pytest

from ops.postgres import EmbeddedServer
from ops.postgres.binaries import Binaries


@pytest.fixture
def unused_port():
    with socket.create_server(("127.0.0.1", 0)) as held:
        return held.getsockname()[1]


def test_any_characters_and_a_long_path_will_do(tmp_path, sql):
    name = 'it\'s a "quoted" $HOME `x` \\ 100% , ; & folder für 发展中国家'
    far = tmp_path / name / ("long " * 40) / "end"
    assert len(os.fsencode(far)) > 250
    with EmbeddedServer(far).hold() as server:
        assert sql(server, "SELECT current_database()") == [("counterpart",)]
        assert server.connection_settings()["HOST"] == str(server.site.sockets)


def test_a_socket_folder_may_have_quotes_and_spaces_in_its_name(open_folder, sql):
    with EmbeddedServer(open_folder / 'it\'s "ours" é').hold() as server:
        assert server.site.sockets.is_relative_to(open_folder)
        assert sql(server, "SELECT 1") == [(1,)]


def test_the_database_is_utf8_and_knows_vectors_and_letters(server, sql):
    with server.hold():
        sql(server, "CREATE EXTENSION vector")
        assert sql(server, "SELECT lower('ÉÇЖ'), '[1,2]'::vector <-> '[1,2]'::vector") == [
            ("éçж", 0.0)
        ]


def test_with_a_tcp_port_it_wants_the_password(tmp_path, unused_port):
    with EmbeddedServer(tmp_path, tcp_port=unused_port, password="it's %secret").hold() as server:
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        wrong = server.connection_settings()["PASSWORD"] + "x"
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(server.url(), password=wrong)


def test_programs_below_a_path_with_a_shells_characters_will_do(
    tmp_path, monkeypatch, sql, copy_programs
):
    """initdb puts its own path into a shell's line."""
    odd = tmp_path / 'a "quoted" $HOME `folder`'
    home = copy_programs(odd)
    monkeypatch.setattr("ops.postgres.starting.find_binaries", lambda: Binaries(home))
    with EmbeddedServer(odd / "local").hold() as server:
        assert sql(server, "SELECT 1") == [(1,)]


def test_the_address_is_read_alike_by_everybody(local):
    server = EmbeddedServer(local.parent / "Größe, 100% & more")
    settings = server.connection_settings()
    by_libpq = psycopg.conninfo.conninfo_to_dict(server.url())
    by_django = environ.Env.db_url_config(server.url())
    assert by_libpq["host"] == by_django["OPTIONS"]["host"] == settings["HOST"]
    assert by_libpq["dbname"] == by_django["NAME"] == settings["NAME"]
    assert by_libpq["user"] == by_django["USER"] == settings["USER"]
