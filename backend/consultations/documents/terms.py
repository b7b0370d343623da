"""The terms of reference."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from backend.common.documents import Document, Fact, Section, said
from backend.common.documents.content import line
from backend.consultations.documents.parts import language_of, section, subject_of, who_asks
from backend.consultations.models import ConsultationRequest
from backend.consultations.terms import LONG, TERMS, terms_of

AT_A_GLANCE = ("track", *(name for name in TERMS if name not in LONG), "experts_wanted")


def terms(request: ConsultationRequest) -> Document:
    """All that is filled in: the short facts first, then what is written in sentences."""
    language = language_of(request)
    short = [
        Fact(label, line(text, language))
        for _name, label, text in terms_of(request, (*AT_A_GLANCE, "answers_by"))
    ]
    long = [
        section(label, text, language) for name, label, text in terms_of(request) if name in LONG
    ]
    return Document(
        title=_("Terms of reference"),
        subject=subject_of(request),
        sections=(
            Section(said(_("At a glance")), facts=(*who_asks(request), *short)),
            section(capfirst(_("need")), request.need.text, language),
            *long,
        ),
    )
