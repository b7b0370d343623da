"""Where and in which language experts are written to."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from backend.directory.models import Contact, Expert
from backend.directory.selectors import language_of

__all__ = ["address_of", "key_of", "language_of", "signed_link"]


def address_of(expert: Expert) -> str:
    """The account's address where the profile was claimed, else the one in the directory."""
    if expert.user_id and expert.user:
        return expert.user.email
    return Contact.objects.filter(expert=expert).values_list("email", flat=True).first() or ""


def signed_link(page: str, key: object) -> str:
    """The address of a page that whoever has it may open; ``key`` is what it is about."""
    token = _signer(page).sign(str(key))
    return settings.SITE_URL.rstrip("/") + reverse(page, args=[token])


def key_of(page: str, token: str) -> str:
    """What a signed link is about; "" for one that is not ours."""
    try:
        return _signer(page).unsign(token)
    except BadSignature:
        return ""


def _signer(page: str) -> Signer:
    return Signer(salt=f"directory {page}", sep="~")
