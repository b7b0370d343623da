"""Reads of the certificates app."""

from __future__ import annotations

from django.db.models import Model, QuerySet

from backend.certificates.codes import normal
from backend.certificates.models import Certificate
from backend.notifications.services import about


def certificates() -> QuerySet[Certificate]:
    """With all that is shown of each."""
    return Certificate.objects.select_related("expert", "client__country")


def by_code(typed: str) -> Certificate | None:
    """The certificate of a code as somebody typed it; None for one that there is not."""
    code = normal(typed)
    return certificates().filter(code=code).first() if code else None


def of_row(row: Model) -> Certificate | None:
    return certificates().filter(about=about(row)).first()
