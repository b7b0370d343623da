"""A fund, a call of it, and a proposal that three institutions of three countries write, in tests."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

COUNTRIES = {"KEN": "Kisumu Institute of Water", "PER": "Centro de Riego", "LKA": "Tank Board"}
COVER = {
    "beneficiaries": "Farmers at the ends of channels.",
    "beneficiaries_number": 1200,
    "starts_on": "2027-10-01",
    "months": 18,
    "requested": "30000.00",
    "outcome": "Farmers at the ends of channels have water in the dry months.",
}


def fund(code: str = "test-fund", **values: Any) -> Any:
    """Through a mission, with the two texts of the model format, a page each."""
    from backend.programmes.models import FormSection, Programme

    made = Programme.objects.create(
        code=code,
        **{
            "names": {"en": "Fund for Tests", "fr": "Fonds d’essai"},
            "funders": {"en": "the Executive Secretariat"},
            "languages": ["ar", "en", "es", "fr", "zh"],
            "stages": ["proposal"],
            "channel": "mission",
        }
        | values,
    )
    for place, (key, name) in enumerate(
        (("situation", "Part Ia. Situation analysis"), ("strategy", "Part Ib. Strategy"))
    ):
        FormSection.objects.create(
            programme=made,
            stage=made.stages[-1],
            key=key,
            names={"en": name},
            most_pages=1,
            position=place,
        )
    return made


def demand(programme: Any, rule: str, severity: str = "blocks", **parameters: Any) -> Any:
    from backend.programmes.models import ProgrammeRule

    return ProgrammeRule.objects.create(
        programme=programme,
        rule=rule,
        severity=severity,
        parameters=parameters,
        confirmed=True,
        source="A test.",
    )


def call_of(programme: Any, **values: Any) -> Any:
    """Announced, and open for a month."""
    from backend.programmes.models import Call

    now, month = timezone.now(), datetime.timedelta(days=30)
    usual = {"opens_at": now - month, "closes_at": now + month, "announced_at": now - month}
    return Call.objects.create(
        programme=programme, **{"year": 2027, "names": {"en": "Call 2027"}} | usual | values
    )


def institution(country: str, name: str = "") -> Any:
    """Listed, with an owner (``owner@ken.example``) whom nothing else ties to it."""
    from backend.directory.models import Institution

    made = Institution.objects.create(
        names={"en": name or COUNTRIES[country]},
        type="research_institute",
        country_id=country,
        consent_listed=True,
    )
    member(made, "owner")
    return made


def member(institution: Any, role: str) -> Any:
    from backend.accounts.models import User
    from backend.directory.models import Membership

    code = str(institution.country_id).lower()
    first, last = role.title(), {"ken": "Otieno", "per": "Quispe", "lka": "Perera"}.get(code, code)
    user = User.objects.create_user(f"{role}@{code}.example", "palmeira-azul-9")
    User.objects.filter(pk=user.pk).update(first_name=first, last_name=last)
    user.refresh_from_db()
    Membership.objects.create(user=user, institution=institution, role=role)
    return user


def owner_of(institution: Any) -> Any:
    return institution.memberships.get(role="owner").user


def begin(call: Any, institutions: list[Any], **values: Any) -> Any:
    """A draft of the first, with the others as partners."""
    return begin_for(call, owner_of(institutions[0]), institutions, **values)


def begin_for(call: Any, by: Any, institutions: list[Any], **values: Any) -> Any:
    """The same, begun by somebody else than its own owner."""
    from backend.programmes.services.partners import add_partner
    from backend.programmes.services.proposals import create_proposal

    applicant, *others = institutions
    said = {"title": "Water at the ends of channels", "language": "en"} | values
    made = create_proposal(values={"call": call, "institution": applicant, **said}, by=by)
    for one in others:
        add_partner(proposal=made, values={"institution": one, "country": one.country})
    return made


def frame(proposal: Any) -> tuple[Any, Any]:
    """An output with an activity and money from the programme and from a partner."""
    from backend.programmes.models import Activity, BudgetLine, Contribution, Output

    output = Output.objects.create(proposal=proposal, text="Forty gates that measure flow")
    Activity.objects.create(output=output, text="Build gates in two workshops")
    given_by = Contribution.objects.create(
        proposal=proposal, name="Tank Board", status="confirmed", evidence="Letter of 3 March"
    )
    for year, amount, source in ((1, "20000", None), (2, "10000", None), (1, "30000.50", given_by)):
        BudgetLine.objects.create(
            proposal=proposal,
            output=output,
            contribution=source,
            text="Steel and labour",
            year=year,
            amount=amount,
        )
    return output, given_by


def sign_letters(proposal: Any, *countries: str) -> None:
    """All that a letter shows, with a scan; of these countries, or of all."""
    from tests_files import stored

    from backend.programmes.models import EndorsementStatus

    for row in proposal.endorsements.all():
        if countries and row.country_id not in countries:
            continue
        row.scan_id = stored(proposal.created_by, f"letter {row.country_id}.pdf")
        row.institution, row.signer = "Ministry of Water", "N. Minister"
        row.position, row.is_signed = "Permanent Secretary", True
        row.status = EndorsementStatus.ACCEPTED
        row.save()
