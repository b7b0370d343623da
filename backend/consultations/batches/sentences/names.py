"""What the ids in facts are called, looked up together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.formats import number_format

from backend.consultations.models import ConsultationRequest
from backend.directory.models import Profile

LONGEST = 80  # characters of a title in a sentence
ISOLATED = "\u2068{}\u2069"  # so that a name from right to left does not turn the rest around


@dataclass(frozen=True)
class Names:
    """By id; for one that is gone, the id itself."""

    known: dict[str, str] = field(default_factory=dict)

    def __call__(self, pk: str | None) -> str:
        return ISOLATED.format(self.known.get(pk or "", pk or ""))


def names_of(facts: Iterable[Any]) -> Names:
    """Of all requests and people that these facts (JSON) name: two queries."""
    ids = {one for fact in facts for one in _ids(fact)}
    requests = ConsultationRequest.objects.filter(pk__in=ids).select_related("need")
    people = Profile.objects.filter(pk__in=ids)
    titles = {str(one.pk): str(one)[:LONGEST] for one in requests}
    return Names(titles | {str(one.pk): one.name for one in people})


def _ids(fact: Any) -> Iterable[str]:
    """Whatever in it is an id."""
    if isinstance(fact, str):
        if is_id(fact):
            yield fact
    elif isinstance(fact, dict):
        for one in fact.values():
            yield from _ids(one)
    elif isinstance(fact, list | tuple):
        for one in fact:
            yield from _ids(one)


def is_id(text: str) -> bool:
    if len(text) != 36:
        return False
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def number(value: float) -> str:
    return number_format(round(value, 3), 3)


def signed(value: float) -> str:
    """With its sign, also where it is a plus."""
    return f"{'−' if round(value, 3) < 0 else '+'}{number(abs(value))}"


def shown(value: Any) -> str:
    return number(value) if isinstance(value, float) else str(value)
