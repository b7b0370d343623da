"""Who and what a random walk of brokering is about, and what happens outside of one's own work."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, run_state_machine_as_test
from rest_framework.exceptions import PermissionDenied
from tests_requests import shortlist, works_there

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.consultations.models import (
    ConsultationRequest,
    Engagement,
    Invitation,
    Nomination,
    Slot,
)
from backend.directory.models import Affiliation, Contact, Expert, Institution, Membership
from backend.needs.models import Need

NUMBERS = st.integers(0, 5)
REQUESTS = st.integers(0, 2)
# officers mostly: whoever may not do anything makes for a walk without steps
WHO = st.sampled_from([*["officer"] * 4, "second", "partner", "focal", "stranger"])
UNCLEARED, CONFLICTED = 4, 5  # of the experts
DAY = datetime.date(2027, 1, 10)
TERMS = {
    "fee": 0,
    "payer": "network",
    "travel": "None.",
    "insurance": "None.",
    "starts_on": DAY,
    "ends_on": DAY,
}


@dataclass(frozen=True)
class Now:
    """The rows of a walk, each kind in the order in which they came about."""

    requests: list[ConsultationRequest]
    invitations: list[Invitation]
    nominations: list[Nomination]
    engagements: list[Engagement]
    slots: list[Slot]


class Walk(RuleBasedStateMachine):
    """Three requests want the same six experts, and the institute of one of them.

    One expert is conflicted, one must be released by the institute, and each takes one invitation
    at a time. What a walk does is taken back at its end, so that each begins in the same world.
    """

    def __init__(self) -> None:
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        try:
            self._begin()
        except BaseException:
            self.teardown()
            raise

    def _begin(self) -> None:
        need = Need.objects.order_by("pk").first()
        self.people = self._people(need.institution)
        self.institute = Institution.objects.create(
            names={"en": "Institute of Pumps"},
            type="university",
            consent_listed=True,
            requires_clearance=True,
        )
        Membership.objects.create(
            user=self.people["focal"], institution=self.institute, role="owner"
        )
        self.experts = [self._expert(i) for i in range(6)]
        self.colleague = works_there(self.institute, "Colleague")
        Contact.objects.create(expert=self.colleague, email="colleague@there.example")
        Affiliation.objects.create(expert=self.experts[UNCLEARED], institution=self.institute)
        Affiliation.objects.create(expert=self.experts[CONFLICTED], institution=need.institution)
        self.requests = []
        for wanted in (1, 2, 1):
            made = ConsultationRequest.objects.create(need=need, experts_wanted=wanted)
            listed = shortlist(made, self.people["officer"], *self.experts, self.institute)
            self.requests.append(listed)
        self.now = self.look()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    def _people(self, asking: Institution) -> dict[str, User]:
        names = ("second", "partner", "focal", "stranger")
        made = {name: User.objects.create(email=f"{name}@{name}-walk.example") for name in names}
        home = Institution.objects.get(is_secretariat=True)
        Membership.objects.create(user=made["second"], institution=home, role="editor")
        Membership.objects.create(user=made["partner"], institution=asking, role="owner")
        return {"officer": User.objects.get(email="secretariat@demo.example"), **made}

    def _expert(self, i: int) -> Expert:
        made = Expert.objects.create(
            names={"en": f"Walker {i}"},
            consent_listed=True,
            last_confirmed=timezone.localdate(),
            max_open_engagements=1,
        )
        Contact.objects.create(expert=made, email=f"walker{i}@there.example")
        return made

    def look(self) -> Now:
        """All there is, as it stands now: each kind by one query."""
        mine = {"request__in": self.requests}
        return Now(
            requests=list(
                ConsultationRequest.objects.filter(
                    pk__in=[one.pk for one in self.requests]
                ).order_by("pk")
            ),
            invitations=list(Invitation.objects.filter(**mine).order_by("pk")),
            nominations=list(Nomination.objects.filter(**mine).order_by("pk")),
            engagements=list(Engagement.objects.filter(**mine).order_by("pk")),
            slots=list(
                Slot.objects.filter(meeting__engagement__request__in=self.requests).order_by("pk")
            ),
        )

    @contextlib.contextmanager
    def refused_or_done(self, row: Any) -> Iterator[None]:
        """What is refused has changed nothing of this one."""
        before = _state(row)
        try:
            with transaction.atomic():
                yield
        except (Conflict, PermissionDenied):
            assert _state(row) == before


def _state(row: Any) -> tuple[str, int, int]:
    now = type(row).objects.get(pk=row.pk)
    return now.status, now.version, now.steps.count() if hasattr(now, "steps") else 0


def pick(rows: Sequence[Any], which: int) -> Any:
    return rows[which % len(rows)]


def there_are(*kinds: str) -> Any:
    """A rule that needs one of these."""
    return precondition(lambda self: any(getattr(self.now, kind) for kind in kinds))


def walk(machine: type[RuleBasedStateMachine], examples: int, steps: int) -> None:
    """What fails is shown as it was walked.

    Making it smaller would walk hundreds of times more, and Hypothesis lets that take five
    minutes: with a rule broken on purpose, the answer must come at once.
    """
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
