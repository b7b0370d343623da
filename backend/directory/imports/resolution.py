"""Who the records of one batch are: settled, new, refused, or a question. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from backend.common.ids import new_id
from backend.common.names import display_name
from backend.directory.imports.answers import Answer, Choice, Question, institution_of, key_of
from backend.directory.imports.identity.candidates import (
    Candidate,
    candidates,
    email_of,
    keys_of,
)
from backend.directory.imports.identity.decide import Decision, Known
from backend.directory.imports.mentions import Mentions, pairs_of
from backend.directory.imports.problems import Problem, of_cell
from backend.directory.imports.records import ProfileRecord
from backend.directory.imports.values.base import BadValue
from backend.directory.models import Institution
from backend.directory.name_keys import script_of
from backend.directory.sounds import stored_sounds


@dataclass(frozen=True)
class Settled:
    """A record, and the profile it is or will be."""

    record: ProfileRecord
    candidate: Candidate
    is_new: bool
    holder: UUID | None = None  # of its ORCID iD, which is another profile


@dataclass
class Resolution:
    mentions: Mentions
    settled: list[Settled] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def institutions_of(self, record: ProfileRecord) -> set[UUID]:
        home = record.values.get("country", "")
        found = {self.mentions.id_of(a.institution, home) for a in record.affiliations}
        return {pk for pk in found if pk}


def resolve(
    kind: str, records: list[ProfileRecord], source: str, answers: dict[str, Answer]
) -> Resolution:
    """One query for each thing that can identify, however many records there are."""
    resolution = Resolution(Mentions.resolve(pairs_of(records), source))
    wanted = {answer.id for answer in answers.values()}
    known = Known.of(source, candidates(kind, records, source, wanted))
    known.scripts = resolution.mentions.scripts() | _scripts(known.by_id.values())
    unclear: list[tuple[ProfileRecord, Decision]] = []
    for record in records:
        if refused := resolution.mentions.refusal(record):
            resolution.problems.append(
                _institution_problem(record, refused[0].reference, refused[1])
            )
            continue
        at = resolution.institutions_of(record)
        decision = known.decide(record, at, answers.get(key_of(record)))
        if decision.refusal:
            resolution.problems.append(_problem(record, decision.refusal))
        elif decision.unclear and not decision.match:
            unclear.append((record, decision))
        else:
            found = decision.match or _new(record, source)
            holder = decision.holder.id if decision.holder else None
            known.add(_learned(found, record, source, at, takes_orcid=holder is None))
            resolution.settled.append(Settled(record, found, decision.match is None, holder))
    _ask(resolution, unclear)
    return resolution


def _new(record: ProfileRecord, source: str) -> Candidate:
    return Candidate(new_id(), record.names, source=source, external_id=record.external_id)


def _scripts(candidates: Iterable[Candidate]) -> dict[UUID, frozenset[str]]:
    """The scripts in which the candidates' institutions are named."""
    at = {pk for candidate in candidates for pk in candidate.institutions}
    rows = Institution.objects.filter(pk__in=at).values_list("pk", "names")
    return {pk: frozenset(map(script_of, names.values())) for pk, names in rows}


def _learned(
    found: Candidate, record: ProfileRecord, source: str, at: set[UUID], takes_orcid: bool
) -> Candidate:
    """What the record tells of the profile, for the records after it."""
    if record.external_id and not (found.external_id or found.alias):
        found.source, found.external_id, found.adopted = source, record.external_id, True
    found.keys |= keys_of(record)
    found.sounds |= frozenset(stored_sounds(record.names.values()))
    found.institutions |= at
    if takes_orcid:
        found.orcid = record.values.get("orcid", found.orcid)
    found.ror = record.values.get("ror", found.ror)
    found.country = record.values.get("country", found.country)
    found.email = email_of(record) or found.email
    return found


def _ask(resolution: Resolution, unclear: list[tuple[ProfileRecord, Decision]]) -> None:
    if not unclear:
        return
    at = {pk for _record, decision in unclear for c in decision.unclear for pk in c.institutions}
    rows = Institution.objects.filter(pk__in=at).only("names")
    names = {row.pk: display_name(row.names) for row in rows}
    for record, decision in unclear:
        choices = tuple(_choice(candidate, names) for candidate in decision.unclear)
        question = Question(record.place, record.label, institution_of(record), choices)
        resolution.questions.append(question)
        listed = "; ".join(f"{choice.id} ({choice})" for choice in choices)
        reason = _("may be one of these profiles: %(listed)s") % {"listed": listed}
        expected = _("the id, or new, in a column same_as, or an answer in the answers file")
        problem = Problem(record.place, "", record.label, reason, expected)
        resolution.problems.append(problem)


def _choice(candidate: Candidate, names: dict[UUID, str]) -> Choice:
    institutions = ", ".join(sorted(names[pk] for pk in candidate.institutions if pk in names))
    name = display_name(candidate.names)
    return Choice(str(candidate.id), name, institutions, candidate.country, candidate.source)


def _problem(record: ProfileRecord, reason: str) -> Problem:
    return Problem(record.place, "same_as" if record.same_as else "", record.label, reason)


def _institution_problem(record: ProfileRecord, reference: str, reason: str) -> Problem:
    expected = _("institution_id with its external id, or institution_country")
    error = BadValue(reason, expected)
    return of_cell(record.place, "institution", "institution", reference, error)
