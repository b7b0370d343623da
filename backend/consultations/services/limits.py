"""How much is asked of an expert: nobody is invited above the limit, or while away."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backend.codelists.models import Sector
from backend.consultations.models import (
    ConsultationRequest,
    Invitation,
    InvitationPause,
    InvitationStatus,
)
from backend.directory.models import AvailabilityPeriod, Expert


@dataclass(frozen=True)
class Standing:
    """What can be asked of an expert today: ``taken`` places of ``most``, and what is in the way
    of any invitation. ``unwanted``: the sectors in which no work is wanted."""

    taken: int
    most: int
    paused: bool
    busy_until: datetime.date | None
    resting: bool
    away: bool
    unwanted: tuple[Sector, ...]

    @property
    def free(self) -> int:
        """How many more invitations there may be, whatever they are about."""
        return 0 if self.why_not else max(0, self.most - self.taken)

    @property
    def why_not(self) -> str:
        """Why nobody can invite this expert now, or ""."""
        return self._paused() or self._full() or self._busy() or self._resting() or self._away()

    def in_the_way(self, sectors: Collection[str]) -> str:
        """Why not for work in these sectors, or "". Nobody is told more than that."""
        return self.why_not or self._unwanted(sectors)

    def _paused(self) -> str:
        return _("wants no invitations for now") if self.paused else ""

    def _full(self) -> str:
        if self.taken < self.most:
            return ""
        told = _("has %(taken)d open of at most %(most)d")
        return told % {"taken": self.taken, "most": self.most}

    def _busy(self) -> str:
        if self.busy_until is None:
            return ""
        return _("is busy until %(day)s") % {"day": date_format(self.busy_until)}

    def _resting(self) -> str:
        told = _("declined within the last %(days)d days")
        return told % {"days": settings.REST_DAYS} if self.resting else ""

    def _away(self) -> str:
        return _("named no time from today on") if self.away else ""

    def _unwanted(self, sectors: Collection[str]) -> str:
        """Of the need's sectors one is enough: what is asked for is of all of them."""
        found = next((one for one in self.unwanted if one.pk in sectors), None)
        told = _("wants no work in this sector: %(sector)s")
        return told % {"sector": found.name} if found else ""


def in_the_way(expert: Expert, request: ConsultationRequest) -> str:
    """Why a locked expert can't be invited now, or "". Nobody is told more than that."""
    return standings([expert])[expert.pk].in_the_way(sectors_of(request))


def sectors_of(request: ConsultationRequest) -> set[str]:
    return {one.pk for one in request.need.sectors.all()}


def standings(experts: Iterable[Expert]) -> dict[UUID, Standing]:
    """Of each of these today: six queries, whatever their number."""
    people = list(experts)
    ids = [one.pk for one in people]
    today = timezone.localdate()
    asked = Invitation.objects.filter(expert__in=ids)
    taken = asked.open().order_by().values("expert").annotate(n=Count("pk"))
    counted = {row["expert"]: row["n"] for row in taken}
    paused = set(InvitationPause.objects.filter(expert__in=ids).values_list("expert", flat=True))
    busy = asked.filter(busy_until__gte=today).order_by().values("expert")
    until = {row["expert"]: row["last"] for row in busy.annotate(last=Max("busy_until"))}
    resting = _resting(ids)
    away = _away(ids, today)
    unwanted = _unwanted(ids)
    return {
        one.pk: Standing(
            counted.get(one.pk, 0),
            one.max_open_engagements,
            one.pk in paused,
            until.get(one.pk),
            one.pk in resting,
            one.pk in away,
            tuple(unwanted.get(one.pk, ())),
        )
        for one in people
    }


def _resting(ids: list[UUID]) -> set[UUID]:
    since = timezone.now() - timedelta(days=settings.REST_DAYS)
    refused = Invitation.objects.filter(
        expert__in=ids, status=InvitationStatus.DECLINED, answered_at__gt=since
    )
    return set(refused.order_by().values_list("expert", flat=True))


def _away(ids: list[UUID], today: datetime.date) -> set[UUID]:
    """Periods of availability were named, and none lies before us."""
    periods = AvailabilityPeriod.objects.filter(expert__in=ids).order_by()
    last = periods.values("expert").annotate(last=Max("end"))
    return {row["expert"] for row in last if row["last"] < today}


def _unwanted(ids: list[UUID]) -> dict[UUID, list[Sector]]:
    pairs = Expert.sectors_not_wanted.through.objects.filter(expert__in=ids)
    found: dict[UUID, list[Sector]] = {}
    for row in pairs.select_related("sector").order_by("sector"):
        found.setdefault(row.expert_id, []).append(row.sector)
    return found
