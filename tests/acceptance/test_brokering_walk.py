"""Whatever officers, experts, partners and institutes do in whichever order: the rules hold."""

from __future__ import annotations

import contextlib
import datetime

import pytest
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from rest_framework.exceptions import PermissionDenied
from tests_walk import (
    NUMBERS,
    REQUESTS,
    TERMS,
    WHO,
    Walk,
    pick,
    there_are,
    walk,
)
from tests_walk_facts import FACTS

from backend.common.errors import Conflict
from backend.consultations.answering import LinkHolder
from backend.consultations.clearing import uncleared
from backend.consultations.engaging import STEPS as WORK_STEPS
from backend.consultations.models import (
    Deputy,
    Feedback,
    Invitation,
    Nomination,
    Question,
)
from backend.consultations.services import (
    Declined,
    answers,
    assigning,
    messages,
    nominations,
    nominees,
    questions,
    slots,
    take_step,
)
from backend.consultations.services import engagements as work
from backend.consultations.services.invitations import Asking, invite
from backend.consultations.services.moving import Said
from backend.consultations.steps import STEPS
from backend.directory.models import Expert
from backend.notifications.models import Letter

REPORT = {"title": "Report", "text": "Done.", "is_final_report": True}
OF_REQUEST = ["match", "match", "release", "release", "suspend", "resume", "proceed", "proceed"]
OF_REQUEST += ["cancel", "withdraw"]
OF_INSTITUTE = ["propose", "release", "release", "refuse", "decline", "withdraw"]
FORWARD = {"terms": "agree-terms", "agreed": "begin", "in_progress": "deliver"}
SIDES = st.sampled_from(Feedback.Side.values)
SEEN = st.sampled_from([*["internal", "partner"] * 2, "experts", "all"])
SLOT_STEPS = {
    "accept": slots.accept_slot,
    "decline": slots.decline_slot,
    "cancel": slots.cancel_slot,
}


