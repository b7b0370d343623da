"""Asking a web server that a test has started."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> Any:
    """The answer, with its body read: ``.status``, ``.headers``, ``.said``."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        answer: Any = line.getresponse()
        answer.said = json.loads(answer.read() or "null") if "api" in path else None
        return answer
    finally:
        line.close()


def answers(port: int) -> bool:
    try:
        return ask(port, "GET", "/healthz").status == 200
    except OSError:
        return False
