"""What several documents say."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from backend.common.documents import Fact, Paragraph, Section, said, written
from backend.common.documents.content import line
from backend.consultations.models import ConsultationRequest


def language_of(request: ConsultationRequest) -> str:
    """Of the need, which is the language of all that the partner wrote."""
    return request.need.language or request.need.detected_language


def subject_of(request: ConsultationRequest) -> Paragraph:
    return line(str(request.need), language_of(request))


def who_asks(request: ConsultationRequest) -> tuple[Fact, ...]:
    """Institution, country, and the number by which the request is known."""
    need = request.need
    facts = [Fact(_("Institution"), line(need.institution.name))]
    if need.country:
        facts.append(Fact(capfirst(_("country")), said(need.country.name)))
    return (*facts, Fact(_("Reference"), said(request.pk)))


def section(heading: str, text: str, language: str) -> Section:
    """What people wrote, under a heading of ours."""
    return Section(said(heading), paragraphs=written(text, language))


def today() -> Fact:
    return Fact(_("Date"), said(date_format(timezone.localdate())))


def period(begins: datetime.date | None, ends: datetime.date | None) -> str:
    """Both days, or what is known of them."""
    return " – ".join(date_format(day) if day else "…" for day in (begins, ends))
