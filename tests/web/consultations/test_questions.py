"""One who is invited asks, all who are invited read the answer, and nobody but officers sees who."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from tests_people import invite_people, page_of
from tests_requests import TOLD

from backend.consultations.models import Invitation, Question
from backend.notifications.models import Letter

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def invited(draft, officer) -> list[Invitation]:
    """Amaru and Binta are."""
    draft.experts_wanted = 2
    draft.save()
    return invite_people(draft, officer, "Amaru", "Binta")


@pytest.fixture
def ask(api):
    def send(user, invitation, text: str = "Is the head above 60 m?", status: int = 201, **body):
        answer = api(user).post(f"invitations/{invitation.pk}/questions/", {"text": text, **body})
        assert answer.status_code == status, answer.content
        return answer.json()

    return send


@pytest.fixture
def answer(api, draft):
    def send(user, question, status: int = 200, **body):
        path = f"consultation-requests/{draft.pk}/questions/{question['id']}/answer/"
        given = api(user).post(path, {"answer": "No, 40 m.", **body})
        assert given.status_code == status, given.content
        return given.json()

    return send


@pytest.fixture
def seen(api, draft):
    """All that a person is shown of the questions, as one text."""

    def read(user, invitation=None) -> str:
        path = f"invitations/{invitation.pk}" if invitation else f"consultation-requests/{draft.pk}"
        answer = api(user).get(f"{path}/questions/")
        assert answer.status_code == 200, answer.content
        return json.dumps(answer.json())

    return read


def test_question_and_answer_go_to_all_who_are_invited(invited, ask, answer, seen, partner):
    first, second = invited
    asked = ask(first.expert.user, first)
    assert asked["own"] is True
    assert "60 m" not in seen(second.expert.user, second)
    Letter.objects.all().delete()
    answer(partner, asked)
    for one in invited:
        assert "60 m" in seen(one.expert.user, one)
        assert "No, 40 m." in seen(one.expert.user, one)
        assert "60 m" in Client().get(page_of(one)).content.decode()
        letter = Letter.objects.get(address=one.expert.user.email)
        assert "60 m" in letter.text
        assert "No, 40 m." in letter.text


def test_only_officers_see_who_asked(invited, ask, answer, seen, partner, officer):
    first, second = invited
    asked = ask(first.expert.user, first)
    for told in (seen(partner), json.dumps(answer(partner, asked)), seen(partner)):
        for trace in ("Amaru", "amaru", str(first.pk), str(first.expert.pk), "own"):
            assert trace not in told
    assert "Amaru" not in seen(second.expert.user, second)
    assert str(first.pk) not in seen(second.expert.user, second)
    assert "Amaru" in seen(officer)
    to_partner = Letter.objects.filter(address=partner.email)
    assert to_partner.exists()
    assert not to_partner.filter(text__icontains="amaru").exists()
    to_second = Letter.objects.filter(address=second.expert.user.email)
    assert not to_second.filter(text__icontains="amaru").exists()


def test_an_officer_takes_out_of_the_words_who_asks(invited, ask, answer, seen, officer):
    first, second = invited
    asked = ask(first.expert.user, first, "At my institute in Quito we ask: how high is it?")
    answer(officer, asked, wording="How high is it?")
    assert "Quito" not in seen(second.expert.user, second)
    assert "How high is it?" in seen(second.expert.user, second)
    assert "Quito" not in Client().get(page_of(second)).content.decode()
    assert "Quito" in seen(first.expert.user, first)
    assert "Quito" in seen(officer)
    assert not Letter.objects.filter(
        address=second.expert.user.email, text__contains="Quito"
    ).exists()


def test_a_partner_cannot_change_the_words(invited, ask, answer, partner):
    asked = ask(invited[0].expert.user, invited[0])
    answer(partner, asked, wording="Something else")
    assert Question.objects.get().shown == "Is the head above 60 m?"


def test_from_the_link_without_log_in_a_question_is_asked_once(invited, seen, partner):
    page, client = page_of(invited[0]), Client()
    assert "Ask a question" in client.get(page).content.decode()
    assert client.post(page, {"answer": "ask", "question": " "}).status_code == 400
    for _click in range(2):
        sent = client.post(page, {"answer": "ask", "question": "Is there a road?"})
        assert sent.status_code == 302
    shown = client.get(page).content.decode()
    assert shown.count("Is there a road?") == 1
    assert "Not answered yet" in shown
    assert Question.objects.count() == 1
    assert "Is there a road?" in seen(partner)
    assert "Is there a road?" not in Client().get(page_of(invited[1])).content.decode()
    invited[0].refresh_from_db()
    assert invited[0].status == "sent"


def test_an_officer_records_what_was_asked_on_the_telephone(invited, ask, officer):
    assert ask(officer, invited[0], status=400)["errors"][0]["attr"] == "on_behalf"
    ask(officer, invited[0], on_behalf=TOLD)
    assert Question.objects.get().channel == "telephone"


def test_who_is_not_invited_asks_and_reads_nothing(
    invited, ask, answer, api, draft, partner, stranger, colleague
):
    first, second = invited
    asked = ask(first.expert.user, first)
    for who in (stranger, second.expert.user):
        path = f"invitations/{first.pk}/questions/"
        assert api(who).get(path).status_code == 404
        assert api(who).post(path, {"text": "x"}).status_code == 404
        assert api(who).get(f"consultation-requests/{draft.pk}/questions/").status_code == 404
        answer(who, asked, 404)
    answer(colleague("reader"), asked, 403)
    assert ask(partner, first, status=404)
    assert api(None).get(f"invitations/{first.pk}/questions/").status_code == 401


def test_who_declined_asks_no_more_and_an_answer_is_given_once(invited, ask, answer, officer):
    first, _second = invited
    asked = ask(first.expert.user, first)
    Invitation.objects.filter(pk=first.pk).update(status="declined")
    assert ask(first.expert.user, first, "More?", 409)["errors"][0]["code"] == "not_invited"
    page = Client().post(page_of(first), {"answer": "ask", "question": "More?"})
    assert page.status_code == 409
    answer(officer, asked)
    assert answer(officer, asked, 409)["errors"][0]["code"] == "answered"
    assert answer(officer, asked, 400, answer="")["errors"][0]["attr"] == "answer"
    assert Letter.objects.filter(address=first.expert.user.email, text__contains="40 m").exists()


def test_lists_take_no_more_queries(
    api, invited, ask, draft, officer, django_assert_max_num_queries
):
    first = invited[0]
    for number in range(5):
        ask(first.expert.user, first, f"Question {number}?")
    with django_assert_max_num_queries(8):
        path = f"consultation-requests/{draft.pk}/questions/"
        assert len(api(officer).get(path).json()) == 5
    with django_assert_max_num_queries(5):
        path = f"invitations/{first.pk}/questions/"
        assert len(api(first.expert.user).get(path).json()) == 5
