"""What a request must say before it can be sent, and how much of the rest it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from backend.consultations.models import ConsultationRequest, Track

# An advice is a question, which the need holds: nothing else must be said.
REQUIRED = {
    Track.ADVICE: (),
    Track.CONSULTATION: (
        "background",
        "objectives",
        "expected_results",
        "activities",
        "deliverables",
        "working_days",
        "place",
        "expert_profile",
        "answers_by",
    ),
}
WISHED = {
    Track.ADVICE: ("answers_by",),
    Track.CONSULTATION: (
        "assumptions",
        "starts_on",
        "ends_on",
        "contribution",
        "budget",
        "indicators",
    ),
}


@dataclass(frozen=True)
class Completeness:
    """Names of empty fields: ``missing`` must be filled in, ``wished`` should be.

    ``share``: of all of them, how much is filled in (0 to 1).
    """

    missing: list[str]
    wished: list[str]
    share: float


def completeness(request: ConsultationRequest) -> Completeness:
    track = Track(request.track)
    missing, wished = (list(_empty(request, names[track])) for names in (REQUIRED, WISHED))
    total = len(REQUIRED[track]) + len(WISHED[track])
    return Completeness(missing, wished, 1 - (len(missing) + len(wished)) / total)


def _empty(request: ConsultationRequest, names: tuple[str, ...]) -> Iterator[str]:
    return (name for name in names if not getattr(request, name))


def is_complete(request: ConsultationRequest) -> str:
    """A condition of sending: "" or what is missing, by the names a reader knows."""
    missing = completeness(request).missing
    if not missing:
        return ""
    named = {field.name: str(field.verbose_name) for field in request._meta.concrete_fields}
    fields = ", ".join(named[name] for name in missing)
    return _("Still to be filled in: %(fields)s.") % {"fields": fields}


def need_is_open(request: ConsultationRequest) -> str:
    if request.need.withdrawn_at is None:
        return ""
    return _("The need was taken back. Restore it first.")
