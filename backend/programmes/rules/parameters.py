"""Parameters of rules: how a value out of JSON is read, and what would be right where it is not.

Each reader below returns a function from a value to what the rule works with; it raises
ValueError, whose text is for the officer who wrote the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, Field, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

Read = Callable[[Any], Any]
COUNTRY = r"[A-Z]{3}"
GROUP = r"[A-Z0-9]{2,20}"
SLUG = r"[a-z0-9][a-z0-9-]{0,39}"


class BadParameters(ValueError):
    """``errors``: by the parameter's name, why it is wrong and what would be right."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(" ".join(f"{name}: {why}" for name, why in self.errors.items()))


def parameter(read: Read, default: Any = MISSING) -> Any:
    """A field of a rule. Without a default it has to be given."""
    return field(default=default, metadata={"read": read})


def read_parameter(one: Field[Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The value by its name; nothing where it is left out and has a default."""
    if one.name in given:
        return {one.name: one.metadata["read"](given[one.name])}
    if one.default is MISSING:
        raise ValueError(_("It is missing."))
    return {}


def whole(least: int = 0) -> Read:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise ValueError(
                _("“%(value)s” will not do: a whole number, %(least)d or more, is needed.")
                % {"value": value, "least": least}
            )
        return value

    return read


def amount(least: str = "0", most: str | None = None) -> Read:
    """An exact number, written as a text so that no digit is lost."""

    def read(value: Any) -> Decimal:
        number = _decimal(value)
        if number is None or number < Decimal(least) or (most and number > Decimal(most)):
            raise ValueError(_amount_wanted(value, least, most))
        return number

    return read


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool | float) or not isinstance(value, str | int):
        return None  # a float has lost digits already
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _amount_wanted(value: Any, least: str, most: str | None) -> str:
    said = {"value": value, "least": least, "most": most}
    if most is None:
        wanted = _('“%(value)s” will not do: a number in quotes, "%(least)s" or more, is needed.')
    else:
        wanted = _(
            '“%(value)s” will not do: a number in quotes from "%(least)s" to "%(most)s" is needed.'
        )
    return wanted % said


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(_("“%(value)s” will not do: true or false is needed.") % {"value": value})
    return value


def code(pattern: str, example: str) -> Read:
    """A code of this form; whether it is in the list is asked where there is a database."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise ValueError(
                _("“%(value)s” will not do: a code such as %(example)s is needed.")
                % {"value": value, "example": example}
            )
        return value

    return read


def some(read: Read, least: int = 0) -> Read:
    """A list of such values."""

    def read_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise ValueError(_("A list in square brackets is needed."))
        if len(value) < least:
            raise ValueError(_("The list must not be empty."))
        return tuple(read(one) for one in value)

    return read_all


def one_of(known: Collection[str]) -> Read:
    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in known:
            raise ValueError(
                _("“%(value)s” is not known here. Known are: %(known)s.")
                % {"value": value, "known": ", ".join(known)}
            )
        return value

    return read
