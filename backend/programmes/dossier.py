"""A proposal as the rules see it: values alone, as they stood, so that a check can be repeated.

Rules read nothing else: neither the database nor the clock. ``selectors/dossier.py`` makes it out
of the rows; tests make it by hand.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Partner:
    """``groups``: those the country is a member of on the day of the check; ``regions``: its M49
    regions, the widest first."""

    id: str
    institution: str  # its name, for the reader
    type: str  # directory.Institution.Type
    country: str  # ISO 3166-1 alpha-3
    groups: frozenset[str] = frozenset()
    regions: tuple[str, ...] = ()
    is_applicant: bool = False
    is_network_member: bool = False


@dataclass(frozen=True)
class Letter:
    """A country's endorsement, as far as it is there."""

    country: str
    status: str  # EndorsementStatus
    institution: str = ""
    signer: str = ""
    position: str = ""
    is_signed: bool = False
    has_scan: bool = False


@dataclass(frozen=True)
class Line:
    """``source`` empty: the programme pays."""

    amount: Decimal
    year: int
    kind: str  # BudgetLine.Kind
    output: str = ""
    source: str = ""


@dataclass(frozen=True)
class Source:
    """Who gives something besides the programme."""

    id: str
    name: str
    status: str  # Contribution.Status
    has_evidence: bool = False
    country: str = ""  # of the institution that gives, where it is known here


@dataclass(frozen=True)
class Deed:
    """An activity: the output it is for, and the countries that take part in it."""

    id: str
    output: str
    text: str
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Text:
    """A section of the form: its length in characters, and the most there may be."""

    key: str
    name: str
    characters: int
    required: bool
    most: int | None = None


@dataclass(frozen=True)
class Attachment:
    kind: str
    is_signed: bool = False


@dataclass(frozen=True)
class Dossier:
    """``day``: of which the check is. ``handed_in_at``: the instant it is, or would be, handed in.

    ``languages``: those that the programme takes; ``page``: how many characters it takes for one.
    ``others_this_year``: titles of other proposals of the applicant that were handed in to the
    programme in the year of the call, and not withdrawn; ``drafts_this_year``: those being written.
    ``unconfirmed_groups``: groups of countries of whose members nobody has checked the list.
    ``names``: what codes are called in the reader's language; they are in texts only.
    """

    day: datetime.date
    stage: str
    year: int
    language: str
    title: str = ""
    sector: str = ""
    sectors: frozenset[str] = frozenset()
    goals: frozenset[str] = frozenset()
    opens_at: datetime.datetime | None = None
    closes_at: datetime.datetime | None = None
    internal_closes_at: datetime.datetime | None = None
    handed_in_at: datetime.datetime | None = None
    zone: str = "UTC"
    partners: tuple[Partner, ...] = ()
    letters: tuple[Letter, ...] = ()
    requested: Decimal | None = None
    lines: tuple[Line, ...] = ()
    sources: tuple[Source, ...] = ()
    outputs: Mapping[str, str] = field(default_factory=dict)  # id → text
    indicators: tuple[str, ...] = ()
    activities: tuple[Deed, ...] = ()
    texts: tuple[Text, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    beneficiaries: str = ""
    beneficiaries_number: int | None = None
    outcome: str = ""
    starts_on: datetime.date | None = None
    months: int | None = None
    others_this_year: tuple[str, ...] = ()
    drafts_this_year: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    page: int = 3_000
    unconfirmed_groups: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)

    def named(self, code: str) -> str:
        """A country, group, region, language or sector as its reader calls it."""
        return self.names.get(code, code)

    @property
    def countries(self) -> tuple[str, ...]:
        """Of the partners, each once, in the order of the partners."""
        return tuple(dict.fromkeys(partner.country for partner in self.partners))

    @property
    def applicant(self) -> Partner | None:
        return next((partner for partner in self.partners if partner.is_applicant), None)
