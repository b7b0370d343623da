"""A call, and a proposal to it that keeps every rule of the Fund, in the database."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

DAY = datetime.timedelta(days=1)
COUNTRIES = ("KEN", "GHA", "PER")


def open_call(code: str = "pgtf", **values: Any) -> Any:
    """Announced, open since yesterday, for thirty days more."""
    from django.utils import timezone

    from backend.programmes.models import Call, Programme

    now = timezone.now()
    given = {
        "programme": Programme.objects.get(code=code),
        "names": {"en": "The call of the year"},
        "year": 2026,
        "opens_at": now - DAY,
        "closes_at": now + 30 * DAY,
        "announced_at": now - DAY,
        "zone": "America/New_York",
    }
    return Call.objects.create(**given | values)


def institution_in(country: str, name: str = "", **values: Any) -> Any:
    from backend.directory.models import Institution

    given = {"names": {"en": name or f"Institute {country}"}, "type": "university"}
    return Institution.objects.create(country_id=country, consent_listed=True, **given | values)


def proposal_to(call: Any, applicant: Any = None, **values: Any) -> Any:
    """For Kenya (the applicant), Ghana and Peru, with all that the Fund demands."""
    from backend.programmes.models import Proposal

    applicant = applicant or institution_in("KEN")
    start = call.closes_at.date() + 200 * DAY
    given: dict[str, Any] = {
        "title": "Solar pumps for three countries",
        "language": "fr",
        "sector_id": "energy",
        "beneficiaries": "Farmers of twelve villages",
        "beneficiaries_number": 1_200,
        "starts_on": start,
        "months": 18,
        "requested": Decimal(30_000),
        "outcome": "Fields are watered without diesel.",
    }
    proposal = Proposal.objects.create(call=call, institution=applicant, **given | values)
    others = [institution_in(country) for country in COUNTRIES[1:]]
    for one, country in zip((applicant, *others), COUNTRIES, strict=True):
        proposal.partners.create(institution=one, country_id=country)
    _write(proposal, others)
    return proposal


def _write(proposal: Any, others: list[Any]) -> None:
    from backend.programmes.models import Activity

    proposal.indicators.create(text="Hectares that are watered")
    outputs = [proposal.outputs.create(text=text) for text in ("Pumps run", "People trained")]
    source = proposal.contributions.create(
        institution=others[0], status="confirmed", evidence="Letter of 3 March"
    )
    for output in outputs:
        proposal.budget_lines.create(output=output, text="Pumps", amount=15_000)
        given = {"contribution": source, "amount": 15_000, "kind": "in_kind"}
        proposal.budget_lines.create(output=output, text="Sites", **given)
        deed = Activity.objects.create(output=output, text="Together", lead=others[0])
        deed.countries.set(COUNTRIES)
    for key in proposal.call.programme.sections.values_list("key", flat=True):
        proposal.sections.update_or_create(key=key, defaults={"text": "Diesel is dear."})
    for country in proposal.partners.values_list("country", flat=True):
        endorse(proposal, country)
    attach(proposal, "summary-checklist")


def endorse(proposal: Any, country: str) -> Any:
    """A complete letter, with its scan."""
    from tests_files import stored

    signed = {"institution": "Ministry", "signer": "A. Person", "position": "Minister"}
    return proposal.endorsements.create(
        country_id=country,
        status="accepted",
        is_signed=True,
        scan_id=stored(somebody()),
        **signed,
    )


def attach(proposal: Any, kind: str, **values: Any) -> Any:
    from tests_files import stored

    by = somebody()
    return proposal.files.create(file_id=stored(by), kind=kind, by=by, **values)


def somebody() -> Any:
    from backend.accounts.models import User

    return User.objects.get_or_create(email="clerk@proposals.example")[0]


def rules_that(check: Any, outcome: str) -> set[str]:
    return {one.rule for one in check.results if one.outcome == outcome}


def confirm_group(code: str = "G77") -> None:
    """Somebody has checked the list of its members."""
    from backend.codelists.models import GroupMembership

    GroupMembership.objects.filter(group=code).update(confirmed=True)
