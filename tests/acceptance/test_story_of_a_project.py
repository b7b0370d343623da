"""Three institutions in three countries go from an idea to a handed-in PGTF dossier, and through
review and decision to a final report."""

from __future__ import annotations

import datetime
import io
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from tests_files import bytes_of, stored
from tests_funded import carry_out, decide, review_it
from tests_proposals import institution, owner_of
from tests_story import Person

from backend.programmes.models import Proposal

SITUATION = "At the ends of the channels there is no water in the dry months. Farmers leave."
STRATEGY = "Three countries build, measure and compare gates; their farmers read the tables."
COVER = {
    "sector": "food-agriculture",
    "beneficiaries": "Farmers at the ends of the channels",
    "beneficiaries_number": 1200,
    "months": 18,
    "requested": "30000.00",
    "outcome": "Farmers at the ends of the channels have water in the dry months.",
}
GIVEN = (("KEN", "12000.00"), ("PER", "10000.00"), ("LKA", "8000.50"))


@pytest.fixture
def secretariat(officer) -> Person:
    cache.clear()
    return Person(officer)


@pytest.fixture
def three(world) -> list[Person]:
    """Who speaks for an institute in Kenya, one in Peru and one in Sri Lanka."""
    return [Person(owner_of(institution(code))) for code in ("KEN", "PER", "LKA")]


def institution_of(person: Person) -> str:
    return str(person.user.memberships.get().institution_id)


def opens_a_call(secretariat: Person) -> str:
    now = timezone.now()
    call = secretariat.does(
        "calls/",
        programme="pgtf",
        year=2027,
        names={"en": "PGTF 2027"},
        zone="America/New_York",
        opens_at=(now - datetime.timedelta(hours=1)).isoformat(),
        closes_at=(now + datetime.timedelta(days=60)).isoformat(),
    )
    secretariat.does(f"calls/{call['id']}/announce/")
    return call["id"]


def have_an_idea_together(lead: Person, others: list[Person]) -> str:
    """Each is asked why it, and joins with what it brings."""
    idea = lead.does(
        "project-ideas/",
        institution=institution_of(lead),
        title="Water at the ends of channels",
        text=SITUATION,
        language="en",
        offers="Measuring gates that village workshops build.",
        seeks="Tables of what channels lose, and training for farmers.",
    )
    path = f"project-ideas/{idea['id']}/partners/"
    for one in others:
        soon = (timezone.now() + datetime.timedelta(days=5)).isoformat()
        row = lead.does(
            path, institution=institution_of(one), why="You measure channels.", answer_by=soon
        )
        one.does(f"{path}{row['id']}/accept/", contribution="Tables of losses")
    return idea["id"]


def begin_a_proposal(lead: Person, call: str, idea: str) -> str:
    made = lead.does(
        "proposals/",
        call=call,
        idea=idea,
        institution=institution_of(lead),
        title="Water at the ends of channels",
        language="en",
    )
    assert {one["country"] for one in made["partners"]} == {"KEN", "PER", "LKA"}
    return f"proposals/{made['id']}/"


def write_it_together(lead: Person, second: Person, third: Person, proposal: str) -> None:
    """The idea's text is there already; each writes a part, and one is asked about it."""
    situation, strategy = lead.sees(f"{proposal}sections/")
    assert (situation["text"], strategy["text"]) == (SITUATION, "")
    path = f"{proposal}sections/{strategy['id']}/"
    lead.changes(path, writer=institution_of(second))
    assert lead.changes(path, 403, text="Not mine.")
    second.changes(path, text=STRATEGY)
    said = third.does(
        f"{path}comments/", text="Which tables?", quote="their farmers read the tables"
    )
    second.changes(path, text=f"{STRATEGY} The tables tell what is lost.")
    second.does(f"{path}comments/{said['id']}/settle/")
    pieces = third.sees(f"{path}difference/")["pieces"]
    assert [one["change"] for one in pieces] == ["same", "added"]
    start = timezone.localdate() + datetime.timedelta(days=200)
    lead.changes(proposal, **COVER, starts_on=start.isoformat())


def plan_results_and_money(lead: Person, people: list[Person], proposal: str) -> None:
    gates = lead.does(f"{proposal}outputs/", text="Forty gates that measure flow")["id"]
    lead.does(
        f"{proposal}activities/",
        output=gates,
        text="Build the gates in two workshops",
        lead=institution_of(lead),
        countries=["KEN", "PER", "LKA"],
        inputs="Steel, labour, two trainers",
        from_month=1,
        to_month=12,
    )
    lead.does(f"{proposal}indicators/", text="Farmers with water in March", baseline=12, target=480)
    for year, amount in ((1, "20000.00"), (2, "10000.00")):
        line = {"output": gates, "text": "Steel and travel", "year": year, "amount": amount}
        lead.does(f"{proposal}budget-lines/", **line)
    for person, (code, amount) in zip(people, GIVEN, strict=True):
        gives_its_share(person, proposal, gates, code, amount)
    budget = lead.sees(f"{proposal}budget/")
    assert (budget["programme"], budget["others"]) == ("30000.00", "30000.50")


