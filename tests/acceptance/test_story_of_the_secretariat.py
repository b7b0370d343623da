"""A request as an officer brokers it: screened, ranked, proposed, cleared, asked, brought home."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.cache import cache
from tests_people import person
from tests_requests import CRITERIA, TERMS, TOLD, works_there
from tests_story import Person, invites

from backend.accounts.models import User
from backend.consultations.services.answers import expire_overdue
from backend.directory.models import Affiliation, Expert, Institution, Membership
from backend.matches.services import perform_run

TODAY = datetime.date.today()
WORK = {
    "fee": 4000,
    "payer": "network",
    "travel": "None.",
    "insurance": "None.",
    "starts_on": "2027-01-10",
    "ends_on": "2027-02-20",
}


@pytest.fixture
def lin(officer) -> Person:
    cache.clear()
    return Person(officer)


@pytest.fixture
def mei(world) -> Person:
    """Another officer."""
    user = User.objects.create_user("mei@secretariat.example", first_name="Mei", demo=True)
    home = Institution.objects.get(is_secretariat=True)
    Membership.objects.create(user=user, institution=home, role="editor")
    return Person(user)


@pytest.fixture
def focal(world) -> Person:
    """Who speaks for an institution that releases its people itself; one of them is known."""
    made = Institution.objects.create(
        names={"en": "Institute of Pumps"},
        country_id="KEN",
        demo=True,
        type="research_institute",
        consent_listed=True,
        requires_clearance=True,
    )
    user = User.objects.create_user("wanjiru@pumps.example", first_name="Wanjiru")
    Membership.objects.create(user=user, institution=made, role="owner")
    works_there(made, "Otieno")
    return Person(user)


def is_submitted(partner: Person) -> str:
    (institution,) = partner.user.memberships.all()
    text = "Repair pico hydro in four villages, and train the workshops that keep it running."
    need = partner.does(
        "needs/", institution=str(institution.institution_id), title="Hydro", text=text
    )
    made = partner.does("consultation-requests/", need=need["id"], experts_wanted=2, **TERMS)
    request = f"consultation-requests/{made['id']}/"
    partner.does(f"{request}submit/")
    return request


def screens_and_shares(lin: Person, mei: Person, partner: Person, request: str) -> None:
    """In the queue with its clock; taken up only when all criteria hold; whose case it is."""
    row = lin.rows("consultation-requests/", status="submitted", q="pico hydro")[0]
    assert [one["kind"] for one in row["clocks"]] == ["first_answer"]
    assert lin.sees("consultation-requests/counts/", status="submitted")["total"] >= 1
    doubts = {**CRITERIA, "means": False}
    refused = lin.does(f"{request}accept-for-brokering/", 400, criteria=doubts)
    assert refused["errors"][0]["attr"] == "criteria"
    lin.does(f"{request}accept-for-brokering/", criteria=CRITERIA)
    lin.does(f"{request}assign/", officer=str(lin.user.pk))
    until = str(TODAY + datetime.timedelta(days=3))
    lin.does("deputies/", deputy=str(mei.user.pk), starts_on=str(TODAY), ends_on=until)
    assert row["id"] in [one["id"] for one in mei.rows("consultation-requests/", mine="true")]
    lin.does(f"officers/{lin.user.pk}/hand-over/", to=str(mei.user.pk), reason="On mission.")
    assert [one["reason"] for one in lin.sees(f"{request}assignments/")] == ["", "On mission."]
    partner.sees("officers/", 404)
    assert partner.sees(request)["status_label"] != lin.sees(request)["status_label"]


def known_people(partner: User) -> dict[str, Expert]:
    """Farida works where they ask, Emeka did years ago, Otieno's institute must release him."""
    people = {name: person(name) for name in ("Amaru", "Binta", "Emeka", "Farida")}
    own = partner.memberships.get().institution
    for name, years in (
        ("Farida", {}),
        ("Emeka", {"start_year": 2015, "end_year": TODAY.year - 2}),
    ):
        Affiliation.objects.create(expert=people[name], institution=own, **years)
    return {**people, "Otieno": Expert.objects.get(names__en="Otieno")}


def proposes(lin: Person, request: str, people: dict[str, Expert]) -> dict[str, Any]:
    """The best of the ranking with reasons, one left out, and some whom the officer knows."""
    run = lin.does(f"{request}match/")["match_run"]
    assert perform_run(run_id=run)  # as the worker does
    ranked = lin.sees(f"match-runs/{run}/")["matches"]
    assert ranked[0]["reasons"]
    best, second = (one["profile"]["id"] for one in ranked[:2])
    assert lin.does(f"{request}shortlist/", profile=best)["why"]
    out = lin.does(f"{request}shortlist/", profile=second)
    path = f"{request}shortlist/{out['id']}/"
    left = lin.api.patch(path, {"left_out": True, "note": "On leave."}, out["version"])
    assert left.status_code == 200
    for name, one in people.items():
        told = {"why": f"{name} repairs pumps.", "note": "Known from an earlier mission."}
        lin.does(f"{request}shortlist/", profile=str(one.pk), **told)
    lin.does(f"{request}release/")
    shown = lin.sees(f"{request}shortlist/")
    return {one["profile"]["name"]: one for one in shown}


