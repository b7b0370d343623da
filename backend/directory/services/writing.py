"""Where experts are written to."""

from __future__ import annotations

from backend.directory.models import Contact, Expert


def address_of(expert: Expert) -> str:
    """The account's address where the profile was claimed, else the one in the directory."""
    if expert.user_id and expert.user:
        return expert.user.email
    return Contact.objects.filter(expert=expert).values_list("email", flat=True).first() or ""
