"""An invited expert proposes a colleague: the officer looks at it, and nobody is invited by it."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from tests_requests import shortlist

from backend.accounts.models import User
from backend.consultations.models import ConsultationRequest, Invitation, Suggestion
from backend.consultations.services.invitations import invite
from backend.consultations.services.letters import link_of
from backend.directory.models import Expert
from backend.history.models import Change
from backend.notifications.models import Letter

pytestmark = pytest.mark.usefixtures("world")
COLLEAGUE = {"name": "Chen Yulan", "email": "chen@there.example", "why": "Built three of them."}


@pytest.fixture
def invited(draft, officer) -> Invitation:
    user = User.objects.create_user("amaru@there.example", "palmeira-azul-9")
    expert = Expert.objects.create(
        names={"en": "Amaru Quispe"},
        consent_listed=True,
        last_confirmed=datetime.date.today(),
        user=user,
    )
    shortlist(draft, officer, expert)
    (made,) = invite(request=draft, entries=list(draft.shortlist.all()), by=officer)
    return made


@pytest.fixture
def suggest(api, invited):
    def send(status: int = 201, by=invited.expert.user, **body):
        path = f"invitations/{invited.pk}/colleague/"
        answer = api(by).post(path, {**COLLEAGUE, **body})
        assert answer.status_code == status, answer.content
        return answer.json()

    return send


def test_a_colleague_is_suggested_to_the_officer_and_not_invited(suggest, api, officer, invited):
    suggest()
    assert Invitation.objects.count() == 1
    assert not Expert.objects.filter(search_names__contains="yulan").exists()
    told = Letter.objects.get(address=officer.email)
    assert "Chen Yulan" in told.text
    assert "chen@there.example" not in told.text
    path = f"consultation-requests/{invited.request_id}/suggestions/"
    (shown,) = api(officer).get(path).json()
    assert (shown["name"], shown["email"]) == ("Chen Yulan", "chen@there.example")


def test_from_the_letters_link_too(invited):
    path = re.sub(r"^https?://[^/]+", "", link_of(invited))
    assert Client().post(path, {"answer": "colleague", "name": "x"}).status_code == 400
    assert Client().post(path, {"answer": "colleague", **COLLEAGUE}).status_code == 302
    assert Suggestion.objects.get().name == "Chen Yulan"
    shown = Client().get(path).content.decode()
    assert "You have proposed <bdi>Chen Yulan</bdi>" in shown
    assert "chen@there.example" not in shown


def test_others_neither_suggest_nor_read(suggest, api, invited, partner, expert):
    suggest(404, by=partner)
    suggest(404, by=expert)
    path = f"consultation-requests/{invited.request_id}/suggestions/"
    for other in (partner, invited.expert.user):
        assert api(other).get(path).status_code == 404


def test_an_officer_says_how_it_was_heard_and_the_expert_is_told(suggest, api, officer, invited):
    refused = suggest(400, by=officer)["errors"][0]
    assert refused["attr"] == "on_behalf"
    told = {"channel": "telephone", "told_on": "2026-11-20", "evidence": "called on Friday"}
    made = suggest(by=officer, on_behalf=told)
    assert "evidence" not in made
    path = f"consultation-requests/{invited.request_id}/suggestions/"
    (shown,) = api(officer).get(path).json()
    assert {name: shown[name] for name in told} == told
    letter = Letter.objects.filter(address=invited.expert.user.email).latest("pk")
    assert letter.subject.startswith("Recorded for you")
    assert "Chen Yulan" in letter.text
    assert "telephone" in letter.text
    assert "called on Friday" not in letter.text
    change = Change.objects.filter(model="consultations.suggestion").latest("pk")
    assert change.context["on_behalf"]["row"] == str(invited.expert_id)


def test_what_the_expert_proposes_is_recorded_for_nobody(suggest, invited):
    suggest()
    assert not Letter.objects.filter(subject__startswith="Recorded for you").exists()


def test_not_without_end_and_not_once_nobody_is_looked_for(suggest, invited):
    for _time in range(5):
        suggest()
    suggest(409)
    Suggestion.objects.all().delete()
    ConsultationRequest.objects.filter(pk=invited.request_id).update(status="closed")
    suggest(409)


@pytest.mark.parametrize(("name", "value"), [("name", ""), ("email", "x"), ("why", "x" * 100_000)])
def test_bad_input_is_named(suggest, name, value):
    assert suggest(400, **{name: value})["errors"][0]["attr"] == name
