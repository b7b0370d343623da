"""Whether a rule of a programme makes sense: what an officer writes, and what comes from files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from backend.codelists.models import Country, CountryGroup, PgtfSector
from backend.common.models import Code
from backend.programmes.models import Severity
from backend.programmes.rules import RULES, BadParameters, Rule, read_rule

# Parameters that hold codes, and the list in which they have to be.
LISTS: Mapping[str, type[Code]] = {
    "countries": Country,
    "groups": CountryGroup,
    "group": CountryGroup,
    "sectors": PgtfSector,
}
SHOWN = 5  # codes that a refusal names


def check_parameters(key: str, parameters: Mapping[str, Any]) -> Rule:
    """Raises ``UnknownRule``, or ``BadParameters`` with all that is wrong, and what would be right.

    Other than rules themselves, it knows the lists of codes.
    """
    rule = read_rule(key, parameters)
    errors = {name: wrong for name in parameters if (wrong := _wrong_codes(rule, name))}
    if errors:
        raise BadParameters(errors)
    return rule


def check_severity(key: str, severity: str, confirmed: bool) -> str:
    """What is wrong with it, or ""."""
    if severity != Severity.BLOCKS:
        return ""
    if not confirmed:
        return _(
            "What nobody has read in its source can’t stop a submission: let it warn, or confirm "
            "it."
        )
    if key in RULES and RULES[key].only_judged:
        return _("Only a person can tell: choose that it needs a person's judgement.")
    return ""


def _wrong_codes(rule: Rule, name: str) -> str:
    if name not in LISTS:
        return ""
    value = getattr(rule, name)
    asked = {value} if isinstance(value, str) else set(value)
    rows = LISTS[name]._default_manager
    unknown = sorted(asked - set(rows.filter(pk__in=asked).values_list("pk", flat=True)))
    if not unknown:
        return ""
    known = rows.order_by("pk").values_list("pk", flat=True)[:SHOWN]
    return _("Not in the list: %(unknown)s. Codes in it are such as %(known)s.") % {
        "unknown": ", ".join(unknown),
        "known": ", ".join(known),
    }
