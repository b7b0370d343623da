"""The encoder process as others meet it: over its socket, killed, insulted, overrun."""

import json
import socket
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Client, Connection

import numpy as np
import pytest
from tests_encoder import NAMES, encoder_environment, start_encoder
from tests_processes import free_port

from matching.encoders import get_encoder
from matching.service import EncoderUnavailable, RemoteEncoder, client, ping, wire
from ops.paths import ROOT

TEXTS = [
    "Rehabilitation of small hydropower plants in remote villages.",
    "Réhabilitation de petites centrales hydroélectriques isolées.",
    "偏远村庄小型水电站的修复与操作员培训。",
    "",
    "Recuperación de suelos salinos con cultivos tolerantes. " * 60,
]
KEY = b"a key of this test"


def request(texts: list[str], role: str = "query", encoder: str = "minilm") -> bytes:
    return json.dumps({"encoder": encoder, "texts": texts, "role": role}).encode()


def answers(address: str, key: bytes | None = None) -> bool:
    return ping(RemoteEncoder("minilm", address, key))


@pytest.mark.parametrize("role", ["query", "passage"])
@pytest.mark.parametrize("name", NAMES)
def test_its_vectors_are_those_of_the_encoder_in_process(encoder, name, role):
    theirs = RemoteEncoder(name, encoder.address).encode(TEXTS, role)
    ours = get_encoder(name).encode(TEXTS, role)

    assert theirs.shape == ours.shape == (len(TEXTS), 384)
    cosines = np.einsum("ij,ij->i", theirs, ours)
    assert cosines[[0, 1, 2, 4]].min() > 0.9999
    assert not theirs[3].any()


def test_no_texts_are_no_vectors(encoder):
    assert RemoteEncoder("minilm", encoder.address).encode([], "query").shape == (0, 384)


def test_clients_go_on_after_the_process_was_killed(processes, socket_folder):
    address = str(socket_folder / "killed.sock")
    process = start_encoder(processes, address, "minilm")
    asking, silent = RemoteEncoder("minilm", address), RemoteEncoder("minilm", address)
    before = asking.encode(TEXTS[:1], "query")
    assert silent.encode(TEXTS[:1], "query").any()

    process.kill()
    with pytest.raises(EncoderUnavailable):
        asking.encode(TEXTS[:1], "query")
    start_encoder(processes, address, "minilm")

    assert np.array_equal(asking.encode(TEXTS[:1], "query"), before)
    assert np.array_equal(silent.encode(TEXTS[:1], "query"), before)


@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        struct.pack("!i", -2) + b"x" * 100,
        struct.pack("!i", 2**31 - 1) + b"x",
        struct.pack("!iQ", -1, 2**60),
        struct.pack("!i", 0),
        bytes(range(256)) * 16,
    ],
    ids=["http", "negative length", "2 GiB", "an exabyte", "empty", "noise"],
)
def test_bytes_that_are_no_message_harm_nobody(encoder, garbage):
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(encoder.address)
        client.sendall(garbage)
        assert answers(encoder.address)
    assert answers(encoder.address)


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\xff\xfe no utf-8",
        b"{",
        b"null",
        b"[1, 2]",
        b"[" * 100_000,
        b'{"encoder": "minilm"}',
        b'{"encoder": ["minilm"], "texts": ["x"], "role": "query"}',
        b'{"encoder": "minilm", "texts": null, "role": "query"}',
        b'{"encoder": "minilm", "texts": [1, {}], "role": "query"}',
        b'{"encoder": "minilm", "texts": ["x"], "role": "nobody"}',
        b'{"encoder": "st:/nowhere/at/all", "texts": ["x"], "role": "query"}',
    ],
    ids=lambda message: message[:40].decode(errors="replace"),
)
def test_a_request_that_makes_no_sense_is_answered_with_an_error(encoder, message):
    with Client(encoder.address, "AF_UNIX") as client:
        client.send_bytes(message)
        assert client.poll(30), "no answer"
        assert json.loads(client.recv_bytes())["error"]
        client.send_bytes(request(["and then one that does"]))
        assert client.poll(30), "no answer"
        assert json.loads(client.recv_bytes()) == {"shape": [1, 384]}


