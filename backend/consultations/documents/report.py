"""The final report: what was agreed, what was delivered, how long it took, how it was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.common.documents import Document, Fact, Section, said, written
from backend.common.documents.content import line
from backend.common.languages import detect
from backend.consultations.documents.parts import period, subject_of, today, who_asks
from backend.consultations.models import ConsultationRequest, Deliverable, Engagement, Feedback
from backend.consultations.working import hours_spent, newest


def engagement_report(engagement: Engagement) -> Document:
    """Of one expert's work."""
    return _report(engagement.request, [engagement])


def request_report(request: ConsultationRequest, engagements: Iterable[Engagement]) -> Document:
    """Of all that was done for a request, one expert after the other."""
    return _report(request, list(engagements))


def _report(request: ConsultationRequest, engagements: list[Engagement]) -> Document:
    parts = [part for one in engagements for part in _work(one)]
    return Document(
        title=_("Final report"),
        subject=subject_of(request),
        sections=(
            Section(said(_("Request")), facts=(*who_asks(request), today())),
            *parts,
        ),
    )


def _work(engagement: Engagement) -> Iterator[Section]:
    yield Section(line(engagement.expert.name), facts=tuple(_facts(engagement)))
    for deliverable in newest(engagement.deliverables.all()):
        yield _delivered(deliverable)
    for one in engagement.feedback.all():
        yield _found(one)


def _facts(engagement: Engagement) -> Iterator[Fact]:
    yield Fact(capfirst(_("status")), said(engagement.get_status_display()))
    if engagement.starts_on or engagement.ends_on:
        yield Fact(_("Period"), said(period(engagement.starts_on, engagement.ends_on)))
    if hours := hours_spent(engagement.deliverables.all()):
        told = ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours}
        yield Fact(_("Time spent"), said(told))


def _delivered(deliverable: Deliverable) -> Section:
    facts = [
        Fact(_("Handed in on"), said(date_format(deliverable.created_at))),
        Fact(capfirst(_("version")), said(deliverable.number)),
    ]
    if deliverable.link:
        facts.append(Fact(capfirst(_("link")), line(deliverable.link)))
    language = detect(deliverable.text[:2_000])
    return Section(
        line(deliverable.title, language),
        facts=tuple(facts),
        paragraphs=written(deliverable.text, language),
    )


def _found(feedback: Feedback) -> Section:
    by_partner = feedback.side == Feedback.Side.PARTNER
    heading = _("Feedback of the partner") if by_partner else _("Feedback of the expert")
    rating = _("%(rating)d of 5") % {"rating": feedback.rating}
    return Section(
        said(heading),
        facts=(Fact(capfirst(_("rating")), said(rating)),),
        paragraphs=written(feedback.text, detect(feedback.text[:2_000])),
    )
