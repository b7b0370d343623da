"""How much is asked of an expert: nobody is invited above the limit, or while away."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backend.consultations.models import (
    ConsultationRequest,
    Invitation,
    InvitationPause,
    InvitationStatus,
)
from backend.directory.models import Expert


def in_the_way(expert: Expert, request: ConsultationRequest) -> str:
    """Why a locked expert can't be invited now, or "". Nobody is told more than that."""
    return (
        _paused(expert)
        or _full(expert)
        or _busy(expert)
        or _resting(expert)
        or _away(expert)
        or _unwanted(expert, request)
    )


def _paused(expert: Expert) -> str:
    paused = InvitationPause.objects.filter(expert=expert).exists()
    return _("wants no invitations for now") if paused else ""


def _full(expert: Expert) -> str:
    taken = Invitation.objects.filter(expert=expert).open().count()
    if taken < expert.max_open_engagements:
        return ""
    told = _("has %(taken)d open of at most %(most)d")
    return told % {"taken": taken, "most": expert.max_open_engagements}


def _busy(expert: Expert) -> str:
    today = timezone.localdate()
    refused = Invitation.objects.filter(expert=expert, busy_until__gte=today)
    until = refused.order_by("-busy_until").values_list("busy_until", flat=True).first()
    return _("is busy until %(day)s") % {"day": date_format(until)} if until else ""


def _resting(expert: Expert) -> str:
    since = timezone.now() - timedelta(days=settings.REST_DAYS)
    refused = Invitation.objects.filter(
        expert=expert, status=InvitationStatus.DECLINED, answered_at__gt=since
    )
    if not refused.exists():
        return ""
    return _("declined within the last %(days)d days") % {"days": settings.REST_DAYS}


def _away(expert: Expert) -> str:
    """Periods of availability were named, and none lies before us."""
    periods = expert.availability.all()
    if not periods or any(one.end >= timezone.localdate() for one in periods):
        return ""
    return _("named no time from today on")


def _unwanted(expert: Expert, request: ConsultationRequest) -> str:
    """Of the need's sectors one is enough: what is asked for is of all of them."""
    asked = request.need.sectors.values("pk")
    found = expert.sectors_not_wanted.filter(pk__in=asked).order_by("pk").first()
    return _("wants no work in this sector: %(sector)s") % {"sector": found.name} if found else ""
