"""``POST match/`` from outside, beside encoding the same text alone."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterable

import numpy as np

from benchmarks.figures import Figure
from benchmarks.instance import Instance
from matching.datasets import demo_world
from matching.encoders import serves
from matching.service import RemoteEncoder
from matching.types import Need
from ops.paths import ROOT

ROUNDS = 4
ENCODERS = ("e5-small", "minilm")


def measure(instance: Instance) -> Iterable[Figure]:
    """Every need of the demo world, asked and encoded in turn, several times over."""
    needs = demo_world(ROOT / "fixtures" / "demo").needs
    encoders = [RemoteEncoder(name, instance.encoder_address) for name in ENCODERS]
    connection = http.client.HTTPConnection("127.0.0.1", instance.port, timeout=60)

    def ask(need: Need) -> None:
        body = json.dumps({"text": need.text, "language": need.language})
        connection.request("POST", "/api/v1/match/", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        found = json.loads(answer.read())
        if answer.status != 200 or not found["matches"]:
            raise RuntimeError(f"{answer.status}: {found}")

    def encode(need: Need) -> None:
        for encoder in encoders:
            if serves(encoder, need.language):
                encoder.encode([need.text], "query")

    for need in needs[:12]:  # both web workers load what they need at the first question
        ask(need)
        encode(need)
    asked, encoded = [], []
    for need in needs * ROUNDS:
        asked.append(_milliseconds(ask, need))
        encoded.append(_milliseconds(encode, need))
    for name, share in (("p50", 50), ("p95", 95)):
        yield Figure(
            f"POST match/, {name} of {len(asked)}",
            float(np.percentile(asked, share)),
            "ms",
            float(np.percentile(encoded, share)),
            "encoding the text alone",
            "ratio at most 2" if share == 50 else "",
        )


def _milliseconds(call: Callable[[Need], None], need: Need) -> float:
    before = time.perf_counter()
    call(need)
    return (time.perf_counter() - before) * 1000