def test_half_a_message_harms_nobody(encoder):
    whole = request(["half of this"])
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(encoder.address)
        client.sendall(struct.pack("!i", len(whole)) + whole[: len(whole) // 2])
        assert answers(encoder.address)
    assert answers(encoder.address)


def test_a_client_that_leaves_before_its_answer_harms_nobody(encoder):
    with Client(encoder.address, "AF_UNIX") as client:
        client.send_bytes(request(TEXTS * 5, "passage"))
    assert answers(encoder.address)


def test_an_unknown_encoder_is_told_the_known_ones(encoder):
    with Client(encoder.address, "AF_UNIX") as client:
        client.send_bytes(request(["text"], encoder="word2vec"))
        error = json.loads(client.recv_bytes())["error"]
    assert "word2vec" in error
    assert all(name in error for name in NAMES)


def test_an_unknown_encoder_at_the_start_is_told_the_known_ones(socket_folder):
    said = refused(socket_folder / "unknown.sock", encoders="word2vec")
    assert "word2vec" in said
    assert all(name in said for name in NAMES)


def test_queries_pass_while_a_long_batch_of_passages_is_running(encoder):
    passages = [f"{n}. {TEXTS[0]}" + " " * 1000 for n in range(400)]
    query = RemoteEncoder("minilm", encoder.address)
    with Client(encoder.address, "AF_UNIX") as batch:
        # More than a socket's buffer holds: when it is sent, the process has begun to read it.
        batch.send_bytes(request(passages, "passage"))
        for _ in range(5):
            assert query.encode(TEXTS[:1], "query").any()
            assert not batch.poll(0), "the passages were answered before the query"
        assert batch.poll(120), "the passages were not answered"
        assert json.loads(batch.recv_bytes()) == {"shape": [400, 384]}
        assert len(batch.recv_bytes()) == 400 * 384 * 4


def test_answers_go_to_those_who_asked(encoder):
    texts = [f"question number {n} about irrigation" for n in range(24)]
    expected = get_encoder("minilm").encode(texts, "query")
    client = RemoteEncoder("minilm", encoder.address)  # one, as threads of a web process share it
    found: dict[int, np.ndarray] = {}
    threads = [
        threading.Thread(
            target=lambda n=n: found.update({n: client.encode([texts[n]], "query")}),
            daemon=True,
        )
        for n in range(len(texts))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert all(found[n][0] @ expected[n] > 0.9999 for n in range(len(texts)))


def test_a_process_that_takes_no_connection_is_unavailable(socket_folder, monkeypatch):
    monkeypatch.setattr(wire, "CONNECT_SECONDS", 0.2)
    address = str(socket_folder / "full.sock")
    with socket.socket(socket.AF_UNIX) as stuck, socket.socket(socket.AF_UNIX) as first:
        stuck.bind(address)
        stuck.listen(0)
        first.connect(address)  # the only place in the queue
        with pytest.raises(EncoderUnavailable):
            RemoteEncoder("minilm", address).encode(["text"], "query")


def test_a_process_that_does_not_answer_is_asked_once(socket_folder, monkeypatch):
    monkeypatch.setitem(client.ANSWER_SECONDS, "query", 0.2)
    address = str(socket_folder / "mute.sock")
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(address)
        mute.listen(5)
        with pytest.raises(EncoderUnavailable):
            RemoteEncoder("minilm", address).encode(["text"], "query")
        mute.accept()[0].close()
        mute.setblocking(False)
        with pytest.raises(BlockingIOError):
            mute.accept()


# --- over TCP -----------------------------------------------------------------------------------


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
    vector = RemoteEncoder("minilm", over_tcp, KEY).encode(TEXTS[:1], "query")[0]
    assert vector @ get_encoder("minilm").encode(TEXTS[:1], "query")[0] > 0.9999


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
