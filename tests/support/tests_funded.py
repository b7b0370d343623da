"""From a proposal whose receipt is confirmed to a final report that is accepted, through the API."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from tests_reviews import reviewer
from tests_support import Api

ELSEWHERE = {"dated": "2026-06-01", "reference": "Note 17"}
MARKS = {"relevance": (5, 4, 5), "soundness": (4, 2, 4)}
NAMES = ("Anahita", "Belmira", "Caetano")


def done(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content
    return answer.json()


def set_up_sheet(proposal: Any) -> None:
    """The programme has none of its own: the secretariat sets one up for its reviews."""
    from backend.programmes.models import Criterion

    for key in MARKS:
        Criterion.objects.create(programme=proposal.call.programme, key=key, names={"en": key})


def review_it(officer: Any, proposal: Any) -> None:
    """A round from the choice of reviewers to its end; one of them has a conflict."""
    set_up_sheet(proposal)
    people = [reviewer(name, "BRA") for name in NAMES]
    office = Api(officer)
    due = (timezone.now() + datetime.timedelta(20)).isoformat()
    body = {"call": str(proposal.call_id), "stage": "proposal", "due_at": due, "per_proposal": 2}
    round = done(office.post("review-rounds/", body), 201)["id"]
    for user in people:
        done(office.post(f"review-rounds/{round}/reviewers/", {"account": str(user.pk)}), 201)
    outcome = done(office.post(f"review-rounds/{round}/propose/"))["outcome"]
    assert outcome["unmet"] == {}
    done(office.post(f"review-rounds/{round}/open/"))
    for number, user in enumerate(people):
        for row in Api(user).get("reviews/").json()["results"]:
            write_one(user, row["id"], number)
    for user in people:  # who stands in for the one with a conflict was asked later
        for row in Api(user).get("reviews/", status="assigned").json()["results"]:
            write_one(user, row["id"], 2)
    done(office.post(f"review-rounds/{round}/discuss/"))
    (first,) = done(office.get(f"review-rounds/{round}/ranking/"))["proposals"]
    assert (first["score"]["reviews"], first["place"]["rank"]) == (2, 1)
    done(office.post(f"review-rounds/{round}/close/"))


def write_one(user: Any, pk: str, number: int) -> None:
    """The second one has a conflict, and says so."""
    mine = Api(user)
    if number == 1:
        done(mine.post(f"reviews/{pk}/declare-conflict/", {"reason": "We published together."}))
        return
    shown = done(mine.post(f"reviews/{pk}/declare-none/"))
    assert done(mine.get(f"reviews/{pk}/proposal/"))["outputs"]
    marks = [{"criterion": one["id"], "value": MARKS[one["key"]][number]} for one in shown["sheet"]]
    body = {"marks": marks, "for_applicants": "Say who keeps the pumps."}
    saved = mine.patch(f"reviews/{pk}/", body, shown["version"])
    assert saved.status_code == 200, saved.content
    done(mine.post(f"reviews/{pk}/hand-in/"))


def carry_out(officer: Any, owner: Any, project: str) -> None:
    """From the signed agreement to the end of the project."""
    office, field = Api(officer), Api(owner)
    version = done(office.get(f"projects/{project}/"))["version"]
    days = {"signed_on": "2026-10-01", "starts_on": "2026-11-01", "ends_on": "2028-04-30"}
    agreed = office.patch(f"projects/{project}/", {**days, "reference": "UNDP 9"}, version)
    assert agreed.status_code == 200, agreed.content
    reports = done(office.post(f"projects/{project}/begin/"))["reports"]
    assert {one["kind"] for one in reports} == {"progress", "final", "financial", "follow_up"}
    line = done(field.get(f"projects/{project}/spent/"))["lines"][0]["line"]
    for one in reports:
        if one["kind"] == "follow_up":
            continue
        shown = done(field.get(f"project-reports/{one['id']}/"))
        texts = {section["key"]: "As planned." for section in shown["sections"]}
        body: dict = {"texts": texts}
        if one["kind"] == "financial":
            body["spendings"] = [{"line": line, "year": 1, "amount": "14000.00"}]
        saved = field.patch(f"project-reports/{one['id']}/", body, shown["version"])
        assert saved.status_code == 200, saved.content
        done(field.post(f"project-reports/{one['id']}/hand-in/"))
        done(office.post(f"project-reports/{one['id']}/accept/"))
    assert done(office.get(f"projects/{project}/spent/"))["accepted"] == "14000.00"
    assert done(office.post(f"projects/{project}/complete/"))["status"] == "completed"


def decide(officer: Any, owner: Any, proposal: Any) -> str:
    """The committee recommends, the ministers approve; the applicant reads why, and nobody's name.
    Returns the id of the project."""
    from backend.notifications.models import Letter

    office, path = Api(officer), f"proposals/{proposal.pk}/"
    done(office.post(f"{path}recommend/", {**ELSEWHERE, "reason": "Three countries gain by it."}))
    done(office.post(f"{path}approve/", {**ELSEWHERE, "dated": "2026-09-20"}))
    told = done(Api(owner).get(f"{path}decisions/"))
    assert [one["step"] for one in told] == ["recommend", "approve"]
    assert told[0]["remarks"] == ["Say who keeps the pumps."] * 2
    letters = "\n".join(
        f"{one.subject}\n{one.text}" for one in Letter.objects.filter(address=owner.email)
    )
    assert "Three countries gain by it." in letters
    assert not any(name in letters for name in NAMES)
    return done(Api(owner).get("projects/"))["results"][0]["id"]
