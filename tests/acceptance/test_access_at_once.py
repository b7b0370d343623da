"""Two at the same instant: two owners, two officers, two clicks on one invitation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests_access import ASKED, link_of
from tests_at_once import TIMES, at_once
from tests_support import Api

from backend.access.models import AccessRequest, MemberInvitation
from backend.access.services.requests import ask_for_access
from backend.accounts.models import User
from backend.codelists.models import Country
from backend.consultations.models import Clock, ClockSetting, ConsultationRequest
from backend.consultations.services.reminders import remind_overdue
from backend.directory.models import Institution, Membership
from backend.needs.models import Need
from backend.notifications.models import Letter


@pytest.fixture
def officer(committed_world) -> User:
    return User.objects.get(email="secretariat@demo.example")


def owned(name: str, *people: str) -> list[Membership]:
    institution = Institution.objects.create(names={"en": name}, type="ngo", consent_listed=True)
    users = [User.objects.create_user(f"{one}@{name}.example") for one in people]
    make = Membership.objects.create
    return [make(user=user, institution=institution, role="owner") for user in users]


def demoting(by: Membership, other: Membership) -> Callable[[], int]:
    path = f"institutions/{other.institution_id}/members/{other.pk}/"
    return lambda: Api(by.user).patch(path, {"role": "reader"}, other.version).status_code


def leaving(one: Membership) -> Callable[[], int]:
    path = f"institutions/{one.institution_id}/members/{one.pk}/end/"
    return lambda: Api(one.user).post(path).status_code


def owners(one: Membership) -> int:
    return one.institution.memberships.filter(role="owner", valid_to=None).count()


def test_two_owners_who_demote_each_other_leave_one(officer):
    for turn in range(TIMES):
        first, second = owned(f"water{turn}", "a", "b")
        assert at_once(demoting(first, second), demoting(second, first)) == [200, 403]
        assert owners(first) == 1


def test_two_owners_who_leave_at_once_leave_one(officer):
    for turn in range(TIMES):
        first, second = owned(f"seed{turn}", "a", "b")
        assert at_once(leaving(first), leaving(second)) == [200, 409]
        assert owners(first) == 1


def test_two_officers_who_approve_the_same_request_let_one_institution_in(officer):
    for turn in range(TIMES):
        values = {**ASKED, "country": Country.objects.get(pk="SDN")}
        values |= {"email": f"amina{turn}@water.example", "names": {"en": f"Ministry {turn}"}}
        asked = ask_for_access(values=values)
        AccessRequest.objects.filter(pk=asked.pk).update(status="waiting")
        path = f"access-requests/{asked.pk}/approve/"

        def approving(path: str = path) -> int:
            return Api(officer).post(path, {"institution": None}).status_code

        assert at_once(approving, approving) == [200, 409]
        assert Institution.objects.filter(names=values["names"]).count() == 1
        assert User.objects.filter(email=values["email"]).count() == 1
        assert Letter.objects.filter(address=values["email"]).count() == 2


def test_an_invitation_that_is_accepted_twice_at_once_lets_one_in(officer):
    for turn in range(TIMES):
        (owner,) = owned(f"farm{turn}", "a")
        body = {"email": f"new{turn}@farm.example", "role": "editor", "language": "en"}
        path = f"institutions/{owner.institution_id}/invitations/"
        assert Api(owner.user).post(path, body).status_code == 201
        link = link_of(Letter.objects.get(address=body["email"]))
        sent = {"name": "New", "password": "palmeira-azul-9"}

        def accepting(link: str = link, sent: dict = sent) -> int:
            return Client().post(link, sent).status_code

        assert at_once(accepting, accepting) == [302, 409]
        assert User.objects.filter(email=body["email"]).count() == 1
        assert owner.institution.memberships.filter(role="editor").count() == 1
        assert MemberInvitation.objects.get(email=body["email"]).status == "accepted"


def test_two_sweeps_at_once_remind_once(officer):
    setting = ClockSetting.objects.select_related("calendar").get(kind="first_answer")
    setting.calendar.rest_days = []
    setting.calendar.save()
    request = ConsultationRequest.objects.create(need=Need.objects.first(), officer=officer)
    for turn in range(TIMES):
        Clock.objects.all().delete()
        Clock.objects.create(
            request=request,
            kind="first_answer",
            calendar=setting.calendar,
            due_at="2026-01-01T00:00:00Z",
        )
        assert sum(at_once(remind_overdue, remind_overdue)) == 1
        assert Letter.objects.filter(subject__startswith="Overdue").count() == turn + 1
