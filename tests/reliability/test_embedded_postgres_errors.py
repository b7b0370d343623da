"""What keeps the server from starting is told, with what to do."""

import socket

import pytest

from ops.postgres import EmbeddedServer, EmbeddedServerError


def test_data_of_another_version_is_told_with_what_to_do(server):
    with server.hold():
        pass
    (server.site.data / "PG_VERSION").write_text("16\n")

    with pytest.raises(EmbeddedServerError, match=r"PostgreSQL 16.*pg_dump"), server.hold():
        pass

    assert (server.site.data / "PG_VERSION").read_text() == "16\n"


def test_a_data_folder_without_a_database_is_not_touched(server):
    server.site.data.mkdir(parents=True)
    (server.site.data / "precious").write_text("x")

    with pytest.raises(EmbeddedServerError, match="no database"), server.hold():
        pass

    assert (server.site.data / "precious").read_text() == "x"


def test_missing_programs_are_told(server, monkeypatch):
    monkeypatch.setattr("ops.postgres.binaries.PACKAGE", "no_such_package")
    with pytest.raises(EmbeddedServerError, match="make install"), server.hold():
        pass


def test_a_start_that_fails_tells_the_servers_own_words(server):
    with server.hold():
        pass
    (server.site.data / "global" / "pg_control").unlink()

    with pytest.raises(EmbeddedServerError, match=r"(?s)pg_control.*server\.log"), server.hold():
        pass


def test_a_taken_tcp_port_is_told(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        second = EmbeddedServer(tmp_path, tcp_port=port, password="x")
        with pytest.raises(EmbeddedServerError, match="choose another port"), second.hold():
            pass
