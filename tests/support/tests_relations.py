"""A row of each kind, and a person in each relation to it. Made once for the whole matrix."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from tests_access import ASKED
from tests_alerts import rows_of_alerts
from tests_dossier import rows_of_dossier, rows_of_profile
from tests_files import stored
from tests_ideas import rows_of_ideas
from tests_proposal_rows import rows_of_proposal
from tests_requests import TERMS, shortlist
from tests_reviews import rows_of_reviews

from backend.access.models import AccessRequest, MemberInvitation
from backend.accounts.models import User
from backend.accounts.services import issue_token
from backend.certificates.services import issue_certificate
from backend.consultations.answering import LinkHolder
from backend.consultations.batches.parameters import Parameters
from backend.consultations.models import BatchRun, ConsultationRequest, Deputy
from backend.consultations.services import answers
from backend.consultations.services.invitations import invite
from backend.directory.models import Contact, Expert, Institution, LookAlike, Membership
from backend.matches.services import request_run
from backend.needs.models import Need
from backend.reports.periods import Period
from backend.reports.services import freeze_report

COLLEAGUES = ("editor", "approver", "reader")
PHONE = "+254 20 762 0001"  # of the experts


def make_people(own: Institution) -> dict[str, User | None]:
    """By the names that stand above the table; ``owner`` acts for the institution of the rows."""
    other = Institution.objects.listed().filter(is_secretariat=False).exclude(pk=own.pk).first()
    people: dict[str, User | None] = {
        "officer": User.objects.get(email="secretariat@demo.example"),
        "owner": User.objects.get(email="partner@demo.example"),
        **{role: _member(own, role) for role in COLLEAGUES},
        "partner": _member(other, "owner"),
        "expert": _expert("Amaru").user,
        "delegate": _person("aide", "look-after"),
        "other": _expert("Binta").user,
        "stranger": _person("somebody", "nowhere"),
    }
    return {**people, "nobody": None}


def make_unproved() -> User:
    """An officer of the secretariat who has set up no second factor."""
    user = _person("officer", "secretariat")
    secretariat = Institution.objects.get(is_secretariat=True)
    Membership.objects.create(user=user, institution=secretariat, role=Membership.Role.EDITOR)
    return user


def make_rows(own: Institution, people: dict[str, Any]) -> dict[str, Any]:
    """By the beginning of an address, what stands next in it."""
    officer, expert = people["officer"], people["expert"].expert
    need = Need.objects.filter(institution=own).order_by("pk").last()
    request = ConsultationRequest.objects.create(need=need, **TERMS)
    shortlist(request, officer, expert, people["other"].expert)
    entries = list(request.shortlist.order_by("place"))
    invitation = invite(request=request, entries=entries, by=officer)[0]
    answers.accept(invitation=invitation, by=LinkHolder(invitation))
    pair = sorted(Institution.objects.listed().exclude(pk=own.pk)[:2], key=lambda one: one.pk)
    work = request.engagements.get()
    certificate = issue_certificate(of=work, expert=expert, client=own, title="Pumps")
    period = Period(since=datetime.date(2026, 1, 1), until=datetime.date(2026, 3, 31))
    handed_in = {"title": "Diagnosis", "number": 1, "text": "All four run.", "by": expert.user}
    deliverable = work.deliverables.create(**handed_in)
    return {
        **_rows_of_access(own, people),
        **rows_of_dossier(work, people),
        **_rows_of_batch(request, people),
        **rows_of_profile(expert, people),
        **rows_of_ideas(own, people),
        **rows_of_alerts(people),
        **rows_of_proposal(own, people),
        **rows_of_reviews(own, people),
        "passages/": own.passages.create(kind="project", text="Pumps repaired.").pk,
        "deliverables/": deliverable.pk,
        "certificates/": certificate.code,
        "reports/": freeze_report(title="Spring", period=period, by=officer).pk,
        "needs/": need.pk,
        "institutions/": own.pk,
        "experts/": expert.pk,
        "look-alikes/": LookAlike.objects.create(first=pair[0], second=pair[1]).pk,
        "match-runs/": request_run(need=need, by=people["owner"], k=5).pk,
        "consultation-requests/": request.pk,
        "invitations/": invitation.pk,
        "engagements/": work.pk,
        "auth/tokens/": issue_token(user=people["owner"])[0].pk,
        "codelists/": "unknown",
        "consultation-requests/{pk}/shortlist/": entries[0].pk,
    }


def _rows_of_access(own: Institution, people: dict[str, Any]) -> dict[str, Any]:
    """Who asks to get in, is invited, is in, and stands in for an officer."""
    officer, today = people["officer"], timezone.now()
    invited = MemberInvitation.objects.create(
        institution=own,
        email="third@nowhere.example",
        role="reader",
        language="fr",
        invited_by=officer,
        sent_at=today,
        expires_at=today + datetime.timedelta(days=3),
    )
    ends = today + datetime.timedelta(days=3)
    second = _person("second", "secretariat")
    deputy = Deputy.objects.create(officer=officer, deputy=second, starts_on=today, ends_on=ends)
    asked = AccessRequest.objects.create(
        **ASKED | {"country": own.country}, letter_id=stored(officer)
    )
    return {
        # the reader's own, which a reader may end
        "institutions/{institution}/members/": people["reader"].memberships.get().pk,
        "institutions/{institution}/invitations/": invited.pk,
        "access-requests/": asked.pk,
        "deputies/": deputy.pk,
        "officers/": officer.pk,
    }


def _rows_of_batch(request: ConsultationRequest, people: dict[str, Any]) -> dict[str, Any]:
    officer = people["officer"]
    batch = BatchRun.objects.create(asked_by=officer, parameters=Parameters().as_json())
    batch.requests.create(request=request, wanted=1, weight=1.0)
    row = batch.rows.create(request=request, profile=people["other"].expert, score=0.5)
    return {"batch-runs/": batch.pk, "batch-runs/{pk}/rows/": row.pk}


def filled(path: str, rows: dict[str, Any]) -> str:
    """The address with the rows put in: each by what stands before it."""
    parts = path.split("/")
    for at, name in enumerate(parts):
        if name.startswith("{"):
            before = "/".join(path.split("/")[:at]) + "/"
            parts[at] = str(rows["codelists/" if before.startswith("codelists/") else before])
    return "/".join(parts)


def _person(name: str, domain: str) -> User:
    """At a domain of its own side: who shares one has a conflict of interest."""
    return User.objects.create_user(f"{name}@{domain}.example", "palmeira-azul-9")


def _member(institution: Institution, role: str) -> User:
    user = _person(role, f"at-{institution.pk}")
    Membership.objects.create(user=user, institution=institution, role=role)
    return user


def _expert(name: str) -> Expert:
    expert = Expert.objects.create(
        names={"en": name},
        user=_person(name.lower(), "free-lance"),
        consent_listed=True,
        last_confirmed=timezone.now().date() - datetime.timedelta(days=1),
    )
    Contact.objects.create(expert=expert, email=f"{name.lower()}@at-home.example", phone=PHONE)
    return expert
