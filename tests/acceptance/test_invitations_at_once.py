"""Two at the same instant: the last place of an expert, the last place of a request, the time."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone
from tests_at_once import TIMES, at_once
from tests_requests import shortlist
from tests_support import Api

from backend.accounts.models import User
from backend.consultations.models import (
    ConsultationRequest,
    Invitation,
    InvitationStatus,
    Status,
)
from backend.consultations.services.answers import expire_overdue
from backend.directory.models import Expert
from backend.needs.models import Need

Sent = InvitationStatus.SENT


@pytest.fixture
def officer(committed_world) -> User:
    return User.objects.get(email="secretariat@demo.example")


def shortlisted(officer: User, *people: Expert, wanted: int = 1) -> ConsultationRequest:
    need = Need.objects.order_by("pk").first()
    request = ConsultationRequest.objects.create(need=need, experts_wanted=wanted)
    return shortlist(request, officer, *people)


def person(name: str, **values) -> Expert:
    user = User.objects.create_user(f"{name.lower()}@there.example", "palmeira-azul-9")
    return Expert.objects.create(
        names={"en": name},
        consent_listed=True,
        last_confirmed=datetime.date.today(),
        user=user,
        **values,
    )


def inviting(officer: User, request: ConsultationRequest) -> Callable[[], int]:
    entries = [str(pk) for pk in request.shortlist.values_list("pk", flat=True)]
    path = f"consultation-requests/{request.pk}/invitations/"
    return lambda: Api(officer).post(path, {"entries": entries}).status_code


def accepting(invitation: Invitation) -> Callable[[], int]:
    path = f"invitations/{invitation.pk}/accept/"
    return lambda: Api(invitation.expert.user).post(path, {"attest": True}).status_code


def invited(officer: User, request: ConsultationRequest) -> list[Invitation]:
    assert inviting(officer, request)() == 201
    return list(request.invitations.select_related("expert__user").order_by("pk"))


def test_two_officers_who_invite_the_last_place_of_an_expert(officer):
    for turn in range(TIMES):
        one = person(f"Amaru{turn}", max_open_engagements=1)
        requests = [shortlisted(officer, one) for _side in range(2)]
        assert at_once(*[inviting(officer, each) for each in requests]) == [201, 409]
        assert Invitation.objects.filter(expert=one, status=Sent).count() == 1


def test_a_double_click_on_inviting_invites_once(officer):
    request = shortlisted(officer, person("Binta"), person("Chen"))
    assert at_once(inviting(officer, request), inviting(officer, request)) == [201, 409]
    assert request.invitations.count() == 2


def test_two_officers_who_invite_the_same_two_in_opposite_orders_block_nobody(officer):
    people = [person("Dolma", max_open_engagements=9), person("Emeka", max_open_engagements=9)]
    requests = [shortlisted(officer, *people), shortlisted(officer, *people[::-1])]
    assert at_once(*[inviting(officer, each) for each in requests]) == [201, 201]


def test_two_experts_who_accept_the_same_place(officer):
    for turn in range(TIMES):
        request = shortlisted(officer, person(f"Farida{turn}"), person(f"Goran{turn}"))
        both = invited(officer, request)
        assert at_once(*map(accepting, both)) == [200, 409]
        states = set(request.invitations.values_list("status", flat=True))
        assert states == {"accepted", "withdrawn"}
        request.refresh_from_db()
        assert request.status == Status.AGREED


def test_accepting_against_the_end_of_the_time(officer):
    for turn in range(TIMES):
        (one,) = invited(officer, shortlisted(officer, person(f"Hana{turn}")))
        soon = timezone.now() + datetime.timedelta(milliseconds=60)
        Invitation.objects.filter(pk=one.pk).update(answer_by=soon)

        def expiring(soon: datetime.datetime = soon) -> int:
            while timezone.now() < soon:
                pass
            expire_overdue()
            return 0

        _none, code = at_once(accepting(one), expiring)
        one.refresh_from_db()
        assert (code, one.status) in {(200, "accepted"), (409, "expired"), (409, "sent")}
        expire_overdue()
        one.refresh_from_db()
        assert one.status in {"accepted", "expired"}
        assert (one.status == "accepted") == (code == 200)
