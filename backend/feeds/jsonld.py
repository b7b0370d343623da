"""Public rows as schema.org tells them (JSON-LD). What is not known is left out."""

from __future__ import annotations

from typing import Any

from backend.common.names import name_in
from backend.directory.models import Institution
from backend.feeds.addresses import api
from backend.programmes.models import Call

CONTEXT = "https://schema.org"
T = Institution.Type
TYPES = {
    T.MINISTRY: "GovernmentOrganization",
    T.AGENCY: "GovernmentOrganization",
    T.RESEARCH_INSTITUTE: "ResearchOrganization",
    T.UNIVERSITY: "CollegeOrUniversity",
    T.TRAINING_CENTRE: "EducationalOrganization",
    T.HOSPITAL: "Hospital",
    T.COMPANY: "Corporation",
    T.NGO: "NGO",
    T.INTERNATIONAL_ORGANISATION: "Organization",
}


def document(told: dict[str, Any]) -> dict[str, Any]:
    """Whole, with its context; without what is empty."""
    return {"@context": CONTEXT, **known(told)}


def known(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in ("", None, [], {})}


def institution(row: Institution) -> dict[str, Any]:
    """Of a listed one: what its page shows to everybody."""
    address = (
        {"@type": "PostalAddress", "addressCountry": row.country.alpha2} if row.country else {}
    )
    return {
        "@type": TYPES[T(row.type)],
        "@id": api("institutions", row.pk),
        "name": row.name,
        "alternateName": sorted({one for one in row.names.values() if one != row.name}),
        "url": row.website,
        "address": address,
        "sameAs": [f"https://ror.org/{row.ror}"] if row.ror else [],
        "parentOrganization": reference(row.parent) if row.parent else {},
    }


def reference(row: Institution) -> dict[str, Any]:
    """Another row, by name and address; nothing of one that is not listed."""
    if not row.is_listed:
        return {}
    return {"@type": TYPES[T(row.type)], "@id": api("institutions", row.pk), "name": row.name}


def call(row: Call) -> dict[str, Any]:
    """An announcement, of a grant that is not given yet."""
    programme = row.programme
    amount = {"@type": "MonetaryAmount", "currency": "USD", "value": str(row.money)}
    funder = name_in(programme.funders)
    grant = {
        "@type": "MonetaryGrant",
        "name": programme.name,
        "funder": {"@type": "Organization", "name": funder} if funder else {},
        "amount": amount if row.money is not None else {},
    }
    return {
        "@type": "SpecialAnnouncement",
        "@id": api("calls", row.pk),
        "name": row.name,
        "text": name_in(programme.descriptions) or programme.name,
        "datePosted": row.announced_at.isoformat() if row.announced_at else "",
        "expires": row.closes_at.isoformat(),
        "url": api("calls", row.pk),
        "about": known(grant),
    }
