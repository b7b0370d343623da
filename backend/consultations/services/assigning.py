"""Who of the secretariat looks after which request: given, handed over, and stood in for."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from backend.accounts.models import User
from backend.consultations.models import Assignment, ConsultationRequest, Deputy
from backend.consultations.services.officers_letters import write_handed_over


@transaction.atomic
def assign_officer(*, request: ConsultationRequest, officer: User | None, by: User) -> None:
    """Says who of the secretariat looks after a locked request; None: nobody yet."""
    before, request.officer = request.officer, officer
    request.version += 1
    request.save(update_fields=["officer", "version", "updated_at"])
    Assignment.objects.create(request=request, officer=officer, before=before, by=by)


@transaction.atomic
def hand_over(*, officer: User, to: User, by: User, reason: str = "") -> int:
    """All open requests of an officer go to another, each with its record. Says how many.

    Four queries and a letter, however many there are: locked in the order of their ids, as
    everybody locks who needs more than one.
    """
    own = ConsultationRequest.objects.open().filter(officer=officer)
    ids = list(own.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    if not ids:
        return 0
    ConsultationRequest.objects.filter(pk__in=ids).update(
        officer=to, version=F("version") + 1, updated_at=timezone.now()
    )
    records = [
        Assignment(request_id=pk, officer=to, before=officer, by=by, reason=reason) for pk in ids
    ]
    Assignment.objects.bulk_create(records)
    write_handed_over(records[0], len(ids))
    return len(ids)


@transaction.atomic
def name_deputy(
    *, officer: User, deputy: User, starts_on: datetime.date, ends_on: datetime.date
) -> Deputy:
    return Deputy.objects.create(
        officer=officer, deputy=deputy, starts_on=starts_on, ends_on=ends_on
    )


@transaction.atomic
def end_deputy(*, deputy: Deputy) -> None:
    """At once; one that has not begun yet is taken back."""
    row = Deputy.objects.select_for_update(of=("self",)).filter(pk=deputy.pk).first()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    if row is None or row.starts_on > yesterday:
        Deputy.objects.filter(pk=deputy.pk).delete()
    elif row.ends_on > yesterday:
        row.ends_on = yesterday
        row.version += 1
        row.save(update_fields=["ends_on", "version", "updated_at"])
