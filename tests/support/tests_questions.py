"""Questions put to ``POST match/``, and what stands in its answers."""

from __future__ import annotations

from typing import Any

HYDRO_FR = (
    "Nous cherchons un appui pour réhabiliter de petites centrales hydroélectriques isolées "
    "et former les opérateurs des villages."
)


def ask(api, **body: Any) -> dict:
    answer = api().post("match/", {"text": HYDRO_FR, **body})
    assert answer.status_code == 200, answer.content
    return answer.json()


def send(api, raw: bytes, content_type: str = "application/json") -> Any:
    return api().client.post("/api/v1/match/", raw, content_type=content_type)


def ids(answer: dict) -> list[str]:
    return [match["profile"]["id"] for match in answer["matches"]]
