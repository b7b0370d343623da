"""What every rule is: a name, parameters that are checked, and a finding on a dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, ClassVar, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from backend.programmes.dossier import Dossier
from backend.programmes.rules.parameters import BadParameters, read_parameter


class Outcome(StrEnum):
    KEPT = "kept"
    BROKEN = "broken"
    OPEN = "open"  # a person's judgement is needed, and not made yet


@dataclass(frozen=True)
class Finding:
    """What a rule found: texts in the reader's language, and the facts they are made of.

    ``evidence`` says what was found, ``fix`` what would mend it ("" where it is kept). ``facts``
    are JSON: the same dossier and parameters give the same facts at any time. ``confirmed`` is
    false where it rests on a list that nobody has checked: then it never stops a submission.
    """

    outcome: Outcome
    evidence: str
    fix: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    confirmed: bool = True


@dataclass(frozen=True)
class Rule:
    """A subclass has ``key``, a ``title``, and says in ``check`` what it finds.

    Its fields are the parameters, each made by ``parameter``, which says how its value is read.
    """

    key: ClassVar[str]
    title: ClassVar[str | Promise]
    only_judged: ClassVar[bool] = False  # never decided by itself

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """The rule with these parameters, out of JSON. Raises ``BadParameters`` with all of them
        that are wrong."""
        if not isinstance(given, Mapping):
            raise BadParameters({"parameters": _("An object is needed, such as {} or {…}.")})
        known = {one.name: one for one in fields(cls)}
        errors = {name: _unknown(known) for name in given if name not in known}
        values: dict[str, Any] = {}
        for name, one in known.items():
            try:
                values |= read_parameter(one, given)
            except ValueError as error:
                errors[name] = str(error)
        if errors:
            raise BadParameters(errors)
        return cls(**values)

    def check(self, dossier: Dossier) -> Finding:
        raise NotImplementedError


def _unknown(known: Mapping[str, Any]) -> str:
    if not known:
        return _("This rule takes no parameters.")
    return _("This rule does not know it. It takes: %(known)s.") % {"known": ", ".join(known)}
