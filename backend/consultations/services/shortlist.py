"""Choosing whom to propose: from the ranking or by hand, until the shortlist is released."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.consultations.models import ConsultationRequest, ShortlistEntry, Status
from backend.consultations.selectors import latest_match, proposed
from backend.consultations.services.why import partners_language, proposed_why
from backend.directory.models import Profile
from backend.matches.models import Outcome
from backend.matches.services import Happened, record_outcomes, request_run


def start_matching(request: ConsultationRequest, by: User) -> None:
    """Asks for a ranking of today; what was chosen before stays chosen."""
    request_run(need=request.need, by=by, panel=_panel_of(request))


def _panel_of(request: ConsultationRequest) -> int | None:
    return request.experts_wanted if request.experts_wanted > 1 else None


@transaction.atomic
def add_entry(
    *, request: ConsultationRequest, profile: Profile, by: User, values: Mapping[str, Any]
) -> ShortlistEntry:
    """Puts a candidate on the list of a locked request.

    Raises ``Conflict`` where the list is not being made, or the candidate is on it already.
    """
    _check_open(request)
    if request.shortlist.filter(profile=profile).exists():
        raise Conflict(_("This candidate is on the list already."), code="on_the_list")
    match = latest_match(request, profile)
    language = partners_language(request)
    last = request.shortlist.aggregate(last=Max("place"))["last"] or 0
    wording = proposed_why(match, language) if match else ""
    own = {"place": last + 1, "why": wording, "why_language": language, **values}
    return ShortlistEntry.objects.create(
        request=request, profile=profile, match=match, chosen_by=by, **own
    )


@transaction.atomic
def change_entry(
    *, request: ConsultationRequest, entry: ShortlistEntry, by: User, values: Mapping[str, Any]
) -> None:
    """Changes a locked entry of a locked request. Raises ``Conflict`` once it is released."""
    _check_open(request)
    for name, value in values.items():
        setattr(entry, name, value)
    entry.chosen_by = by
    entry.version += 1
    entry.save()


def _check_open(request: ConsultationRequest) -> None:
    if request.status != Status.MATCHING:
        raise Conflict(
            _("The shortlist can be changed while candidates are being looked for."),
            code="not_matching",
        )


def release(request: ConsultationRequest, by: User) -> None:
    """The partner sees the list from now on; the ranker learns who was proposed."""
    request.shortlist.filter(left_out=False, released_at=None).update(released_at=Now())
    chosen = proposed(request).exclude(match=None).values_list("match__run", "profile")
    happened = [Happened(run, profile, Outcome.Kind.SHORTLISTED) for run, profile in chosen]
    record_outcomes(happened=happened, by=by)


def follow_merge(*, dropped: Profile, kept: Profile, **_signal: Any) -> None:
    """A candidate that was merged is the one that stayed, unless that is on the list too."""
    there = ShortlistEntry.objects.filter(profile=kept.pk).values("request")
    entries = ShortlistEntry.objects.filter(profile=dropped.pk).exclude(request__in=there)
    entries.update(profile=kept.pk, match=None, version=F("version") + 1)
