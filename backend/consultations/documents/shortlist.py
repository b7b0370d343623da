"""The shortlist as it was released: who, from where, and why. Contact data has no place in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from backend.codelists.models import Language
from backend.common.documents import Document, Fact, Paragraph, Section, said, written
from backend.common.documents.content import line
from backend.consultations.documents.parts import subject_of, today, who_asks
from backend.consultations.models import ConsultationRequest, ShortlistEntry
from backend.consultations.services.why import evidence_of
from backend.matches.api.serializers.answers import institution_name
from backend.matches.sentences import sentence

MOST = 5  # reasons that are quoted of each candidate


def shortlist(request: ConsultationRequest, entries: Iterable[ShortlistEntry]) -> Document:
    languages = Language.objects.in_bulk()
    return Document(
        title=_("Shortlist"),
        subject=subject_of(request),
        sections=(
            Section(said(_("Request")), facts=(*who_asks(request), today())),
            *(
                _candidate(number, entry, languages)
                for number, entry in enumerate(entries, start=1)
            ),
        ),
    )


def _candidate(number: int, entry: ShortlistEntry, languages: dict[str, Language]) -> Section:
    return Section(
        line(f"{number}. {entry.profile.name}"),
        facts=tuple(_facts(entry)),
        paragraphs=(*written(entry.why, entry.why_language), *_reasons(entry, languages)),
    )


def _facts(entry: ShortlistEntry) -> Iterator[Fact]:
    profile = entry.profile
    name = institution_name(profile)
    if name and name != profile.name:
        yield Fact(_("Institution"), line(name))
    if profile.country:
        yield Fact(capfirst(_("country")), said(profile.country.name))
    if entry.released_at:
        yield Fact(_("Proposed on"), said(date_format(entry.released_at)))


def _reasons(entry: ShortlistEntry, languages: dict[str, Language]) -> Iterator[Paragraph]:
    """The passages that weighed most, in a sentence each."""
    kept = entry.match.reasons if entry.match else []
    for reason in sorted(kept, key=lambda one: -one["contribution"])[:MOST]:
        evidence = evidence_of(reason, entry.profile)
        yield line("• " + sentence(evidence, languages, reason["passage"]))
