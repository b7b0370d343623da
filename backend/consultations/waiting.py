"""For whom a request waits, by where it stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.consultations.models import Status


class WaitsFor(models.TextChoices):
    PARTNER = "partner", _("the partner")
    SECRETARIAT = "secretariat", _("the secretariat")
    EXPERTS = "experts", _("experts")
    NOBODY = "nobody", _("nobody")


WAITS_FOR = {
    Status.DRAFT: WaitsFor.PARTNER,
    Status.AWAITING_APPROVAL: WaitsFor.PARTNER,
    Status.RETURNED: WaitsFor.PARTNER,
    Status.DELIVERED: WaitsFor.PARTNER,
    Status.SUBMITTED: WaitsFor.SECRETARIAT,
    Status.BROKERING: WaitsFor.SECRETARIAT,
    Status.MATCHING: WaitsFor.SECRETARIAT,
    Status.SHORTLISTED: WaitsFor.SECRETARIAT,
    Status.AGREED: WaitsFor.SECRETARIAT,
    Status.RESULT_ACCEPTED: WaitsFor.SECRETARIAT,
    Status.INVITING: WaitsFor.EXPERTS,
    Status.IN_PROGRESS: WaitsFor.EXPERTS,
    Status.REVISION: WaitsFor.EXPERTS,
    Status.SUSPENDED: WaitsFor.NOBODY,
    Status.CLOSED: WaitsFor.NOBODY,
    Status.INELIGIBLE: WaitsFor.NOBODY,
    Status.NO_MATCH: WaitsFor.NOBODY,
    Status.WITHDRAWN: WaitsFor.NOBODY,
    Status.CANCELLED: WaitsFor.NOBODY,
}


def statuses_waiting_for(*whom: str) -> list[str]:
    return [status for status, one in WAITS_FOR.items() if one in whom]
