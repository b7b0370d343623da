"""Writing requests; how they move is in ``steps``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.consultations.models import ConsultationRequest, Status
from backend.needs.models import Need
from backend.needs.services import SETS, create_need

WRITABLE = frozenset({Status.DRAFT, Status.RETURNED})  # while it is with the partner
# What a copy does not take over: it stands for itself, and its days are gone.
NOT_COPIED = frozenset(
    {
        "id",
        "created_at",
        "updated_at",
        "version",
        "need",
        "status",
        "officer",
        "starts_on",
        "ends_on",
        "answers_by",
        "result_summary",
        "published_at",
    }
)
OF_NEED = ("institution", "country", "title", "text", "language", "facets", "help")


def create_request(*, values: Mapping[str, Any]) -> ConsultationRequest:
    return ConsultationRequest.objects.create(**values)


@transaction.atomic
def change_request(*, request: ConsultationRequest, values: Mapping[str, Any]) -> None:
    """Changes a locked request. Raises ``Conflict`` once it is out of the partner's hands."""
    if request.status not in WRITABLE:
        raise Conflict(
            _("It has been sent: what it says can be changed again once it is returned."),
            code="not_writable",
        )
    for name, value in values.items():
        setattr(request, name, value)
    request.version += 1
    request.save()


@transaction.atomic
def duplicate_request(
    *, request: ConsultationRequest, by: User, track: str | None = None
) -> ConsultationRequest:
    """A new draft that says the same, with a need of its own.

    ``track``: on another track, so that a past advice grows into a consultation.
    """
    values = {
        field.name: getattr(request, field.name)
        for field in request._meta.concrete_fields
        if field.name not in NOT_COPIED
    }
    values |= {"need": _copied(request.need, by), "track": track or request.track}
    return create_request(values=values)


def _copied(need: Need, by: User) -> Need:
    values = {name: getattr(need, name) for name in OF_NEED}
    values |= {name: list(getattr(need, name).all()) for name in SETS}
    return create_need(values=values, by=by)


@transaction.atomic
def publish_request(*, request: ConsultationRequest, result_summary: str | None) -> None:
    """Lets everybody who logs in read the outline of a locked request: title, country, sectors,
    year, status and summary of the result. Raises ``Conflict`` where there is nothing to read."""
    if request.status in WRITABLE:
        raise Conflict(_("It has not been sent yet: there is nothing to publish."), code="not_sent")
    if not request.need.title:
        raise Conflict(_("Give the need a title first: it is what others read."), code="no_title")
    if result_summary is not None:
        request.result_summary = result_summary
    request.published_at = request.published_at or timezone.now()
    _save_publication(request)


@transaction.atomic
def unpublish_request(*, request: ConsultationRequest) -> None:
    """Takes the outline of a locked request back."""
    request.published_at = None
    _save_publication(request)


def _save_publication(request: ConsultationRequest) -> None:
    request.version += 1
    request.save(update_fields=["result_summary", "published_at", "version", "updated_at"])