class Brokering(Walk):
    """What people do at random, and what holds after each step."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set = set()  # invitations that were looked at
        self.written = self.handed = 0

    @initialize(then=st.booleans())
    def each_request_has_somebody_to_answer(self, then: bool) -> None:
        """Else most walks would end before much has happened."""
        for which in range(3):
            self.an_officer_invites(which, {which}, then)
        self.an_officer_asks_the_institute(0, clear=True)

    @rule(which=REQUESTS, who=st.sets(NUMBERS, min_size=1, max_size=2), then=st.booleans())
    def an_officer_invites(self, which: int, who: set[int], then: bool) -> None:
        request = self.requests[which]
        entries = [request.shortlist.get(profile=self.experts[i]) for i in sorted(who)]
        before, made = Invitation.objects.filter(request__in=self.requests).count(), 0
        with contextlib.suppress(Conflict):
            asking = Asking(then_next=then)
            by = self.people["officer"]
            made = len(invite(request=request, entries=entries, by=by, asking=asking))
        assert made in (0, len(who))
        assert Invitation.objects.filter(request__in=self.requests).count() == before + made

    @there_are("invitations")
    @rule(which=NUMBERS)
    def somebody_accepts(self, which: int) -> None:
        one = pick(self.now.invitations, which)
        with self.refused_or_done(one):
            answers.accept(invitation=one, by=LinkHolder(one))
            assert not uncleared(one.request, one.expert)

    @there_are("invitations")
    @rule(which=NUMBERS)
    def somebody_declines(self, which: int) -> None:
        one = pick(self.now.invitations, which)
        with self.refused_or_done(one):
            answers.decline(invitation=one, by=LinkHolder(one), said=Declined("other"))

    @there_are("invitations", "nominations")
    @rule(which=NUMBERS, ends=st.booleans())
    def time_passes(self, which: int, ends: bool) -> None:
        """For one of each it is soon over, or is over."""
        hour, ago = datetime.timedelta(hours=1), timezone.now() - datetime.timedelta(days=9)
        until = timezone.now() + (-hour if ends else hour)
        for kind, rows in ((Invitation, self.now.invitations), (Nomination, self.now.nominations)):
            if rows:
                one = kind.objects.filter(pk=pick(rows, which).pk)
                one.update(answer_by=until, created_at=ago)
        answers.expire_overdue()
        answers.remind()
        nominations.expire_nominations()
        nominations.remind_nominations()

    @rule(which=REQUESTS, clear=st.booleans())
    def an_officer_asks_the_institute(self, which: int, clear: bool) -> None:
        request = self.requests[which]
        theirs = request.shortlist.filter(profile__expert__affiliations__institution=self.institute)
        with contextlib.suppress(Conflict):
            nominations.ask_nomination(
                request=request,
                institution=self.institute,
                clear=list(theirs) if clear else [],
                by=self.people["officer"],
                asking=Asking(),
            )

    @there_are("nominations")
    @rule(which=NUMBERS, who=WHO, step=st.sampled_from(OF_INSTITUTE))
    def the_institute_answers(self, which: int, who: str, step: str) -> None:
        one, by = pick(self.now.nominations, which), self.people[who]
        named = one.nominees.order_by("pk").last()
        with self.refused_or_done(one):
            if step == "propose":
                person = nominees.Proposed("Knows pumps.", "en", expert=self.colleague)
                nominees.propose(nomination=one, person=person, by=by)
            elif step == "decline":
                nominations.decline_nomination(nomination=one, by=by, reason="Busy.")
            elif step == "withdraw":
                nominations.withdraw_nomination(nomination=one, by=by)
            elif named:
                reason = "On leave." if step == "refuse" else ""
                nominees.answer_for(nominee=named, step=step, by=by, reason=reason)

    @there_are("nominations")
    @rule(which=NUMBERS)
    def whom_the_institute_names_is_invited(self, which: int) -> None:
        one = pick(self.now.nominations, which)
        if named := one.nominees.filter(entry__isnull=False).order_by("pk").last():
            with contextlib.suppress(Conflict):
                invite(request=one.request, entries=[named.entry], by=self.people["officer"])

    @there_are("engagements")
    @rule(which=NUMBERS, who=WHO, step=st.sampled_from(list(WORK_STEPS.steps)))
    def somebody_takes_a_step_of_the_work(self, which: int, who: str, step: str) -> None:
        one = pick(self.now.engagements, which)
        with self.refused_or_done(one):
            work.take_engagement_step(
                engagement=one, step=step, by=self.people[who], reason="Because."
            )

    @there_are("engagements")
    @rule(which=NUMBERS, steps=st.integers(1, 4))
    def the_work_goes_on(self, which: int, steps: int) -> None:
        one, officer = pick(self.now.engagements, which), self.people["officer"]
        with contextlib.suppress(Conflict):
            work.change_terms(engagement=one, values=TERMS)
        for _step in range(steps):
            one.refresh_from_db()
            with contextlib.suppress(Conflict):
                work.hand_in(engagement=one, by=officer, values=REPORT)
            step = FORWARD.get(one.status, "accept-result")
            with self.refused_or_done(one):
                work.take_engagement_step(engagement=one, step=step, by=officer)

    @rule(which=REQUESTS, who=WHO, step=st.sampled_from(OF_REQUEST))
    def a_request_is_moved(self, which: int, who: str, step: str) -> None:
        request, by = self.now.requests[which], self.people[who]
        may = step in STEPS.allowed(request, by)
        with self.refused_or_done(request):
            take_step(request=request, step=step, by=by, said=Said("Because."))
            assert may

    @rule(who=NUMBERS, listed=st.sampled_from([True, True, False]))
    def somebody_withdraws_consent_or_gives_it(self, who: int, listed: bool) -> None:
        Expert.objects.filter(pk=self.experts[who].pk).update(consent_listed=listed)

    @rule(which=NUMBERS, who=WHO, of_work=st.booleans(), seen=SEEN)
    def somebody_writes(self, which: int, who: str, of_work: bool, seen: str) -> None:
        by, values = self.people[who], {"text": f"Message {self.written}.", "visibility": seen}
        with contextlib.suppress(PermissionDenied):
            if of_work and self.now.engagements:
                about = pick(self.now.engagements, which)
                messages.write_about_engagement(engagement=about, by=by, values=values)
            else:
                about = pick(self.requests, which)
                messages.write_about_request(request=about, by=by, values=values)
            self.written += 1

    @there_are("invitations")
    @rule(which=NUMBERS, text=st.sampled_from(["Why?", "Where?"]))
    def somebody_asks(self, which: int, text: str) -> None:
        one, asked = pick(self.now.invitations, which), questions.Asked(text, "en")
        with contextlib.suppress(Conflict):
            questions.ask(invitation=one, by=LinkHolder(one), asked=asked)

    @there_are("invitations")
    @rule(who=WHO)
    def somebody_answers_a_question(self, who: str) -> None:
        """The answer goes to all who are invited, and to who asked."""
        asked = Question.objects.filter(answered_at=None).order_by("pk").first()
        if asked is None:
            return
        letters = Letter.objects.filter(about__endswith=str(asked.pk))
        before, rows = letters.count(), self.now.invitations
        mine = [one for one in rows if one.request_id == asked.request_id]
        standing = {one.pk for one in mine if one.status in questions.ASKING}
        with contextlib.suppress(PermissionDenied):
            said = questions.Answered("Yes.", "en")
            questions.answer(question=asked, by=self.people[who], said=said)
            assert letters.count() - before == len(standing | {asked.invitation_id})

    @there_are("engagements")
    @rule(which=NUMBERS, who=WHO, side=SIDES, days=NUMBERS)
    def dates_are_proposed(self, which: int, who: str, side: str, days: int) -> None:
        one, hour = pick(self.now.engagements, which), datetime.timedelta(hours=1)
        begins = timezone.now() + datetime.timedelta(days=days + 1)
        with contextlib.suppress(Conflict):
            slots.propose_slots(
                engagement=one,
                by=slots.Speaker(self.people[who], side),
                times=[(begins, begins + hour), (begins + hour, begins + 2 * hour)],
                topic="Call",
                meeting=one.meetings.order_by("pk").first(),
            )

    @there_are("slots")
    @rule(which=NUMBERS, who=WHO, side=SIDES, step=st.sampled_from(list(SLOT_STEPS)))
    def a_date_is_answered(self, which: int, who: str, side: str, step: str) -> None:
        speaker = slots.Speaker(self.people[who], side)
        with contextlib.suppress(Conflict, PermissionDenied):
            SLOT_STEPS[step](slot=pick(self.now.slots, which), by=speaker)

    @there_are("slots")
    @rule(which=NUMBERS)
    def both_accept_a_date(self, which: int) -> None:
        for side in Feedback.Side.values:
            self.a_date_is_answered(which, "officer", side, "accept")

    @rule(which=REQUESTS, end=st.booleans(), back=st.booleans())
    def officers_stand_in_and_hand_over(self, which: int, end: bool, back: bool) -> None:
        one, other = (self.people[name] for name in ("officer", "second"))
        today = timezone.localdate()
        if end and (deputy := Deputy.objects.filter(officer=one).first()):
            assigning.end_deputy(deputy=deputy)
        else:
            assigning.name_deputy(officer=one, deputy=other, starts_on=today, ends_on=today)
        assigning.assign_officer(request=self.now.requests[which], officer=one, by=other)
        mine, theirs = (other, one) if back else (one, other)
        self.handed += 1 + assigning.hand_over(officer=mine, to=theirs, by=other)

    @invariant()
    def all_holds(self) -> None:
        self.now = self.look()
        for fact in FACTS:
            fact(self, self.now)


def test_a_short_walk_of_brokering(world):
    walk(Brokering, examples=5, steps=40)


@pytest.mark.slow
def test_a_walk_of_brokering_of_two_thousand_steps(world):
    walk(Brokering, examples=50, steps=40)
