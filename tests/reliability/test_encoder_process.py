"""The encoder process as others meet it: over its socket, killed, insulted, overrun."""

import json
import socket
import struct
import threading
from multiprocessing.connection import Client

import numpy as np
import pytest
from tests_encoder import NAMES, answers, start_encoder

from matching.encoders import get_encoder
from matching.service import EncoderUnavailable, RemoteEncoder, client, wire

TEXTS = [
    "Rehabilitation of small hydropower plants in remote villages.",
    "Réhabilitation de petites centrales hydroélectriques isolées.",
    "偏远村庄小型水电站的修复与操作员培训。",
    "",
    "Recuperación de suelos salinos con cultivos tolerantes. " * 60,
]


def request(texts: list[str], role: str = "query", encoder: str = "minilm") -> bytes:
    return json.dumps({"encoder": encoder, "texts": texts, "role": role}).encode()


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
