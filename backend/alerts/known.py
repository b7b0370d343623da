"""The kinds that there are: requests, calls, and what members know, offer and teach."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.alerts.kinds import Kind, Told, address_of, register
from backend.alerts.models import TargetKind
from backend.alerts.texts import CALLS
from backend.consultations.models import ConsultationRequest
from backend.matches.texts import NEEDS
from backend.needs.models import Need
from backend.programmes.models import Call


def published_needs() -> QuerySet[Need]:
    """Those of a request that is published and under way: everybody may read its outline."""
    requests = ConsultationRequest.objects.published().open().filter(need=OuterRef("pk"))
    return Need.objects.open().filter(Exists(requests))


def _needs_for(user: User) -> QuerySet[Need]:
    return published_needs() if user.is_authenticated else Need.objects.none()


def _told_need(need: Need) -> Told:
    """The outline alone: its words belong to who asked."""
    country = need.country.name if need.country else ""
    language = need.language or need.detected_language
    title = need.title or _("A request for expertise")
    return Told(title, settings.SITE_URL, language, (country,))


NEED = Kind(
    TargetKind.NEED,
    NEEDS,
    published_needs,
    _needs_for,
    lambda rows: rows.select_related("country").prefetch_related("sectors"),
    _told_need,
    lambda need: [need.country_id] if need.country_id else [],
    lambda need: [one.pk for one in need.sectors.all()],
)


def open_calls() -> QuerySet[Call]:
    """Announced, and not closed yet."""
    return Call.objects.announced().filter(closes_at__gt=Now())


def _told_call(call: Call) -> Told:
    local = timezone.localtime(call.closes_at, ZoneInfo(call.zone))
    until = date_format(local, "DATETIME_FORMAT")
    due = _("until %(day)s (%(zone)s)") % {"day": until, "zone": call.zone}
    return Told(call.name, address_of(f"calls/{call.pk}/"), "", (call.programme.name, due))


CALL = Kind(
    TargetKind.CALL,
    CALLS,
    open_calls,
    Call.objects.visible_to,
    lambda rows: rows.select_related("programme"),
    _told_call,
    lambda call: (),  # a call names no country: it is for all that its rules let in
    lambda call: (),
)

for one in (NEED, CALL):
    register(one)
