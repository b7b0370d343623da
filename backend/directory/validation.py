"""What evidence and institutions must be, wherever they are typed."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.directory.imports.values import identifiers
from backend.directory.imports.values.base import BadValue
from backend.directory.models import Institution

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
LONGEST_TEXT = 20_000  # characters of a passage


def check_evidence_year(year: int | None) -> int | None:
    """Raises ValidationError for a year long past, or after the next one."""
    latest = timezone.now().year + 1
    if year is not None and not EARLIEST_YEAR <= year <= latest:
        raise ValidationError(
            _("A year between %(from)s and %(to)s.") % {"from": EARLIEST_YEAR, "to": latest}
        )
    return year


def check_text_length(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        told = _("The text has %(length)d characters; at most %(most)d fit into one passage.")
        raise ValidationError(told % {"length": len(text), "most": LONGEST_TEXT})
    return text


def check_parent(institution: Institution | None, parent: Institution | None) -> Institution | None:
    """Raises ValidationError where an institution would come to belong to itself."""
    above, seen = parent, set()
    while above and institution and above.pk not in seen:
        if above.pk == institution.pk:
            raise ValidationError(
                _("An institution can't belong to itself, or to one that belongs to it.")
            )
        seen.add(above.pk)
        above = above.parent
    return parent


def check_identifier(check: Callable[[str], str], value: str) -> str:
    """The identifier in its canonical form. Raises ValidationError for a wrong check digit."""
    try:
        return check(value) if value else ""
    except BadValue as error:
        told = _("“{value}” {reason} (right would be: {expected})")
        raise ValidationError(
            told.format(value=value[:40], reason=error.reason, expected=error.expected)
        ) from None


def check_orcid(value: str) -> str:
    return check_identifier(identifiers.orcid, value)


def check_ror(value: str) -> str:
    return check_identifier(identifiers.ror, value)