def gives_its_share(person: Person, proposal: str, output: str, code: str, amount: str) -> None:
    """Each shows by a letter what it gives, and puts it into the budget itself."""
    source = person.does(
        f"{proposal}contributions/",
        institution=institution_of(person),
        status="confirmed",
        evidence="Letter of the director",
        file=stored(person.user, f"funds {code}.pdf"),
    )
    person.does(
        f"{proposal}budget-lines/",
        output=output,
        contribution=source["id"],
        text="Working time",
        kind="in_kind",
        amount=amount,
    )


def bring_the_letters(people: list[Person], lead: Person, proposal: str) -> None:
    """Each asks its own country with a letter made here, and sends the scan of the answer."""
    rows = {one["country"]: one for one in lead.sees(f"{proposal}endorsements/")}
    for person, code in zip(people, ("KEN", "PER", "LKA"), strict=True):
        path = f"{proposal}endorsements/{rows[code]['id']}/"
        person.changes(path, institution="Ministry of Water", signer="N. N.", position="Secretary")
        assert person.gets(f"{path}letter/", format="docx")
        person.does(f"{path}request/")
        person.does(f"{path}receive/", file=stored(person.user, f"letter {code}.pdf"))
        person.changes(path, is_signed=True, signed_on="2026-11-20")
        lead.does(f"{path}accept/")
    assert lead.sees(proposal)["missing_endorsements"] == []


def is_told_what_is_missing(lead: Person, proposal: str) -> None:
    """What stops it is named; nothing is handed in by mistake."""
    lines = {one["rule"]: one for one in lead.sees(f"{proposal}eligibility/")["results"]}
    assert lines["letters"]["outcome"] == "broken"
    assert lines["other-inputs"]["fix"]
    refused = lead.does(f"{proposal}hand-in/", 409)
    assert refused["errors"][0]["code"] == "step_not_allowed"


def checks_and_passes_it_on(secretariat: Person, proposal: str) -> None:
    """The secretariat judges what no rule can, and records what happens elsewhere."""
    lines = secretariat.sees(f"{proposal}eligibility/")["results"]
    for line in (one for one in lines if one["outcome"] == "open"):
        said = {"holds": True, "reason": "Three workshops exchange designs.", "key": line["key"]}
        secretariat.does(f"{proposal}judgements/", rule=line["rule"], **said)
    secretariat.does(f"{proposal}check/")
    assert secretariat.gets(f"{proposal}documents/mission-letter/", format="docx")
    secretariat.does(f"{proposal}send/", dated="2026-11-24", reference="PM/KEN/2026/17")
    assert secretariat.sees(proposal)["status"] == "sent"
    secretariat.does(
        f"{proposal}receive/", dated="2026-11-26", reference="G77/2026/4", number="INT/27/K01"
    )


def test_three_institutions_go_from_an_idea_to_an_accepted_final_report(secretariat, three):
    lead, second, third = three
    call = opens_a_call(secretariat)
    proposal = begin_a_proposal(lead, call, have_an_idea_together(lead, [second, third]))
    is_told_what_is_missing(lead, proposal)
    write_it_together(lead, second, third, proposal)
    plan_results_and_money(lead, three, proposal)
    bring_the_letters(three, lead, proposal)
    checklist = stored(lead.user, "checklist.pdf")
    lead.does(f"{proposal}files/", file=checklist, kind="summary-checklist", is_signed=True)
    assert lead.sees(proposal)["completeness"] == {
        "missing": [],
        "missing_endorsements": [],
        "share": 1.0,
    }
    lead.does(f"{proposal}hand-in/")
    checks_and_passes_it_on(secretariat, proposal)
    shown = second.sees(proposal)
    assert (shown["status"], shown["number"]) == ("submitted", "INT/27/K01")
    reads_it_without_an_account(lead, proposal)
    is_funded_and_carried_out(secretariat, lead, shown["id"])


def is_funded_and_carried_out(secretariat: Person, lead: Person, pk: str) -> None:
    proposal = Proposal.objects.select_related("call__programme").get(pk=pk)
    review_it(secretariat.user, proposal)
    project = decide(secretariat.user, lead.user, proposal)
    carry_out(secretariat.user, lead.user, project)


def reads_it_without_an_account(lead: Person, proposal: str) -> None:
    link = lead.does(f"{proposal}shared/", whom="Permanent Mission of Kenya")["link"]
    given: Any = Client().get(urlsplit(link).path + "file/")
    pages = PdfReader(io.BytesIO(bytes_of(given))).pages
    text = " ".join(page.extract_text() for page in pages)
    for told in ("Pérez-Guerrero Trust Fund", "Forty gates", "INT/27/K01", "inter-regional"):
        assert told in text
    assert len(pages) >= 3 + len(GIVEN)
