"""Whatever is done to a request, by whom and in which order: its way stays one that there is."""

from __future__ import annotations

import itertools
import threading

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from rest_framework.exceptions import PermissionDenied
from tests_requests import TERMS
from tests_support import Api

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.transitions import StepNotAllowed
from backend.consultations.models import ConsultationRequest, Status
from backend.consultations.services import change_request, take_step
from backend.consultations.services.clocks import PAUSING, RUNNING
from backend.consultations.services.requests import WRITABLE
from backend.consultations.steps import STEPS
from backend.directory.models import Membership
from backend.needs.models import Need

OVER = {Status.INELIGIBLE, Status.NO_MATCH, Status.WITHDRAWN, Status.CANCELLED}


class Lifecycle(RuleBasedStateMachine):
    """Random people take random steps, and change what the request says in between."""

    def __init__(self) -> None:
        super().__init__()
        need = Need.objects.order_by("pk").first()
        self.request = ConsultationRequest.objects.create(need=need, **TERMS)
        self.moved = self.changed = 0
        self.people = [User.objects.get(email="secretariat@demo.example")]
        for role in Membership.Role.values:
            person, _ = User.objects.get_or_create(email=f"{role}@way.example")
            Membership.objects.get_or_create(user=person, institution=need.institution, role=role)
            self.people.append(person)
        self.people.append(User.objects.get_or_create(email="nobody@way.example")[0])

    @rule(step=st.sampled_from(list(STEPS.steps)), who=st.integers(0, 5))
    def somebody_takes_a_step(self, step: str, who: int) -> None:
        before = (self.request.status, self.request.version)
        by = self.people[who]
        may = step in STEPS.allowed(self.request, by)
        try:
            take_step(request=self.request, step=step, by=by)
        except (PermissionDenied, StepNotAllowed):
            self.request.refresh_from_db()
            assert (self.request.status, self.request.version) == before
        else:
            assert may
            self.moved += 1
            self.request.refresh_from_db()

    @rule(background=st.sampled_from(["", "Four schemes stand still."]))
    def the_partner_changes_what_it_says(self, background: str) -> None:
        try:
            change_request(request=self.request, values={"background": background})
            self.changed += 1
        except Conflict:
            assert self.request.status not in WRITABLE
        self.request.refresh_from_db()

    @invariant()
    def each_step_left_a_record_and_none_was_skipped(self) -> None:
        taken = list(self.request.steps.order_by("pk").values_list("source", "target"))
        assert len(taken) == self.moved == self.request.version - 1 - self.changed
        way = [("", Status.DRAFT), *taken]
        assert all(one[1] == other[0] for one, other in itertools.pairwise(way))
        assert way[-1][1] == self.request.status

    @invariant()
    def a_clock_runs_where_the_secretariat_must_act_and_nowhere_else(self) -> None:
        clocks = list(self.request.clocks.filter(stopped_at=None))
        running = [clock.kind for clock in clocks if clock.due_at]
        wanted = RUNNING.get(Status(self.request.status))
        assert running == ([wanted] if wanted else [])
        assert self.request.status in PAUSING or len(clocks) == len(running)

    @invariant()
    def what_is_sent_was_complete_and_what_is_over_stays_over(self) -> None:
        if self.request.status in OVER:
            everybody = (STEPS.allowed(self.request, one) for one in self.people)
            assert not any(everybody)


def walk(examples: int, steps: int) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Lifecycle,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=checks,
        ),
    )


def test_a_short_walk_by_random_people(world):
    walk(examples=6, steps=20)


@pytest.mark.slow
def test_a_walk_of_two_thousand_steps(world):
    walk(examples=50, steps=40)


def test_of_two_officers_who_decide_at_once_one_is_told_that_it_is_decided(committed_world):
    need = Need.objects.order_by("pk").first()
    asked = ConsultationRequest.objects.create(need=need, status=Status.SUBMITTED, **TERMS)
    officer = User.objects.get(email="secretariat@demo.example")
    together = threading.Barrier(2, timeout=20)
    answers: list[int] = []

    def decide(step: str) -> None:
        caller = Api(officer)
        together.wait()
        path = f"consultation-requests/{asked.pk}/{step}/"
        answers.append(caller.post(path, {"reason": f"{timezone.now()}"}).status_code)
        connection.close()

    threads = [threading.Thread(target=decide, args=[step]) for step in ("reject", "return")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == [200, 409]
    assert asked.steps.count() == 1
