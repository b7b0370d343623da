"""How both sides meet: addresses, the greeting with a shared key, what shows that it failed."""

from __future__ import annotations

import socket
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge

CONNECT_SECONDS = 5.0
NO_KEY = "ENCODER_KEY must be set where ENCODER_ADDRESS is host:port."


class EncoderUnavailable(ConnectionError):
    """The encoder process does not answer."""


class EncoderFailed(EncoderUnavailable):
    """It answers, but it can't do what it was asked for; the message says why."""


# What shows that the other side is gone, or is not who it should be (an assertion: its greeting
# is no greeting).
BROKEN = (OSError, EOFError, AuthenticationError, AssertionError)


def parse(address: str) -> tuple[str | tuple[str, int], str]:
    """``/path`` → a Unix socket; ``host:port`` → TCP."""
    if "/" in address:
        return address, "AF_UNIX"
    host, _, port = address.rpartition(":")
    return (host or "127.0.0.1", int(port)), "AF_INET"


def connect(address: str, key: bytes | None) -> Connection:
    """A connection to an encoder process; both sides have shown that they know the key.

    Raises TimeoutError, another OSError, EOFError, AuthenticationError.
    """
    place, family = parse(address)
    if family == "AF_INET" and not key:
        raise EncoderUnavailable(NO_KEY)
    with socket.socket(getattr(socket, family)) as plain:
        plain.settimeout(CONNECT_SECONDS)
        plain.connect(place)
        plain.setblocking(True)
        connection = Connection(plain.detach())
    if key:
        if not connection.poll(CONNECT_SECONDS):
            raise TimeoutError("no greeting in time")
        answer_challenge(connection, key)
        deliver_challenge(connection, key)
    return connection
