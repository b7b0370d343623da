"""The encoder process that is not to start, and over TCP, where only the key gets an answer."""

import socket
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Connection

import pytest
from tests_encoder import NAMES, answers, encoder_environment, start_encoder
from tests_processes import free_port

from matching.encoders import get_encoder
from matching.service import EncoderUnavailable, RemoteEncoder
from ops.paths import ROOT

TEXT = "Rehabilitation of small hydropower plants in remote villages."
KEY = b"a key of this test"


def refused(address: object, encoders: str = "minilm", **environment: str) -> str:
    """What a process says that must not start."""
    command = [sys.executable, "-m", "matching.service", "--address", str(address)]
    done = subprocess.run(
        [*command, "--encoders", encoders],
        cwd=ROOT,
        env=encoder_environment(**environment),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("key", [{}, {"ENCODER_KEY": ""}])
def test_without_a_key_it_does_not_start_on_tcp(key):
    assert "ENCODER_KEY must be set" in refused(f"127.0.0.1:{free_port()}", **key)


def test_an_unknown_encoder_at_the_start_is_told_the_known_ones(socket_folder):
    said = refused(socket_folder / "unknown.sock", encoders="word2vec")
    assert "word2vec" in said
    assert all(name in said for name in NAMES)


def test_a_taken_address_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        assert address in refused(address, ENCODER_KEY="key")


@pytest.fixture(scope="module")
def over_tcp(module_processes):
    """The address of an encoder process on TCP that knows ``KEY``."""
    address = f"127.0.0.1:{free_port()}"
    start_encoder(module_processes, address, "minilm", ENCODER_KEY=KEY.decode())
    return address


def test_with_the_key_it_answers_on_tcp(over_tcp):
    vector = RemoteEncoder("minilm", over_tcp, KEY).encode([TEXT], "query")[0]
    assert vector @ get_encoder("minilm").encode([TEXT], "query")[0] > 0.9999


@pytest.mark.parametrize("key", [b"another key", None], ids=["wrong", "none"])
def test_a_wrong_key_is_refused_and_harms_nobody(over_tcp, key):
    with pytest.raises(EncoderUnavailable):
        RemoteEncoder("minilm", over_tcp, key).encode(["text"], "query")
    assert answers(over_tcp, KEY)


def tcp(address: str) -> socket.socket:
    host, port = address.split(":")
    return socket.create_connection((host, int(port)))


def test_a_stranger_that_says_nothing_keeps_nobody_waiting(over_tcp):
    with tcp(over_tcp):
        assert answers(over_tcp, KEY)


@pytest.mark.parametrize(
    "greeting",
    [b"GET / HTTP/1.1\r\n\r\n", struct.pack("!i", 5) + b"hello", struct.pack("!i", 2**30)],
    ids=["http", "another digest", "a large one"],
)
def test_a_stranger_that_says_nonsense_harms_nobody(over_tcp, greeting):
    with tcp(over_tcp) as client:
        client.sendall(greeting)
        assert answers(over_tcp, KEY)
    assert answers(over_tcp, KEY)


def test_a_client_is_not_led_on_by_a_process_that_does_not_know_the_key(monkeypatch):
    """Whoever takes the address while the encoder process is down gets no texts."""
    heard: list[bytes] = []

    def impostor(listener: socket.socket) -> None:
        with suppress(OSError, EOFError):  # until the listener is shut down
            while True:
                client, _address = listener.accept()
                with Connection(client.detach()) as connection:
                    connection.send_bytes(b"#CHALLENGE#" + b"x" * 20)
                    connection.recv_bytes()
                    connection.send_bytes(b"#WELCOME#")
                    heard.append(connection.recv_bytes())
                    connection.send_bytes(b"a wrong answer")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=impostor, args=[listener], daemon=True)
        thread.start()
        client = RemoteEncoder("minilm", f"127.0.0.1:{listener.getsockname()[1]}", KEY)
        with pytest.raises(EncoderUnavailable):
            client.encode(["a secret need"], "query")
        listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
        thread.join(10)
        assert not thread.is_alive()
    assert heard
    assert not any(b"secret" in message for message in heard)
