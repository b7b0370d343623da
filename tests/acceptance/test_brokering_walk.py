"""Whatever officers, experts and partners do in whichever order: the limits and rules hold."""

from __future__ import annotations

import contextlib
import datetime
import itertools

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from rest_framework.exceptions import PermissionDenied
from tests_requests import shortlist

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.conflicts.selectors import open_findings
from backend.consultations.answering import LinkHolder
from backend.consultations.engaging import STEPS as WORK_STEPS
from backend.consultations.models import ConsultationRequest, Engagement, Invitation
from backend.consultations.services import Declined, answers, take_step
from backend.consultations.services.engagements import (
    change_terms,
    hand_in,
    take_engagement_step,
)
from backend.consultations.services.invitations import Asking, invite
from backend.directory.models import Affiliation, Contact, Expert
from backend.needs.models import Need
from backend.notifications.models import Letter

NUMBERS = st.integers(0, 5)
DAY = datetime.date(2027, 1, 10)
TERMS = {
    "fee": 0,
    "payer": "network",
    "travel": "None.",
    "insurance": "None.",
    "starts_on": DAY,
    "ends_on": DAY,
}


class Brokering(RuleBasedStateMachine):
    """Three requests want the same six experts, one of them conflicted; each takes one at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.officer = User.objects.get(email="secretariat@demo.example")
        need = Need.objects.order_by("pk").first()
        self.experts = [self.person(i) for i in range(6)]
        Affiliation.objects.create(expert=self.experts[5], institution=need.institution)
        self.requests = []
        for wanted in (1, 2, 1):
            made = ConsultationRequest.objects.create(need=need, experts_wanted=wanted)
            self.requests.append(shortlist(made, self.officer, *self.experts))

    def person(self, i: int) -> Expert:
        made = Expert.objects.create(
            names={"en": f"Walker {id(self)} {i}"},
            consent_listed=True,
            last_confirmed=datetime.date.today(),
            max_open_engagements=1,
        )
        Contact.objects.create(expert=made, email=f"w{id(self)}-{i}@there.example")
        return made

    def invitations(self) -> list[Invitation]:
        return list(Invitation.objects.filter(request__in=self.requests).order_by("pk"))

    @rule(which=st.integers(0, 2), who=st.sets(NUMBERS, min_size=1, max_size=2), then=st.booleans())
    def an_officer_invites(self, which: int, who: set[int], then: bool) -> None:
        request = self.requests[which]
        entries = [request.shortlist.get(profile=self.experts[i]) for i in sorted(who)]
        before = len(self.invitations())
        barred = [
            e for e in (self.experts[i] for i in who) if not Expert.objects.get(pk=e.pk).is_listed
        ]
        clear = not barred and not any(
            open_findings(self.experts[i], request.institution) for i in who
        )
        try:
            invite(request=request, entries=entries, by=self.officer, asking=Asking(then_next=then))
        except Conflict:
            assert len(self.invitations()) == before
        else:
            assert clear

    @rule(which=NUMBERS, yes=st.booleans())
    def somebody_answers(self, which: int, yes: bool) -> None:
        if not (found := self.invitations()):
            return
        one = found[which % len(found)]
        try:
            if yes:
                answers.accept(invitation=one, by=LinkHolder(one))
            else:
                answers.decline(invitation=one, by=LinkHolder(one), said=Declined("other"))
        except Conflict:
            assert Invitation.objects.get(pk=one.pk).status == one.status

    @rule(which=NUMBERS)
    def time_passes(self, which: int) -> None:
        if found := self.invitations():
            past = timezone.now() - datetime.timedelta(hours=1)
            Invitation.objects.filter(pk=found[which % len(found)].pk).update(answer_by=past)
        answers.expire_overdue()
        answers.remind()

    @rule(which=NUMBERS, step=st.sampled_from(list(WORK_STEPS.steps)))
    def the_work_goes_on(self, which: int, step: str) -> None:
        found = list(Engagement.objects.filter(request__in=self.requests).order_by("pk"))
        if not found:
            return
        one = found[which % len(found)]
        before = (one.status, one.steps.count())
        with contextlib.suppress(Conflict):
            change_terms(engagement=one, values=TERMS)
        try:
            report = {"title": "Report", "text": "Done.", "is_final_report": True}
            hand_in(engagement=one, by=self.officer, values=report)
        except Conflict:
            pass
        try:
            take_engagement_step(engagement=one, step=step, by=self.officer, reason="Because.")
        except (Conflict, PermissionDenied):
            one.refresh_from_db()
            assert (one.status, one.steps.count()) == before

    @rule(which=st.integers(0, 2), step=st.sampled_from(["cancel", "match", "suspend", "resume"]))
    def the_secretariat_takes_a_step(self, which: int, step: str) -> None:
        with contextlib.suppress(Conflict):
            take_step(request=self.requests[which], step=step, by=self.officer)

    @rule(who=NUMBERS, listed=st.booleans())
    def somebody_withdraws_consent_or_gives_it(self, who: int, listed: bool) -> None:
        Expert.objects.filter(pk=self.experts[who].pk).update(consent_listed=listed)

    @invariant()
    def nobody_is_above_the_limit(self) -> None:
        for one in self.experts:
            assert Invitation.objects.filter(expert=one).open().count() <= 1

    @invariant()
    def nobody_with_a_conflict_is_invited(self) -> None:
        assert not Invitation.objects.filter(expert=self.experts[5]).exists()

    @invariant()
    def each_invitation_is_a_letter_and_each_taken_back_another(self) -> None:
        letters = Letter.objects.filter(address__startswith=f"w{id(self)}-")
        found = self.invitations()
        back = sum(one.status == "withdrawn" for one in found)
        reminded = sum(one.reminded_at is not None for one in found)
        assert letters.count() == len(found) + back + reminded

    @invariant()
    def each_acceptance_is_an_engagement_and_no_step_was_skipped(self) -> None:
        accepted = [one for one in self.invitations() if one.status == "accepted"]
        engaged = Engagement.objects.filter(request__in=self.requests)
        assert engaged.count() == len(accepted)
        for request in self.requests:
            request.refresh_from_db()
            way = list(request.steps.order_by("pk").values_list("source", "target"))
            assert all(one[1] == other[0] for one, other in itertools.pairwise(way))
            assert not way or way[-1][1] == request.status


def walk(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Brokering,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )


def test_a_short_walk_of_brokering(world):
    walk(examples=4, steps=20)


@pytest.mark.slow
def test_a_walk_of_brokering_of_two_thousand_steps(world):
    walk(examples=50, steps=40)
