"""What several documents say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.common.documents import Fact, Paragraph, Section, said
from backend.common.documents.content import line
from backend.programmes.models import Proposal, ProposalPartner


def amount(value: Decimal | None) -> str:
    """In the digits of the language, to the cent; "" where there is none."""
    if value is None:
        return ""
    return number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True)


def today() -> Fact:
    return Fact(_("Date"), said(date_format(timezone.localdate())))


def duration(proposal: Proposal) -> str:
    if not proposal.months:
        return ""
    told = ngettext("%(months)d month", "%(months)d months", proposal.months)
    return told % {"months": proposal.months}


def start(proposal: Proposal) -> str:
    return date_format(proposal.starts_on) if proposal.starts_on else ""


def labelled(model: type, name: str) -> str:
    """A field's own name, as a label."""
    return capfirst(str(model._meta.get_field(name).verbose_name))  # type: ignore[attr-defined]  # of any model


def filled(facts: Iterable[tuple[str, Paragraph]]) -> Iterator[Fact]:
    """Those that say something."""
    return (Fact(label, value) for label, value in facts if value.text)


def who_takes_part(partners: Iterable[ProposalPartner], language: str) -> tuple[tuple, ...]:
    """Rows of a table: country, institution, role."""
    return tuple(
        (said(one.country.name), line(one.institution.name), line(one.role, language))
        for one in partners
    )


def plain_section(heading: str, *paragraphs: Paragraph) -> Section:
    return Section(said(heading), paragraphs=paragraphs)
