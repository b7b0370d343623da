"""What binds, and what would relax it, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from backend.consultations.batches.sentences.names import Names, shown
from backend.consultations.batches.today import Kept

Fact = Mapping[str, Any]
SHOWN = 5  # names in one sentence
LIMITS: Mapping[str, Promise] = {
    "lock_beyond_capacity": gettext_lazy(
        "%(person)s is held for “%(request)s”, but has no place left for it: raise this person's "
        "limit, or open another of the rows again.",
    ),
    "lock_beyond_wanted": gettext_lazy(
        "%(person)s is held for “%(request)s”, which lacks fewer people than are held for it: "
        "open one of its rows again.",
    ),
    "lock_no_candidate": gettext_lazy(
        "%(person)s is held for “%(request)s”, but can't be proposed (%(why)s): exclude this row, "
        "or remove what is in the way.",
    ),
    "lock_forbidden": gettext_lazy(
        "%(person)s is both held for and excluded from “%(request)s”: choose one."
    ),
    "too_few_candidates": gettext_lazy(
        "%(requests)s: %(missing)s of %(wanted)s people are not found, as nobody else can be "
        "proposed. Not counted: %(left_out)s. Relax one of these, or ask for fewer people.",
    ),
    "share_too_few": gettext_lazy(
        "%(requests)s: %(wanted)s people are asked for, and those who could serve have %(places)s "
        "places left (%(people)s). Raise a limit, ask for fewer people, or let a request wait.",
    ),
    "best_below_floor": gettext_lazy(
        "%(requests)s: the best that can be had alone is %(best)s, below the floor of %(floor)s. "
        "Lower the floor, or find other experts.",
    ),
    "compete_for_floor": gettext_lazy(
        "The worst-served request gets %(floor)s and no more, as these compete for the same "
        "people: %(requests)s.",
    ),
    "one_more_place": gettext_lazy(
        "One more place for %(person)s would fill %(fills)s more places of requests, and be worth "
        "%(worth)s.",
    ),
}
OF_PAIR = frozenset({name for name in LIMITS if name.startswith("lock_")})
OF_PERSON = frozenset({"one_more_place"})
NOT_THERE = gettext_lazy("not among the candidates")


def limit_sentences(limits: Sequence[Fact], names: Names) -> Iterator[tuple[Fact, str]]:
    for one in limits:
        yield one, str(LIMITS[one["message"]]) % _values(one, names)


def _values(one: Fact, names: Names) -> dict[str, str]:
    given, of = one["values"], one["of"]
    values = {name: shown(value) for name, value in given.items()}
    if one["message"] in OF_PAIR:
        why = given.get("why")
        told = {"request": names(of[0]), "person": names(of[1])}
        return values | told | {"why": str(Kept(why).label if why else NOT_THERE)}
    if one["message"] in OF_PERSON:
        return values | {"person": names(of[0])}
    left_out = _left_out(given.get("left_out", {}))
    people = _list(given.get("supplies", ()), names)
    return values | {"requests": _list(of, names), "people": people, "left_out": left_out}


def _list(ids: Sequence[str], names: Names) -> str:
    between = _("; ")
    more = ["…"] if len(ids) > SHOWN else []
    return between.join([*(names(one) for one in ids[:SHOWN]), *more])


def _left_out(counted: Mapping[str, int]) -> str:
    between = pgettext("between clauses", ", ")
    told = _("%(why)s: %(count)d")
    most = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    parts = [told % {"why": Kept(why).label, "count": n} for why, n in most]
    return between.join(parts) or "–"
