"""Institutions that are asked for people: by a letter to those who speak for them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests_people import person
from tests_requests import TERMS, works_there
from tests_story import Page, Person, invites, releases_shortlist

from backend.accounts.models import User
from backend.consultations.models import Nomination
from backend.consultations.services.nominations import expire_nominations
from backend.directory.models import Expert, Institution, Membership
from backend.needs.models import Need
from backend.notifications.models import Letter


@pytest.fixture
def secretariat(officer) -> Person:
    cache.clear()
    return Person(officer)


def institute(name: str, **values: Any) -> Institution:
    values = {"type": "research_institute", "country_id": "KEN", "demo": True, **values}
    return Institution.objects.create(names={"en": name}, consent_listed=True, **values)


def acts_for(there: Institution, name: str, role: str) -> Person:
    domain = there.name.split()[-1].lower()
    user = User.objects.create_user(f"{name.lower()}@{domain}.example", first_name=name)
    Membership.objects.create(user=user, institution=there, role=role)
    return Person(user)


def proposed_with_others(secretariat: Person, ministry: Person, *people: Any) -> tuple[str, dict]:
    need = Need.objects.filter(institution=ministry.user.memberships.get().institution).first()
    made = ministry.does("consultation-requests/", need=str(need.pk), experts_wanted=3, **TERMS)
    request = f"consultation-requests/{made['id']}/"
    ministry.does(f"{request}submit/")
    entries = releases_shortlist(secretariat, request, *people)
    return request, {one["profile"]["name"]: one for one in entries}


def asks(secretariat: Person, request: str, there: Institution, **more: Any) -> dict[str, Any]:
    return secretariat.does(f"{request}nominations/", institution=str(there.pk), **more)


def reads_the_letter(page: Page, nomination: str) -> None:
    """The need and its terms, and who of the institution is meant; no other candidate."""
    shown = page.shows()
    for told in (TERMS["objectives"], "Otieno", "Until Friday, please."):
        assert told in shown
    assert "Amaru" not in shown
    page.client.head(page.link)
    assert Nomination.objects.get(pk=nomination.split("/")[1]).status == "sent"


def is_for_those_who_speak(focal: Person, reader: Person, ministry: Person, asked: str) -> None:
    for other in (reader, ministry):
        assert other.rows("nominations/") == []
        other.sees(asked, 404)
    assert "@" not in str(focal.rows("nominations/"))
    focal.does(f"{asked}withdraw/", 403)


def decides_on_otieno(
    secretariat: Person, page: Page, asked: str, request: str, entry: str
) -> None:
    """Without a yes nobody invites him; a no needs its reason, and may become a yes."""
    (otieno,) = secretariat.sees(asked)["nominees"]
    secretariat.does(f"{request}invitations/", 409, entries=[entry])
    page.presses("refuse", 400, nominee=otieno["id"])
    page.presses("refuse", nominee=otieno["id"], reason="On leave.")
    assert secretariat.sees(asked)["nominees"][0]["reason"] == "On leave."
    secretariat.does(f"{request}invitations/", 409, entries=[entry])
    page.presses("release", nominee=otieno["id"])


def names_two_more(
    focal: Person, ministry: Person, asked: str, akinyi: Expert, request: str
) -> None:
    """One of the directory, and one who is new here and must consent before anybody sees her."""
    other = Expert.objects.get(names__en="Amaru")
    focal.does(f"{asked}propose/", 400, expert=str(other.pk), statement="Not ours.")
    focal.does(f"{asked}propose/", expert=str(akinyi.pk), statement="Twelve years of pumps.")
    new = {"name": "Juma", "email": "juma@pumps.example", "statement": "Repairs inverters."}
    shown = focal.does(f"{asked}propose/", **new)
    assert [one["status"] for one in shown["nominees"]] == ["released", "proposed", "proposed"]
    assert "juma@" not in str(shown)
    assert "Juma" not in str(ministry.sees(f"{request}shortlist/"))
    Page("juma@pumps.example", "/claim/").presses(
        email="juma@pumps.example", password="palmeira-azul-9"
    )
    juma = Person(User.objects.get(email="juma@pumps.example"))
    juma.changes(f"experts/{juma.user.expert.pk}/", consent_listed=True)
    shown = ministry.sees(f"{request}shortlist/")
    assert {one["profile"]["name"] for one in shown if one["nominated_by"]} == {"Akinyi", "Juma"}


def all_three_are_invited(secretariat: Person, focal: Person, request: str, asked: str) -> None:
    """The institute learns nothing of how they answer; what it takes back stands in the way."""
    rows = secretariat.sees(f"{request}shortlist/")
    theirs = [one for one in rows if one["profile"]["name"] in ("Otieno", "Akinyi", "Juma")]
    made = {one["name"]: one["id"] for one in invites(secretariat, request, theirs)}
    assert focal.rows("invitations/") == []
    focal.sees(request, 404)
    akinyi = next(one for one in focal.sees(asked)["nominees"] if one["name"] == "Akinyi")
    focal.does(f"{asked}refuse/", nominee=akinyi["id"], reason="Needed at home.")
    Page("juma@pumps.example", "/invitations/").presses("accept", attest="on")
    told = {"channel": "telephone", "told_on": str(timezone.localdate())}
    refused = secretariat.does(
        f"invitations/{made['Akinyi']}/accept/", 409, attest=True, on_behalf=told
    )
    assert "must release this person" in refused["errors"][0]["detail"]
    secretariat.does(f"invitations/{made['Otieno']}/accept/", attest=True, on_behalf=told)


def another_names_nobody(secretariat: Person, goran: Person, request: str) -> None:
    there = goran.user.memberships.get().institution
    asked = f"nominations/{asks(secretariat, request, there)['id']}/"
    assert asks_again_code(secretariat, request, there) == "cannot_nominate"
    page = Page(goran.user.email, "/nominations/")
    page.presses("decline", reason="All are abroad.")
    page.presses("propose", 409, name="Late", statement="x")
    assert secretariat.sees(asked)["steps"][-1]["reason"] == "All are abroad."
    soon = timezone.now() + datetime.timedelta(milliseconds=200)
    late = asks(secretariat, request, there, answer_by=soon.isoformat())
    while not expire_nominations():  # the time runs out
        pass
    goran.does(f"nominations/{late['id']}/propose/", 409, name="Late", statement="x")
    last = Letter.objects.filter(address=secretariat.user.email).latest("pk")
    assert "has not answered in time" in last.text


def two_of_three_begin(secretariat: Person, ministry: Person, request: str) -> None:
    """Nobody else is to be found: the two who have agreed need not wait for ever."""
    assert ministry.does(f"{request}proceed/", 403, reason="x")
    assert secretariat.does(f"{request}proceed/", 400)["errors"][0]["attr"] == "reason"
    done = secretariat.does(f"{request}proceed/", reason="Two can do it.")
    assert done["status"] == "agreed"
    query = {"request": request.split("/")[1]}
    assert secretariat.rows("invitations/", status="sent", **query) == []


def asks_again_code(secretariat: Person, request: str, there: Institution) -> str:
    body = {"institution": str(there.pk)}
    return secretariat.does(f"{request}nominations/", 409, **body)["errors"][0]["code"]


def test_story_of_an_institution(secretariat, partner):
    ministry = Person(partner)
    pumps, wheels = institute("Institute of Pumps", requires_clearance=True), institute("Wheels")
    focal, reader = acts_for(pumps, "Wanjiru", "owner"), acts_for(pumps, "Kip", "reader")
    otieno, akinyi = works_there(pumps, "Otieno"), works_there(pumps, "Akinyi")
    request, entries = proposed_with_others(
        secretariat, ministry, pumps, otieno, person("Amaru"), wheels
    )
    entry = entries["Otieno"]["id"]
    made = asks(secretariat, request, pumps, clear=[entry], message="Until Friday, please.")
    asked = f"nominations/{made['id']}/"
    page = Page(focal.user.email, "/nominations/")
    reads_the_letter(page, asked)
    is_for_those_who_speak(focal, reader, ministry, asked)
    decides_on_otieno(secretariat, page, asked, request, entry)
    names_two_more(focal, ministry, asked, akinyi, request)
    all_three_are_invited(secretariat, focal, request, asked)
    another_names_nobody(secretariat, acts_for(wheels, "Goran", "approver"), request)
    two_of_three_begin(secretariat, ministry, request)
