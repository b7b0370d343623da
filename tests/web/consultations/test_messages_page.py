"""Without log-in: an expert reads what is written about the work, and answers, by the letter's link."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from tests_access import last_letter
from tests_files import bytes_of, pdf, stored
from tests_people import engage, page_of

from backend.accounts.models import User
from backend.consultations.models import Engagement, EngagementStatus
from backend.consultations.services.letters import messages_link
from backend.directory.models import Contact, Expert
from backend.discussion.models import Message, ReadMark
from backend.notifications.models import Letter

pytestmark = pytest.mark.usefixtures("world")
ADDRESS = "amaru@mail.example"


@pytest.fixture
def working(draft, officer) -> Engagement:
    """Of an expert who has an address, and no account."""
    (one,) = engage(draft, officer, "Amaru", begun=True)
    Expert.objects.filter(pk=one.expert_id).update(user=None)
    Contact.objects.create(expert=one.expert, email=ADDRESS)
    return Engagement.objects.get(pk=one.pk)


@pytest.fixture
def say(api, working):
    def write(user, text: str, visibility: str, **body) -> dict:
        path = f"engagements/{working.pk}/messages/"
        answer = api(user).post(path, {"text": text, "visibility": visibility, **body})
        assert answer.status_code == 201, answer.content
        return answer.json()

    return write


@pytest.fixture
def page(working) -> str:
    return re.sub(r"^https?://[^/]+", "", messages_link(working))


def write(page: str, text: str, visibility: str = "experts", after: int = 0):
    return Client().post(page, {"text": text, "visibility": visibility, "after": after})


def test_the_letters_link_shows_the_experts_circles_and_no_others(say, officer, page):
    file = stored(officer, "plan.pdf")
    say(officer, "To you alone.", "experts", uploads=[file])
    letter = last_letter(ADDRESS)
    assert page in letter.text
    say(officer, "To all.", "all")
    secret = stored(officer, "secret.pdf")
    say(officer, "Between us.", "partner", uploads=[secret])
    say(officer, "Among officers.", "internal")
    shown = Client().get(page).content.decode()
    assert "To you alone." in shown
    assert "To all." in shown
    assert "plan.pdf" in shown
    for hidden in ("Between us.", "Among officers.", "secret.pdf", "@"):
        assert hidden not in shown
    assert bytes_of(Client().get(f"{page}files/{file}/")) == pdf()
    assert Client().get(f"{page}files/{secret}/").status_code == 404


def test_the_expert_answers_and_the_others_are_told(api, say, officer, partner, working, page):
    User.objects.filter(pk=partner.pk).update(language="en")
    say(officer, "When can you begin?", "all")
    Letter.objects.all().delete()
    assert write(page, "On Monday. Call +251 911 000 111.", "all", after=1).status_code == 302
    message = Message.objects.latest("pk")
    assert (message.author, message.side, message.visibility) == (None, "expert", "all")
    told = last_letter(partner.email)
    assert "Amaru wrote about" in told.text
    assert "911" not in told.text
    assert last_letter(officer.email)
    assert not Letter.objects.filter(address=ADDRESS).exists()
    shown = api(partner).get(f"engagements/{working.pk}/messages/").json()["results"][-1]
    assert (shown["author"], shown["own"], shown["new"]) == ("expert", False, True)
    assert "On Monday." in Client().get(page).content.decode()


def test_with_an_account_it_is_the_experts_own_message(working, page, stranger):
    Expert.objects.filter(pk=working.expert_id).update(user=stranger)
    write(page, "On Monday.")
    assert Message.objects.get().author == stranger


def test_looking_at_it_writes_and_marks_nothing(say, officer, page):
    say(officer, "Hello.", "experts")
    for _time in range(2):
        assert Client().get(page).status_code == 200
    Client().head(page)
    assert Message.objects.count() == 1
    assert not ReadMark.objects.exists()


def test_a_message_needs_the_token_of_the_form(page):
    strict = Client(enforce_csrf_checks=True)
    body = {"text": "x", "visibility": "experts", "after": 0}
    assert strict.post(page, body).status_code == 403
    assert not Message.objects.exists()


def test_sent_twice_from_one_page_it_is_one_message(page):
    for _click in range(2):
        assert write(page, "Once.").status_code == 302
    assert Message.objects.count() == 1
    write(page, "Once.", after=1)
    assert Message.objects.count() == 2


@pytest.mark.parametrize("visibility", ["partner", "internal", "everybody"])
def test_it_writes_to_no_other_circle(page, visibility):
    assert write(page, "x", visibility).status_code == 400
    assert write(page, " ").status_code == 400
    assert write(page, "x" * 20_001).status_code == 400
    assert not Message.objects.exists()


def test_before_the_terms_are_agreed_and_after_an_end_to_the_secretariat_alone(working, page):
    for status in (EngagementStatus.TERMS, EngagementStatus.ENDED):
        Engagement.objects.filter(pk=working.pk).update(status=status)
        assert write(page, f"{status}", "all").status_code == 400
        assert write(page, f"{status}", "experts").status_code == 302


def test_a_link_that_is_not_ours_or_of_one_who_left_leads_nowhere(working, page):
    assert Client().get(page[:-2] + "/").status_code == 404
    token = page_of(working.invitation).split("/")[2]
    assert Client().get(f"/messages/{token}/").status_code == 404
    Expert.objects.filter(pk=working.expert_id).update(withdrawn_at=timezone.now())
    assert Client().get(page).status_code == 404


def test_the_invitations_page_leads_there_once_it_is_accepted(working, page):
    assert page in Client().get(page_of(working.invitation)).content.decode()


def test_many_messages_take_no_more_queries(say, officer, page, django_assert_max_num_queries):
    for number in range(5):
        say(officer, f"{number}", "experts", uploads=[stored(officer)])
    with django_assert_max_num_queries(8):
        Client().get(page)
