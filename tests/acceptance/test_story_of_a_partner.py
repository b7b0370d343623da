"""A ministry that is new here: from asking for access to a result, as those who work there see it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.cache import cache
from tests_access import ASKED
from tests_files import pdf, stored
from tests_people import person
from tests_requests import TERMS
from tests_story import Page, Person, invites, logged_in, releases_shortlist

from backend.accounts.models import User
from backend.matches.services import embed_pending

WORD = "palmeira-azul-9"
NEED = (
    "Les pompes solaires de nos puits pastoraux tombent en panne. Comment les entretenir, et "
    "comment former des techniciens locaux à réparer les onduleurs ?"
)
WORK = {
    "fee": 0,
    "payer": "network",
    "travel": "None.",
    "insurance": "None.",
    "starts_on": "2027-01-10",
    "ends_on": "2027-02-20",
}
REPORT = {"title": "Rapport final", "is_final_report": True, "hours": 40}


@pytest.fixture
def secretariat(officer) -> Person:
    cache.clear()
    return Person(officer)


def gets_in(secretariat: Person) -> Person:
    Person(None).does("access-requests/", **ASKED | {"language": "fr"})
    page = Page(ASKED["email"])
    page.presses()  # the address is hers
    (waiting,) = secretariat.rows("access-requests/", status="waiting")
    secretariat.does(f"access-requests/{waiting['id']}/approve/", institution=None)
    page.presses(password=WORD)
    return logged_in(ASKED["email"], WORD, "fr")


def is_joined_by(owner: Person, institution: str, name: str, role: str) -> Person:
    email = f"{name.lower()}@water.example"
    owner.does(f"institutions/{institution}/invitations/", email=email, role=role, language="fr")
    Page(email, "/join/").presses(name=f"{name} Osman", password=WORD)
    return logged_in(email, WORD, "fr")


def asks_for_advice(editor: Person, institution: str) -> dict[str, Any]:
    """While typing: who may help, and what was asked before. Neither names anybody."""
    likely = editor.does("consultation-requests/likely-helpers/", text=NEED, language="fr")
    assert likely["count"] > 0
    assert not likely["nobody"]
    assert editor.does("consultation-requests/similar/", text=NEED) == []
    need = editor.does(
        "needs/", institution=institution, title="Pompes", text=NEED, language="fr", country="SDN"
    )
    return editor.does("consultation-requests/", need=need["id"], track="advice")


def lets_it_grow(editor: Person, advice: dict[str, Any]) -> str:
    """The advice asked for becomes a consultation with terms of reference, saved bit by bit."""
    grown = editor.does(f"consultation-requests/{advice['id']}/duplicate/", track="consultation")
    request = f"consultation-requests/{grown['id']}/"
    assert "background" in grown["completeness"]["missing"]
    assert editor.does(f"{request}ask-approval/", 409)["errors"][0]["code"] == "step_not_allowed"
    for name, value in TERMS.items():
        shown = editor.changes(request, **{name: value})
    assert shown["completeness"]["missing"] == []
    return request


def is_approved_inside(editor: Person, approver: Person, reader: Person, request: str) -> None:
    letter = editor.gets(f"{request}documents/letter/", format="docx", language="fr")
    assert letter.startswith(b"PK")
    assert editor.does(f"{request}ask-approval/")["status"] == "awaiting_approval"
    assert editor.does(f"{request}submit/", 403)
    assert reader.does(f"{request}submit/", 403)
    scan = stored(approver.user, "scan.pdf", pdf())
    assert approver.does(f"{request}files/", 403, file=scan, kind="letter")
    editor.does(f"{request}files/", file=stored(editor.user, "scan.pdf", pdf()), kind="letter")
    assert approver.does(f"{request}submit/")["status"] == "submitted"


def is_returned(secretariat: Person, editor: Person, approver: Person, request: str) -> None:
    assert editor.does(f"{request}return/", 403, reason="x")
    secretariat.does(f"{request}return/", reason="How many wells?")
    assert editor.sees(f"{request}steps/")[-1]["reason"] == "How many wells?"
    assert editor.sees(request)["waits_for"] == "partner"
    editor.changes(request, background="Twelve wells.")
    shown = approver.does(f"{request}submit/")
    assert shown["status"] == "submitted"
    assert editor.api.patch(request, {"background": "x"}, shown["version"]).status_code == 409


def sees_the_shortlist(secretariat: Person, editor: Person, request: str) -> list[dict[str, Any]]:
    people = [person("Amaru", country_id="KEN"), person("Binta")]
    secretariat.does(f"{request}messages/", text="They ask much.", visibility="internal")
    secretariat.does(f"{request}messages/", text="On reçoit la liste.", visibility="partner")
    entries = releases_shortlist(secretariat, request, *people)
    shown = editor.sees(f"{request}shortlist/")
    assert [one["profile"]["name"] for one in shown] == ["Amaru", "Binta"]
    assert all(one["why"] for one in shown)
    assert "@" not in str(shown)
    assert not {"note", "score"} & set(shown[0])
    assert [one["text"] for one in editor.rows(f"{request}messages/")] == ["On reçoit la liste."]
    for hidden in (f"shortlist/{entries[0]['id']}/conflicts/", "suggestions/", "assignments/"):
        editor.sees(f"{request}{hidden}", 404)
    return entries


def answers_a_question(editor: Person, reader: Person, request: str) -> None:
    (asked,) = editor.sees(f"{request}questions/")
    assert "invitation" not in asked
    assert reader.does(f"{request}questions/{asked['id']}/answer/", 403, answer="x")
    editor.does(f"{request}questions/{asked['id']}/answer/", answer="Entre 20 et 60 m.")


def agrees(secretariat: Person, editor: Person, amaru: Person, request: str) -> str:
    """What both sides know of each other, before the terms are agreed and after."""
    assert editor.rows("invitations/") == []
    (row,) = editor.rows("engagements/")
    work = f"engagements/{row['id']}/"
    assert editor.sees(work)["contact"] == ""
    editor.does(f"{work}messages/", 400, text="Bonjour", visibility="all")
    secretariat.changes(work, **WORK)
    assert editor.does(f"{work}agree-terms/", 403)
    amaru.does(f"{work}agree-terms/")
    assert editor.sees(work)["contact"] == amaru.user.email
    return work


def talk_and_meet(editor: Person, amaru: Person, work: str) -> None:
    plan = stored(editor.user, "plan.pdf", pdf())
    written = editor.does(f"{work}messages/", text="Le plan.", visibility="all", uploads=[plan])
    assert amaru.gets(f"{work}messages/files/{written['files'][0]['id']}/").startswith(b"%PDF")
    day = datetime.date.today() + datetime.timedelta(days=30)
    times = [{"starts_at": f"{day}T{h}:00Z", "ends_at": f"{day}T{h}:30Z"} for h in ("07", "13")]
    call = amaru.does(f"{work}slots/", topic="First call", slots=times)
    agreed = editor.does(f"{work}slots/{call['slots'][1]['id']}/accept/")
    assert [one["status"] for one in agreed["slots"]] == ["replaced", "agreed"]


def accepts_the_result(editor: Person, approver: Person, amaru: Person, work: str) -> None:
    for text in ("Premier jet.", "Avec les coûts."):
        amaru.does(f"{work}deliverables/", text=text, **REPORT)
        amaru.does(f"{work}deliver/")
        assert editor.does(f"{work}accept-result/", 403)
        if text == "Premier jet.":
            approver.does(f"{work}ask-revision/", reason="Il manque les coûts.")
    shown = approver.does(f"{work}accept-result/")
    assert [one["number"] for one in shown["deliverables"]] == [1, 2]
    approver.does(f"{work}feedback/", rating=5, text="Excellent.")
    amaru.does(f"{work}feedback/", rating=4)


def test_story_of_a_partner(secretariat):
    amina = gets_in(secretariat)
    institution = amina.user.memberships.get().institution_id
    halima, bakari, reem = (
        is_joined_by(amina, institution, name, role)
        for name, role in (("Halima", "editor"), ("Bakari", "approver"), ("Reem", "reader"))
    )
    advice = asks_for_advice(halima, str(institution))
    request = lets_it_grow(halima, advice)
    is_approved_inside(halima, bakari, reem, request)
    is_returned(secretariat, halima, bakari, request)
    entries = sees_the_shortlist(secretariat, halima, request)
    invites(secretariat, request, entries)
    assert halima.sees(request)["status"] == "inviting"
    invited = Page("amaru@there.example", "/invitations/")
    invited.presses("ask", question="Quelle profondeur ont les puits ?")
    answers_a_question(halima, reem, request)
    invited.presses("accept", attest="on")
    amaru = Person(User.objects.get(email="amaru@there.example"))
    work = agrees(secretariat, halima, amaru, request)
    talk_and_meet(halima, amaru, work)
    secretariat.does(f"{work}begin/")
    accepts_the_result(halima, bakari, amaru, work)
    assert halima.does(f"{request}close/", 403)
    secretariat.does(f"{request}close/")
    assert reem.sees(request)["status"] == "closed"
    assert halima.gets(f"{request}documents/report/").startswith(b"%PDF")
    halima.sees(f"{work}certificate/", 403)  # it is the expert's
    embed_pending()  # as the worker does
    (similar, *_) = halima.does("consultation-requests/similar/", text=NEED, language="fr")
    assert similar["text"] == NEED
