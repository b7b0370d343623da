"""A proposal, with all that goes into it, as the values that rules read.

The number of queries is the same for a small proposal and a large one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from backend.codelists.models import Language, PgtfSector
from backend.common.names import primary
from backend.programmes.dossier import Attachment, Dossier, Letter, Line, Partner, Source, Text
from backend.programmes.models import WRITABLE, Call, Proposal, ProposalStatus
from backend.programmes.selectors.framework import deeds_of, outputs_of
from backend.programmes.selectors.instants import first_instant
from backend.programmes.selectors.places import Places, places_on


def dossier_of(
    proposal: Proposal, day: datetime.date, at: datetime.datetime | None = None
) -> Dossier:
    """As of ``day``; ``at`` is the instant at which it would be handed in, on that day."""
    call = proposal.call
    partners = list(
        proposal.partners.filter(left_at=None).select_related("institution").order_by("pk")
    )
    places = places_on(day, {one.country_id for one in partners})
    return Dossier(
        day=day,
        stage=proposal.stage,
        year=call.year,
        handed_in_at=_handed_in_at(proposal, day, at),
        opens_at=call.opens_at,
        closes_at=closes_at(call, proposal.stage),
        internal_closes_at=call.internal_closes_at if _is_first_stage(proposal) else None,
        zone=call.zone,
        partners=tuple(_partner(one, proposal, places, day) for one in partners),
        languages=tuple(call.programme.languages),
        page=call.programme.page,
        unconfirmed_groups=places.unconfirmed_groups,
        names=places.names | _names(proposal),
        **_cover(proposal),
        **_parts(proposal, {one.institution_id: one.country_id for one in partners}),
        **_others(proposal),
    )


def closes_at(call: Call, stage: str) -> datetime.datetime | None:
    """The deadline of a stage: the first has the call's own, what follows another."""
    return call.closes_at if stage == call.programme.stages[0] else call.full_closes_at


def _is_first_stage(proposal: Proposal) -> bool:
    return proposal.stage == proposal.call.programme.stages[0]


def _handed_in_at(
    proposal: Proposal, day: datetime.date, at: datetime.datetime | None
) -> datetime.datetime:
    """When it was handed in; as long as it is being written, when it would be."""
    if proposal.handed_in_at is not None and proposal.status not in WRITABLE:
        return proposal.handed_in_at
    return at or first_instant(proposal.call, day)


def _cover(proposal: Proposal) -> dict[str, Any]:
    return {
        "language": proposal.language,
        "title": proposal.title,
        "sector": proposal.sector_id or "",
        "sectors": frozenset(proposal.sectors.values_list("pk", flat=True)),
        "goals": frozenset(proposal.sdgs.values_list("pk", flat=True)),
        "requested": proposal.requested,
        "beneficiaries": proposal.beneficiaries,
        "beneficiaries_number": proposal.beneficiaries_number,
        "outcome": proposal.outcome,
        "starts_on": proposal.starts_on,
        "months": proposal.months,
    }


def _partner(one: Any, proposal: Proposal, places: Places, day: datetime.date) -> Partner:
    institution = one.institution
    begun = institution.network_from is not None and institution.network_from <= day
    return Partner(
        id=str(one.pk),
        institution=institution.name,
        type=institution.type,
        country=one.country_id,
        groups=places.groups_of(one.country_id),
        regions=places.regions_of(one.country_id),
        is_applicant=one.institution_id == proposal.institution_id,
        is_network_member=begun
        and (institution.network_to is None or day < institution.network_to),
    )


def _parts(proposal: Proposal, countries: dict[Any, str]) -> dict[str, Any]:
    contributions = proposal.contributions.select_related("institution").order_by("pk")
    return {
        "letters": tuple(map(_letter, proposal.endorsements.order_by("country"))),
        "lines": tuple(map(_line, proposal.budget_lines.all())),
        "sources": tuple(map(_source, contributions)),
        "outputs": outputs_of(proposal),
        "indicators": tuple(proposal.indicators.values_list("text", flat=True)),
        "activities": deeds_of(proposal, countries),
        "texts": tuple(_texts(proposal)),
        "attachments": tuple(
            Attachment(kind, signed)
            for kind, signed in proposal.files.order_by("pk").values_list("kind", "is_signed")
        ),
    }


def _letter(row: Any) -> Letter:
    return Letter(
        country=row.country_id,
        status=row.status,
        institution=row.institution.strip(),
        signer=row.signer.strip(),
        position=row.position.strip(),
        is_signed=row.is_signed,
        has_scan=row.scan_id is not None,
    )


def _line(row: Any) -> Line:
    return Line(
        amount=row.amount,
        year=row.year,
        kind=row.kind,
        output=str(row.output_id or ""),
        source=str(row.contribution_id or ""),
    )


def _source(row: Any) -> Source:
    return Source(
        id=str(row.pk),
        name=row.name or row.institution.name,
        status=row.status,
        has_evidence=bool(row.evidence.strip() or row.file_id),
        country=row.institution.country_id or "" if row.institution else "",
    )


def _texts(proposal: Proposal) -> Iterable[Text]:
    """The sections of the form at this stage, with what is written in them so far."""
    written = dict(proposal.sections.values_list("key", "text"))
    form = proposal.call.programme.sections.filter(stage=proposal.stage)
    for one in form.select_related("programme"):
        length = len(written.get(one.key, "").strip())
        yield Text(one.key, str(one), length, one.required, one.most_characters)


def _others(proposal: Proposal) -> dict[str, Any]:
    rows = Proposal.objects.filter(
        institution=proposal.institution_id,
        call__programme=proposal.call.programme_id,
        call__year=proposal.call.year,
    )
    rows = rows.exclude(pk=proposal.pk).exclude(status=ProposalStatus.WITHDRAWN).order_by("pk")
    found = list(rows.values_list("title", "status"))
    drafts = (title for title, status in found if status == ProposalStatus.DRAFT)
    others = (title for title, status in found if status != ProposalStatus.DRAFT)
    return {"others_this_year": tuple(others), "drafts_this_year": tuple(drafts)}


def _names(proposal: Proposal) -> dict[str, str]:

    tags = {primary(one) for one in [*proposal.call.programme.languages, proposal.language]}
    rows = [*Language.objects.filter(pk__in=tags), *PgtfSector.objects.all()]
    return {row.code: row.name for row in rows}
