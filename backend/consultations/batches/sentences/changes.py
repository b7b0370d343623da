"""Each difference between two solutions in a sentence: what changed, because of what, worth what.

The causes are clauses that each stand by themselves, so that no language has to bend one clause
to another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.consultations.batches.sentences.names import Names, shown, signed
from backend.consultations.batches.today import Kept

Fact = Mapping[str, Any]
CAUSES: Mapping[str, Promise] = {
    "lock": gettext_lazy("%(person)s is held for “%(request)s”"),
    "forbidden": gettext_lazy("%(person)s is excluded from “%(request)s”"),
    "no_candidate": gettext_lazy(
        "%(person)s can't be proposed for “%(request)s” any more (%(why)s)"
    ),
    "supply_gone": gettext_lazy("%(person)s can't be asked any more"),
    "demand_gone": gettext_lazy("“%(request)s” is no longer in the batch"),
    "capacity": gettext_lazy("%(person)s has fewer places left (%(now)s instead of %(before)s)"),
    "wanted": gettext_lazy(
        "“%(request)s” lacks another number of people (%(wanted)s instead of %(before)s)"
    ),
    "new_demand": gettext_lazy("“%(request)s” lacked nobody before"),
    "fills": gettext_lazy("a place of “%(request)s” that was empty is filled"),
    "floor": gettext_lazy(
        "“%(request)s” was served worse than any request should be "
        "(%(before)s, at least %(floor)s)",
    ),
    "priority": gettext_lazy("“%(request)s” weighs more (%(priority)s)"),
    "facets": gettext_lazy(
        "more facets of “%(request)s” are covered (%(covered)s instead of %(covered_before)s)",
    ),
    "kept": gettext_lazy("so it stays nearer to the last proposal"),
    "worth": gettext_lazy("“%(request)s” is served better (%(now)s instead of %(before)s)"),
    "together": gettext_lazy("it pays together with the other changes"),
    "tie": gettext_lazy("it is worth the same, and something had to decide"),
}
UNKNOWN = gettext_lazy("not among the candidates")


def change_sentences(changes: Sequence[Fact], names: Names) -> Iterator[tuple[Fact, str]]:
    """In the order of the chains. Somebody who went and came elsewhere moved: that is one."""
    moved = {(one["chain"], one["supply"]) for one in changes if _moves(one)}
    for one in changes:
        if one["kind"] == "came" or (one["chain"], one["supply"]) not in moved:
            yield one, _sentence(one, names)


def _moves(one: Fact) -> bool:
    return one["kind"] == "came" and one["other_demand"] is not None


def _sentence(one: Fact, names: Names) -> str:
    between = _("; ")
    because = between.join(_cause(cause, names) for cause in one["because"])
    values = {"what": _what(one, names), "because": because, "worth": signed(one["gain"])}
    return _("%(what)s, because %(because)s. Worth in all: %(worth)s.") % values


def _what(one: Fact, names: Names) -> str:
    values = {
        "person": names(one["supply"]),
        "request": names(one["demand"]),
        "elsewhere": names(one["other_demand"]),
        "other": names(one["other_supply"]),
    }
    if one["kind"] == "went":
        return _("%(person)s is no longer proposed for “%(request)s”") % values
    if one["other_demand"]:
        return _("%(person)s moves from “%(elsewhere)s” to “%(request)s”") % values
    if one["other_supply"]:
        told = _("%(person)s is proposed for “%(request)s” instead of %(other)s")
        return told % values
    return _("%(person)s is proposed for “%(request)s”") % values


def _cause(cause: Fact, names: Names) -> str:
    values = {name: shown(value) for name, value in cause["values"].items()}
    if cause["kind"] == "no_candidate":
        why = cause["values"].get("why")
        values["why"] = str(Kept(why).label if why else UNKNOWN)
    told = {"person": names(cause["supply"]), "request": names(cause["demand"])}
    return str(CAUSES[cause["kind"]]) % (values | told)
