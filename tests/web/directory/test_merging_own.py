"""What experts did with their profiles follows the profile that stays."""

from __future__ import annotations

import pytest
from django.utils import timezone

from backend.directory.models import (
    Confirmation,
    Delegate,
    Erasure,
    Expert,
    LookAlike,
    ProposalSource,
)
from backend.directory.services.merging import merge_profiles

pytestmark = pytest.mark.usefixtures("world")


def give(expert: Expert, officer, number: str) -> None:
    now = timezone.now()
    ProposalSource.objects.create(expert=expert, kind="cv", file_name=number, by=officer)
    Confirmation.objects.create(expert=expert, asked_at=now)
    Confirmation.objects.create(expert=expert, confirmed_at=now)
    for email in ("both@there.example", f"{number}@there.example"):
        Delegate.objects.create(expert=expert, email=email, expires_at=now)
    Erasure.objects.create(expert=expert, asked_by=officer)


def test_proposals_confirmations_and_delegates_follow_the_one_that_stays(officer):
    pair = [Expert.objects.create(names={"en": name}) for name in ("Ana Lima", "A. Lima")]
    kept, dropped = sorted(pair, key=lambda one: one.pk)
    for number, one in enumerate((kept, dropped)):
        give(one, officer, str(number))
    row = LookAlike.objects.create(first=kept, second=dropped)
    merge_profiles(look_alike=row, keep=kept, by=officer)
    assert kept.proposal_sources.count() == 2
    assert kept.confirmations.filter(confirmed_at=None).count() == 1
    assert kept.confirmations.exclude(confirmed_at=None).count() == 2
    assert sorted(kept.delegates.filter(ended_at=None).values_list("email", flat=True)) == [
        "0@there.example",
        "1@there.example",
        "both@there.example",
    ]
    assert kept.delegates.count() == 4
    assert Erasure.objects.filter(expert=kept, status="asked").count() == 1
