"""Identifiers with a check digit, addresses on the web and by mail."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from backend.directory.imports.values.base import BadValue, clean_text, line, western_digits

BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's, as ROR uses it
LONGEST_EMAIL = 254
LONGEST_PHONE = 40


def orcid(value: Any) -> str:
    """An ORCID iD as 0000-0002-1825-0097, its check digit verified (ISO 7064 mod 11-2)."""
    text = re.sub(r"^(https?://)?(www\.)?orcid\.org/", "", clean_text(value), flags=re.I)
    compact = re.sub(r"[\s\-‐‑–]", "", text).upper().removeprefix("ORCID").lstrip(":")
    if not re.fullmatch(r"[0-9]{15}[0-9X]", compact):
        raise BadValue(_("is not an ORCID iD"), "0000-0002-1825-0097")
    total = 0
    for digit in compact[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if compact[-1] != ("X" if check == 10 else str(check)):
        raise BadValue(_("is an ORCID iD with a wrong check digit"), _("look it up at orcid.org"))
    return "-".join(compact[i : i + 4] for i in range(0, 16, 4))


def ror(value: Any) -> str:
    """A ROR id as 03yrm5c26, its checksum verified (base 32, mod 97)."""
    text = re.sub(r"^(https?://)?(www\.)?ror\.org/", "", clean_text(value), flags=re.I).lower()
    if not re.fullmatch(r"0[0-9a-hjkmnp-tv-z]{6}[0-9]{2}", text):
        raise BadValue(_("is not a ROR id"), "03yrm5c26")
    number = 0
    for char in text[:7]:
        number = number * 32 + BASE32.index(char)
    if 98 - (number * 100) % 97 != int(text[7:]):
        raise BadValue(_("is a ROR id with a wrong checksum"), _("look it up at ror.org"))
    return text


def url(value: Any, *, most: int = 200) -> str:
    """An address on the web; https:// is put before one without a scheme."""
    text = line(value, most - len("https://"))
    if not re.match(r"^[a-z][a-z0-9+.-]*:", text, flags=re.I) or re.match(r"^[^/]+:\d+", text):
        text = f"https://{text.lstrip('/')}"
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        raise BadValue(_("is not an address on the web"), "https://www.example.org") from None
    return text


def emails(value: Any) -> list[str]:
    """The e-mail addresses in a cell, in order."""
    text = clean_text(value).replace("mailto:", " ").replace("＠", "@")
    found = [part.strip("<>()[]\"'.") for part in re.split(r"[\s,;；，、/|]+", text)]
    found = [part for part in found if part]
    for address in found:
        try:
            validate_email(address)
        except ValidationError:
            raise BadValue(_("not an e-mail address"), "name@example.org") from None
        if len(address) > LONGEST_EMAIL:
            raise BadValue(_("not an e-mail address"), "name@example.org")
    return found


def phone(value: Any) -> str:
    """A telephone number as written; it must hold six to twenty digits."""
    text = western_digits(line(value, LONGEST_PHONE))
    if not 6 <= sum(c.isdigit() for c in text) <= 20 or re.search(
        r"[^\d\s()+\-./#,;xext]", text.lower()
    ):
        raise BadValue(_("not a telephone number"), "+254 20 7620000")
    return text


def row_id(value: Any) -> str:
    """The id of an existing profile, or `new`."""
    text = clean_text(value).lower()
    if text == "new":
        return text
    try:
        return str(UUID(text))
    except ValueError:
        raise BadValue(
            _("is not the id of a profile"), _("an id as the report names it, or new")
        ) from None
