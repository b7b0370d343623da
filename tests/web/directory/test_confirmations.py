"""Once a year experts say with one click that their profiles still hold."""

from __future__ import annotations

import datetime
import re

import pytest
from django.utils import timezone
from tests_requests import TOLD

from backend.consultations.models import InvitationPause
from backend.directory.models import Confirmation, Contact, Expert
from backend.directory.services.confirming import ask_yearly, remind
from backend.notifications.models import Letter

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def someone() -> Expert:
    """Not claimed, confirmed long ago, and somebody who is not invented."""
    Expert.objects.update(demo=True)
    made = Expert.objects.create(
        names={"en": "Amina Diallo"}, consent_listed=True, last_confirmed=days_ago(400)
    )
    Contact.objects.create(expert=made, email="amina@hydro.example")
    made.language_skills.create(language_id="fr", level="native")
    return made


def days_ago(days: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=days)


def letters() -> list[Letter]:
    return list(Letter.objects.filter(address="amina@hydro.example").order_by("pk"))


def link_in(letter: Letter) -> str:
    return re.search(r"http://127\.0\.0\.1:8000(\S+)", letter.text)[1]


def test_a_letter_a_year_and_one_reminder(someone, settings):
    assert (ask_yearly(), ask_yearly(), remind()) == (1, 0, 0)
    (letter,) = letters()
    assert letter.language == "fr"
    Confirmation.objects.update(asked_at=timezone.now() - datetime.timedelta(days=15))
    assert (remind(), remind(), ask_yearly()) == (1, 0, 0)
    assert len(letters()) == 2
    Confirmation.objects.update(asked_at=timezone.now() - datetime.timedelta(days=366))
    assert (remind(), ask_yearly()) == (0, 1)


@pytest.mark.parametrize("why", ["fresh", "unlisted", "paused", "invented", "no address"])
def test_nobody_else_is_written_to(someone, why):
    if why == "fresh":
        Expert.objects.filter(pk=someone.pk).update(last_confirmed=days_ago(364))
    elif why == "unlisted":
        Expert.objects.filter(pk=someone.pk).update(consent_listed=False)
    elif why == "paused":
        InvitationPause.objects.create(expert=someone)
    elif why == "invented":
        Expert.objects.filter(pk=someone.pk).update(demo=True)
    else:
        Contact.objects.filter(expert=someone).delete()
    assert ask_yearly() == 0


def test_opening_the_link_confirms_nothing_the_button_does(client, someone):
    ask_yearly()
    link = link_in(letters()[0])
    page = client.get(link)
    assert "Amina Diallo" in page.content.decode()
    someone.refresh_from_db()
    assert someone.last_confirmed == days_ago(400)
    assert client.post(link, follow=True).status_code == 200
    someone.refresh_from_db()
    assert someone.last_confirmed == timezone.localdate()
    assert client.get(link[:-2] + "/").status_code == 404
    assert (ask_yearly(), remind()) == (0, 0)


def test_the_secret_of_the_link_is_in_no_log():
    from backend.common.middleware import shown

    assert shown("/confirm/0199~secret/") == "/confirm/…/"
    assert shown("/api/v1/invitations/0199/") == "/api/v1/invitations/0199/"


def test_an_expert_confirms_with_one_click(api, expert):
    before = expert.expert.version
    answer = api(expert).post(f"experts/{expert.expert.pk}/confirm/")
    assert answer.status_code == 200, answer.content
    assert answer.json()["last_confirmed"] == timezone.localdate().isoformat()
    assert answer.json()["version"] == before + 1


def test_an_officer_says_how_it_was_heard(api, officer, stranger, someone):
    path = f"experts/{someone.pk}/confirm/"
    assert api(stranger).post(path).status_code == 403
    assert api(officer).post(path).status_code == 400
    assert api(officer).post(path, {"on_behalf": TOLD}).status_code == 200
    kept = Confirmation.objects.get(expert=someone)
    assert (kept.by, kept.channel) == (officer, "telephone")