def checks_conflicts(lin: Person, partner: Person, request: str, entries: dict) -> None:
    """Whoever works for who asks can't be waived; a mild tie can, openly and with a reason."""
    for name, code in (("Farida", 409), ("Emeka", 200)):
        path = f"{request}shortlist/{entries[name]['id']}/conflicts/"
        (found,) = lin.sees(path)
        partner.sees(path, 404)
        lin.does(f"{request}invitations/", 409, entries=[entries[name]["id"]])
        assert lin.does(path, 400, key=found["key"])["errors"][0]["attr"] == "reason"
        lin.does(path, code, key=found["key"], reason="Six years ago, elsewhere.")


def is_cleared(lin: Person, focal: Person, request: str, entry: dict[str, Any]) -> None:
    """Nobody of the institute is invited before it has said yes."""
    refused = lin.does(f"{request}invitations/", 409, entries=[entry["id"]])
    assert "Institute of Pumps must release" in refused["errors"][0]["detail"]
    institute = str(focal.user.memberships.get().institution_id)
    asked = lin.does(f"{request}nominations/", institution=institute, clear=[entry["id"]])
    (otieno,) = asked["nominees"]
    done = lin.does(f"nominations/{asked['id']}/release/", nominee=otieno["id"], on_behalf=TOLD)
    assert done["nominees"][0]["status"] == "released"
    assert focal.sees(f"nominations/{asked['id']}/")["steps"][-1]["channel"] == "telephone"


def asks_experts(lin: Person, request: str, entries: dict[str, Any]) -> None:
    """Sees the letters first; the next one is asked when somebody does not want or not answer."""
    chosen = [entries[name] for name in ("Amaru", "Binta")]
    ids = [one["id"] for one in chosen]
    letters = lin.api.post(f"{request}invitations/preview/", {"entries": ids}).json()
    assert [entry["why"] in one["text"] for one, entry in zip(letters, chosen, strict=True)] == [
        True,
        True,
    ]
    assert lin.rows("invitations/", request=request.split("/")[1]) == []
    made = invites(lin, request, chosen)
    on_paper = {"on_behalf": TOLD, "reason": "not_my_field"}
    lin.does(f"invitations/{made[0]['id']}/decline/", 400, reason="not_my_field")
    lin.does(f"invitations/{made[0]['id']}/decline/", **on_paper)
    again = lin.does(f"{request}invitations/", 409, entries=[entries["Amaru"]["id"]])
    assert "declined within" in again["errors"][0]["detail"]
    soon = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(milliseconds=300)).isoformat()
    late = lin.does(
        f"{request}invitations/", entries=[entries["Emeka"]["id"]], answer_by=soon, then_next=True
    )
    while not expire_overdue():  # the time runs out
        pass
    assert lin.sees(f"invitations/{late[0]['id']}/")["status"] == "expired"
    asked = lin.rows("invitations/", request=request.split("/")[1], status="sent")
    assert len(asked) == 2  # Binta, and the first of the list who could be asked


def brings_home(lin: Person, partner: Person, request: str) -> list[str]:
    """Both answer by telephone; each step of theirs is recorded with how it was heard."""
    query = {"request": request.split("/")[1]}
    for one in lin.rows("invitations/", status="sent", **query):
        lin.does(f"invitations/{one['id']}/accept/", 400, attest=True)
        lin.does(f"invitations/{one['id']}/accept/", attest=True, on_behalf=TOLD)
    assert lin.sees(request)["status"] == "agreed"
    works = [f"engagements/{one['id']}/" for one in lin.rows("engagements/", **query)]
    for work in works:
        lin.does(f"{work}begin/", 409)
        lin.changes(work, **WORK)
        lin.does(f"{work}agree-terms/", on_behalf=TOLD)
        lin.does(f"{work}begin/")
        lin.does(f"{work}deliver/", 409, on_behalf=TOLD)
        lin.does(f"{work}deliverables/", title="Report", text="All run.", is_final_report=True)
    lin.does(f"{works[0]}deliver/", on_behalf=TOLD)
    assert lin.sees(request)["status"] == "in_progress"
    lin.does(f"{works[1]}deliver/", on_behalf=TOLD)
    assert lin.sees(request)["status"] == "delivered"
    for work in works:
        partner.does(f"{work}accept-result/")
        partner.does(f"{work}feedback/", rating=5)
    return works


def closes_and_counts(lin: Person, partner: Person, request: str, work: str) -> None:
    def counted() -> dict[str, Any]:
        cells = lin.sees("figures/", since=str(TODAY), until=str(TODAY), dimension="all")["cells"]
        return {one["figure"]: one["value"] for one in cells}

    assert counted().get("requests_closed", 0) == 0
    lin.does(f"{request}close/")
    assert counted()["requests_closed"] == 1
    assert lin.gets(f"{work}certificate/").startswith(b"%PDF")
    frozen = lin.does("reports/", title="Today", since=str(TODAY), until=str(TODAY))
    partner.sees(f"reports/{frozen['id']}/")
    partner.sees("figures/", 403)
    letters = lin.rows("letters/")
    assert letters
    assert "@" not in str([one["subject"] for one in letters])
    partner.sees("letters/", 404)
    steps = [one["step"] for one in lin.sees(f"{request}steps/")]
    assert steps[:2] == ["submit", "accept-for-brokering"]
    assert steps[-1] == "close"


def test_story_of_the_secretariat(lin, mei, focal, partner):
    who = Person(partner)
    request = is_submitted(who)
    screens_and_shares(lin, mei, who, request)
    entries = proposes(lin, request, known_people(partner))
    checks_conflicts(lin, who, request, entries)
    is_cleared(lin, focal, request, entries["Otieno"])
    asks_experts(lin, request, entries)
    works = brings_home(lin, who, request)
    closes_and_counts(lin, who, request, works[0])
