"""What an approval must not do, wherever it is given."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from backend.directory.models import Institution


def check_may_be_joined(institution: Institution | None) -> Institution | None:
    """Nobody comes into the secretariat, or to what is no more, by asking."""
    if institution is None:
        return None
    if institution.is_secretariat:
        raise ValidationError(_("This is the secretariat: its members are invited by it."))
    if institution.withdrawn_at:
        raise ValidationError(_("This profile was withdrawn. Restore it first."))
    return institution
