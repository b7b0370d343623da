"""The single cases: needs for which nobody was likely, somebody declined, or nobody was found."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from backend.consultations.models import Invitation, InvitationStatus, Refusal, StepTaken
from backend.matches.models import Match, MatchRun
from backend.reports.periods import Period


class Unmet(models.TextChoices):
    """Why a need is among them."""

    ABSTENTION = "abstention", _("nobody here was likely to be able to help")
    DECLINE = "decline", _("an expert declined")
    NO_MATCH = "no_match", _("nobody suitable was found")


@dataclass(frozen=True)
class UnmetCase:
    """One of a need. ``missing``: what nobody covers, by an abstention's closest candidates;
    ``reason``: of a refusal."""

    need: UUID
    kind: Unmet
    at: datetime.datetime
    reason: str = ""
    missing: tuple[str, ...] = ()


def unmet_cases(period: Period) -> list[UnmetCase]:
    """Three queries. Of several abstentions of a need the last one counts: it was asked again."""
    return [*_abstentions(period), *_declines(period), *_without_match(period)]


def _abstentions(period: Period) -> Iterator[UnmetCase]:
    likely = Match.objects.filter(run=OuterRef("pk"), score__gte=OuterRef("line"))
    runs = MatchRun.objects.filter(
        status=MatchRun.Status.DONE,
        line__isnull=False,
        finished_at__gte=period.begins,
        finished_at__lt=period.ends,
    ).annotate(somebody=Exists(likely))
    last: dict[UUID, UnmetCase] = {}
    told = runs.order_by("finished_at", "pk").values_list(
        "need", "finished_at", "missing", "somebody"
    )
    for need, at, missing, somebody in told:
        last.pop(need, None)  # a later ranking says how it is now
        if not somebody:
            texts = tuple(one["text"] for one in missing)
            last[need] = UnmetCase(need, Unmet.ABSTENTION, at or period.begins, missing=texts)
    yield from last.values()


def _declines(period: Period) -> Iterator[UnmetCase]:
    """But for conflicts of interest: these say nothing of what the network lacks."""
    rows = Invitation.objects.filter(
        status=InvitationStatus.DECLINED,
        answered_at__gte=period.begins,
        answered_at__lt=period.ends,
    ).exclude(reason=Refusal.CONFLICT)
    told = rows.order_by("answered_at", "pk").values_list("request__need", "answered_at", "reason")
    for need, at, reason in told:
        yield UnmetCase(need, Unmet.DECLINE, at or period.begins, reason=reason)


def _without_match(period: Period) -> Iterator[UnmetCase]:
    rows = StepTaken.objects.filter(
        step="no-match", created_at__gte=period.begins, created_at__lt=period.ends
    )
    told = rows.annotate(need=F("request__need")).order_by("created_at", "pk")
    for need, at in told.values_list("need", "created_at"):
        yield UnmetCase(need, Unmet.NO_MATCH, at)
