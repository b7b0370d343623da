"""A programme with a score sheet, proposals to be reviewed, and people who review them, in tests."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from tests_people import person

NAMES = {"relevance": "Relevance", "soundness": "Soundness"}
SECTIONS = [
    {"key": "done", "names": {"en": "What was done", "fr": "Ce qui a été fait"}, "required": True},
    {"key": "next", "names": {"en": "Next steps"}, "required": False},
]


def programme(**values: Any) -> Any:
    """With a sheet of two criteria, and four reports."""
    from backend.programmes.models import Criterion, Programme, ReportRule

    code = values.pop("code", "demo-fund")
    said = {"names": {"en": "Demo fund"}, "languages": ["en", "fr"], "stages": ["proposal"]}
    made = Programme.objects.create(code=code, **said, **values)
    for place, (key, name) in enumerate(NAMES.items()):
        Criterion.objects.create(
            programme=made, key=key, names={"en": name}, weight=2 - place, position=place
        )
    for kind, counted_from, months in (
        ("progress", "start", 6),
        ("final", "end", 2),
        ("financial", "end", 2),
        ("follow_up", "end", 12),
    ):
        ReportRule.objects.create(
            programme=made,
            kind=kind,
            counted_from=counted_from,
            months=months,
            sections=SECTIONS if kind in ("progress", "final") else [],
        )
    return made


def call(of: Any = None, **values: Any) -> Any:
    """That closed yesterday."""
    from backend.programmes.models import Call

    now = timezone.now()
    return Call.objects.create(
        programme=of or programme(),
        names={"en": "Call 2026"},
        year=2026,
        opens_at=now - datetime.timedelta(60),
        closes_at=now - datetime.timedelta(1),
        announced_at=now,
        **values,
    )


def institution(name: str, country: str) -> Any:
    from backend.directory.models import Institution

    return Institution.objects.create(
        names={"en": name}, type="research_institute", country_id=country, consent_listed=True
    )


def submitted(call: Any, applicant: Any, title: str = "Solar pumps", **values: Any) -> Any:
    """A proposal whose receipt is confirmed, with an output, an indicator and a budget."""
    from backend.programmes.models import Proposal, Section

    said = {
        "status": "submitted",
        "language": "en",
        "requested": Decimal(30_000),
        "starts_on": datetime.date(2027, 3, 1),
        "months": 12,
        "outcome": "Villages pump water by the sun.",
    }
    made = Proposal.objects.create(call=call, institution=applicant, title=title, **said | values)
    made.partners.create(institution=applicant, country_id=applicant.country_id or "LAO")
    output = made.outputs.create(text="Four pumps run")
    output.activities.create(text="Train operators", from_month=1, to_month=4)
    made.indicators.create(text="Pumps that run", unit="pumps", baseline=0, target=4)
    made.budget_lines.create(output=output, text="Pumps", year=1, amount=Decimal("20000.50"))
    made.budget_lines.create(output=output, text="Training", year=2, amount=Decimal("9999.50"))
    Section.objects.create(proposal=made, key="situation", text="Wells have run dry.")
    return made


def reviewer(name: str, country: str = "BRA", **values: Any) -> Any:
    """An account with a profile that nothing ties to anybody."""
    return person(name, country_id=country, **values).user


def round_of(call: Any, *users: Any, **values: Any) -> Any:
    """In which these review; two reviews of each proposal, due in a week."""
    from backend.programmes.models import ReviewRound

    due = timezone.now() + datetime.timedelta(7)
    made = ReviewRound.objects.create(call=call, **{"due_at": due, **values})
    for user in users:
        made.reviewers.create(user=user)
    return made


def review(round: Any, proposal: Any, user: Any, status: str = "assigned", **marks: int) -> Any:
    """One review in any state, with these marks."""
    from backend.programmes.models import Criterion

    who = round.reviewers.get(user=user)
    handed_in = timezone.now() if status == "handed_in" else None
    made = round.reviews.create(
        proposal=proposal, reviewer=who, status=status, handed_in_at=handed_in
    )
    for key, value in marks.items():
        criterion = Criterion.objects.get(programme=round.call.programme, key=key)
        made.scores.create(criterion=criterion, value=value)
    return made


def set_status(row: Any, status: str) -> Any:
    type(row).objects.filter(pk=row.pk).update(status=status)
    row.refresh_from_db()
    return row


def decided(proposal: Any, officer: Any, *steps: str) -> Any:
    """Takes these steps of a proposal, each with a reason and the day it bears."""
    from backend.programmes.services.moving import Said
    from backend.programmes.services.steps import take_step

    for step in steps:
        said = Said(reason="As the committee found.", dated=datetime.date(2026, 9, 1))
        take_step(proposal=proposal, step=step, by=officer, said=said)
    proposal.refresh_from_db()
    return proposal


def project(officer: Any, applicant: Any, **values: Any) -> Any:
    """Of a proposal that was approved; running, where ``begun``."""
    from backend.programmes.services.projects.steps import take_project_step

    begun = values.pop("begun", True)
    proposal = submitted(call(), applicant, status="in_review", **values)
    made = decided(proposal, officer, "recommend", "approve").project
    if begun:
        made.signed_on = datetime.date(2027, 2, 1)
        made.save()
        made = take_project_step(project=made, step="begin", by=officer)
    return made


def rows_of_reviews(own: Any, people: dict[str, Any]) -> dict[str, Any]:
    """For the table of rights: a review that ``expert`` writes, and a project of ``own``."""
    from tests_files import stored

    from backend.files.models import StoredFile
    from backend.programmes.models import Review
    from backend.programmes.services.reviews.messages import write_on_review

    officer, owner = people["officer"], people["owner"]
    one = submitted(call(of=programme(code="rights")), own, status="in_review")
    round = round_of(one.call, people["expert"], status="open")
    made: Review = review(round, one, people["expert"])
    file = StoredFile.objects.get(pk=stored(officer))
    said = {"text": "Who else?", "visibility": "internal", "uploads": [file]}
    message = write_on_review(review=made, by=officer, values=said)
    carried_out = project(officer, own)
    agreement = StoredFile.objects.get(pk=stored(officer))
    carried_out.agreement = agreement
    carried_out.save()
    report = carried_out.reports.first()
    shown = StoredFile.objects.get(pk=stored(owner))
    value = carried_out.values.create(
        indicator=carried_out.proposal.indicators.get(),
        value=1,
        measured_on=datetime.date(2026, 1, 1),
        evidence="A visit",
        file=shown,
        by=owner,
    )
    attached = report.files.create(file_id=stored(owner), by=owner)
    return {
        "review-rounds/": round.pk,
        "review-rounds/{pk}/reviewers/": made.reviewer_id,
        "reviews/": made.pk,
        "reviews/{pk}/messages/": message.pk,
        "reviews/{pk}/messages/files/": file.pk,
        "projects/": carried_out.pk,
        "projects/{pk}/milestones/": carried_out.milestones.first().pk,
        "projects/{pk}/results/": value.pk,
        "project-reports/": report.pk,
        "project-reports/{pk}/files/": attached.pk,
    }
