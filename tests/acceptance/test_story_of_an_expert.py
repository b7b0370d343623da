"""Experts who are asked: by the link of a letter at first, later with an account of their own."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests_files import pdf, stored
from tests_people import person
from tests_requests import TERMS
from tests_story import Page, Person, invites, releases_shortlist

from backend.accounts.models import User
from backend.certificates.models import Certificate
from backend.needs.models import Need
from backend.notifications.models import Letter

NAMES = ("Amaru", "Binta", "Chen", "Dolma")
WORK = {
    "fee": 4000,
    "payer": "network",
    "travel": "None.",
    "insurance": "None.",
    "starts_on": "2027-01-10",
    "ends_on": "2027-02-20",
    "currency": "USD",
}
REPORT = {"title": "Report", "is_final_report": True, "hours": 40}


@pytest.fixture
def secretariat(officer) -> Person:
    cache.clear()
    return Person(officer)


@pytest.fixture
def ministry(partner) -> Person:
    return Person(partner)


@pytest.fixture
def request_(ministry, secretariat) -> str:
    """Four people are invited for two places."""
    need = Need.objects.filter(institution=ministry.user.memberships.get().institution).first()
    made = ministry.does("consultation-requests/", need=str(need.pk), experts_wanted=2, **TERMS)
    request = f"consultation-requests/{made['id']}/"
    annex = stored(ministry.user, "plan.pdf", pdf())
    ministry.does(f"{request}files/", file=annex, kind="annex")
    ministry.does(f"{request}submit/")
    people = [person(name, country_id="KEN") for name in NAMES]
    invites(secretariat, request, releases_shortlist(secretariat, request, *people))
    return request


def letter_of(name: str) -> Page:
    return Page(f"{name.lower()}@there.example", "/invitations/")


def reads_the_letter(page: Page) -> None:
    """The need, why this person, the terms; nothing of others. Looking at it answers nothing."""
    shown = page.shows()
    for told in ("repaired pumps in villages", TERMS["objectives"], "plan.pdf"):
        assert told in shown
    for other in NAMES[1:]:
        assert other not in shown
    page.client.head(page.link)
    assert "I accept" in page.shows()
    assert page.client.get(page.link[:-4] + "abc/").status_code == 404


def two_do_not_come(secretariat: Person, request: str) -> None:
    """One in another field, one who is busy; both rest, and the officer knows why."""
    letter_of("Binta").presses("decline", reason="not_my_field")
    until = timezone.localdate() + datetime.timedelta(days=40)
    letter_of("Chen").presses("decline", reason="busy", busy_until=str(until))
    letter_of("Chen").presses("accept", 409, attest="on")
    letter_of("Chen").presses(
        "colleague", name="Farida", email="farida@there.example", why="She has the time."
    )
    (farida,) = secretariat.sees(f"{request}suggestions/")
    assert farida["name"] == "Farida"
    rows = secretariat.rows("invitations/", request=request.split("/")[1], status="declined")
    assert {one["reason"] for one in rows} == {"not_my_field", "busy"}


def one_asks_for_all(secretariat: Person, request: str) -> None:
    letter_of("Dolma").presses("ask", question="Who keeps the spare parts?")
    assert "spare parts" not in letter_of("Amaru").shows()
    (asked,) = secretariat.sees(f"{request}questions/")
    assert asked["name"] == "Dolma"
    secretariat.does(f"{request}questions/{asked['id']}/answer/", answer="The workshops do.")
    for name in ("Amaru", "Dolma"):
        assert "The workshops do." in letter_of(name).shows()
    told = Letter.objects.filter(address="amaru@there.example").latest("pk").text
    assert "The workshops do." in told
    assert "Dolma" not in told


def accepts(page: Page) -> None:
    page.presses("accept", 400)  # without the attestation it is nothing
    page.presses("accept", attest="on")
    assert "The secretariat will write to you about the terms" in page.shows()
    page.presses("decline", 409, reason="busy")


def agrees_on_terms(amaru: Person, dolma: Person, secretariat: Person) -> str:
    """Each sees the own engagement alone, and agrees once all terms are said."""
    (row,) = amaru.rows("engagements/")
    work = f"engagements/{row['id']}/"
    dolma.sees(work, 404)
    assert amaru.does(f"{work}agree-terms/", 409)["errors"][0]["code"] == "step_not_allowed"
    amaru.api.patch(work, {"fee": 9000}, row["version"])
    assert amaru.sees(work)["fee"] is None
    secretariat.changes(work, **WORK)
    assert amaru.sees(work)["fee"] == 4000
    amaru.does(f"{work}agree-terms/")
    return work


def meets_in_own_zone(amaru: Person, ministry: Person, work: str) -> None:
    amaru.changes("me/notifications/", time_zone="Africa/Nairobi")
    day = timezone.localdate() + datetime.timedelta(days=30)
    slot = {"starts_at": f"{day}T07:00Z", "ends_at": f"{day}T08:00Z"}
    ministry.does(f"{work}slots/", topic="First call", slots=[slot])
    (call,) = amaru.sees(f"{work}slots/")
    (proposed,) = call["slots"]
    assert proposed["local"]["starts_at"] == f"{day}T10:00:00+03:00"
    amaru.does(f"{work}slots/{proposed['id']}/accept/")
    told = Letter.objects.filter(address=amaru.user.email, kind="appointment").get()
    assert "BEGIN:VCALENDAR" in told.calendar


def talks(amaru: Person, ministry: Person, secretariat: Person, request: str, work: str) -> None:
    """With each side; what officers say among themselves, or with the partner, is not for experts."""
    secretariat.does(f"{work}messages/", text="Watch the fee.", visibility="internal")
    ministry.does(f"{work}messages/", text="Is he good?", visibility="partner")
    ministry.does(f"{work}messages/", text="Welcome!", visibility="all")
    amaru.does(f"{work}messages/", text="The fee is late.", visibility="experts")
    assert [one["text"] for one in amaru.rows(f"{work}messages/")] == [
        "Welcome!",
        "The fee is late.",
    ]
    assert "late" not in str(ministry.rows(f"{work}messages/"))
    amaru.sees(f"{request}messages/", 404)
    amaru.sees(request, 404)
    amaru.sees(f"{request}shortlist/", 404)


def delivers(amaru: Person, ministry: Person, work: str) -> None:
    amaru.does(f"{work}deliver/", 409)
    photo = stored(amaru.user, "wheel.pdf", pdf())
    first = amaru.does(f"{work}deliverables/", text="Four run.", uploads=[photo], **REPORT)
    assert ministry.gets(f"{work}files/{first['files'][0]['id']}/").startswith(b"%PDF")
    amaru.does(f"{work}deliver/")
    amaru.does(f"{work}deliverables/", 409, text="Too late.", **REPORT)
    amaru.does(f"{work}accept-result/", 403)
    ministry.does(f"{work}ask-revision/", reason="What does it cost?")
    assert amaru.sees(work)["steps"][-1]["reason"] == "What does it cost?"
    assert amaru.does(f"{work}deliverables/", text="With costs.", **REPORT)["number"] == 2
    amaru.does(f"{work}deliver/")
    amaru.sees(f"{work}certificate/", 409)
    ministry.does(f"{work}accept-result/")
    ministry.does(f"{work}feedback/", rating=5, text="Excellent.")
    amaru.does(f"{work}feedback/", rating=4)
    assert {one["side"] for one in amaru.sees(work)["feedback"]} == {"partner", "expert"}


def is_certified(amaru: Person, ministry: Person, work: str) -> None:
    """Anybody who has the code sees what was done, and no address."""
    assert amaru.gets(f"{work}certificate/").startswith(b"%PDF")
    ministry.sees(f"{work}certificate/", 403)
    code = Certificate.objects.get().printed_code
    told: dict[str, Any] = Person(None).sees(f"certificates/{code}/")
    assert (told["name"], told["state"]) == ("Amaru", "valid")
    page = Client().get(f"/verify/{code}/").content.decode()
    assert "Amaru" in page
    assert "there.example" not in page


def test_story_of_an_expert(request_, secretariat, ministry):
    link = letter_of("Amaru")
    reads_the_letter(link)
    two_do_not_come(secretariat, request_)
    one_asks_for_all(secretariat, request_)
    accepts(link)
    letter_of("Dolma").presses("accept", attest="on")
    amaru, dolma = (
        Person(User.objects.get(email=f"{name}@there.example")) for name in ("amaru", "dolma")
    )
    work = agrees_on_terms(amaru, dolma, secretariat)
    meets_in_own_zone(amaru, ministry, work)
    talks(amaru, ministry, secretariat, request_, work)
    secretariat.does(f"{work}begin/")
    delivers(amaru, ministry, work)
    is_certified(amaru, ministry, work)
    link.presses("pause")
    assert "You get no invitations for now." in link.shows()
