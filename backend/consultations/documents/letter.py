"""The official letter with which an institution asks: to be signed, scanned and attached."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.common.documents import Document, Fact, Section, said, written
from backend.common.documents.content import line
from backend.consultations.documents.parts import (
    language_of,
    period,
    section,
    subject_of,
    today,
    who_asks,
)
from backend.consultations.models import ConsultationRequest
from backend.directory.selectors import secretariat


def letter(request: ConsultationRequest) -> Document:
    office = secretariat()
    facts = (today(), *who_asks(request))
    if office:
        facts = (Fact(_("To"), line(office.name)), *facts)
    return Document(
        title=_("Official request for consultation"),
        subject=subject_of(request),
        sections=(
            Section(said(_("Request")), facts, tuple(map(said, _asked(request)))),
            *_offered(request),
        ),
        signatures=(
            _("Name"),
            _("Position"),
            _("Place and date"),
            _("Signature and stamp"),
        ),
    )


def _asked(request: ConsultationRequest) -> list[str]:
    """Sentences that each stand by themselves, as far as something is known."""
    count = request.experts_wanted
    told = [
        ngettext(
            "We ask the network to name an expert for the work that is described in the terms of "
            "reference of the same reference number.",
            "We ask the network to name %(count)d experts for the work that is described in the "
            "terms of reference of the same reference number.",
            count,
        )
        % {"count": count}
    ]
    if days := request.working_days:
        told.append(_("Working days: %(days)d.") % {"days": days})
    if request.starts_on or request.ends_on:
        told.append(_("Period: %(period)s.") % {
            "period": period(request.starts_on, request.ends_on)
        })  # fmt: skip
    told.append(
        _(
            "We confirm that the request was approved in our institution, and that we shall "
            "receive the expert, provide the contribution and facilities named in the terms of "
            "reference, and say within the network how we found the work."
        )
    )
    return told


def _offered(request: ConsultationRequest) -> list[Section]:
    if not written(request.contribution):
        return []
    heading = _("Own contribution and facilities")
    return [section(heading, request.contribution, language_of(request))]
