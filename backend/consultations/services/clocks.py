"""Which clocks run where a request stands; while it waits for somebody else, they are paused."""

from __future__ import annotations

import datetime

from django.utils import timezone

from backend.consultations.models import Clock, ClockSetting, ConsultationRequest, Kind, Status

RUNNING = {
    Status.SUBMITTED: Kind.FIRST_ANSWER,
    Status.BROKERING: Kind.SHORTLIST,
    Status.MATCHING: Kind.SHORTLIST,
}
# Here no clock is begun, and none is stopped: the case waits for the partner, or for better days.
PAUSING = frozenset({Status.RETURNED, Status.AWAITING_APPROVAL, Status.SUSPENDED, Status.DRAFT})


def run_clocks(request: ConsultationRequest) -> None:
    """Starts, pauses, goes on with and stops the request's clocks, as its status wants."""
    open_clocks = list(request.clocks.filter(stopped_at__isnull=True).select_related("calendar"))
    wanted = RUNNING.get(Status(request.status))
    for clock in open_clocks:
        if request.status in PAUSING:
            _pause(clock)
        elif clock.kind == wanted:
            _go_on(clock)
        else:
            _stop(clock)
    if wanted and wanted not in {clock.kind for clock in open_clocks}:
        _start(request, wanted)


def usual_end(kind: Kind) -> datetime.datetime:
    """Until when an answer is awaited where nobody says otherwise."""
    setting = ClockSetting.objects.select_related("calendar").get(kind=kind)
    return setting.calendar.due(timezone.now(), setting.working_days)


def _start(request: ConsultationRequest, kind: Kind) -> None:
    setting = ClockSetting.objects.select_related("calendar").get(kind=kind)
    due = setting.calendar.due(timezone.now(), setting.working_days)
    Clock.objects.create(request=request, kind=kind, calendar=setting.calendar, due_at=due)


def _pause(clock: Clock) -> None:
    if clock.due_at is not None:
        clock.days_left = clock.calendar.days_left(timezone.now(), clock.due_at)
        clock.due_at = None
        clock.save(update_fields=["due_at", "days_left", "updated_at"])


def _go_on(clock: Clock) -> None:
    if clock.due_at is None:
        clock.due_at = clock.calendar.due(timezone.now(), clock.days_left or 0)
        clock.days_left = None
        clock.save(update_fields=["due_at", "days_left", "updated_at"])


def _stop(clock: Clock) -> None:
    clock.stopped_at = timezone.now()
    clock.save(update_fields=["stopped_at", "updated_at"])
