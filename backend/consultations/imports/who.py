"""Which institution asks in each record: found, new, refused, or a question. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from backend.common.text import fold
from backend.consultations.imports.records import RequestRecord
from backend.directory.imports.answers import Answer, Choice, Question
from backend.directory.imports.mentions import Mentions
from backend.directory.imports.problems import Problem, of_cell
from backend.directory.imports.values.base import BadValue
from backend.directory.models import Institution

Asker = tuple[RequestRecord, UUID]


@dataclass
class Askers:
    """``settled`` are the records with the institution that asks."""

    mentions: Mentions
    settled: list[Asker] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def find_askers(records: list[RequestRecord], source: str, answers: dict[str, Answer]) -> Askers:
    """A few queries, however many records there are."""
    pairs = [(record.institution, record.home) for record in records]
    askers = Askers(Mentions.resolve(pairs, source))
    named = _named(records, answers)
    doubtful: list[tuple[RequestRecord, Iterable[UUID]]] = []
    for record in records:
        mention, answer = record.institution, answers.get(_key(record))
        found = named.get(mention.reference) or named.get(answer.id if answer else "")
        if found:
            askers.settled.append((record, found))
            continue
        key = (*mention.key, record.home)
        if reason := askers.mentions.refusals.get(key):
            if unclear := askers.mentions.unclear.get(key):
                doubtful.append((record, unclear))
            else:
                askers.problems.append(_refused(record, reason))
            continue
        pk = askers.mentions.found[key]
        alike = askers.mentions.alike.get(pk, set())
        if alike - _excluded(answer):
            doubtful.append((record, alike))
        else:
            askers.settled.append((record, pk))
    _ask(askers, doubtful)
    return askers


def _named(records: list[RequestRecord], answers: dict[str, Answer]) -> dict[str, UUID]:
    """Institutions named by their ids here, in the file or by an answer; where one was merged,
    the one that stayed."""
    given = {record.institution.reference for record in records}
    given |= {answer.id for answer in answers.values()}
    ids = {text: pk for text in given if (pk := _uuid(text))}
    rows = Institution.objects.filter(pk__in=ids.values()).values_list("pk", "merged_into")
    stayed = {pk: merged or pk for pk, merged in rows}
    return {text: stayed[pk] for text, pk in ids.items() if pk in stayed}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _excluded(answer: Answer | None) -> set[UUID]:
    """Those that a person said it is not."""
    if answer is None or answer.id != "new":
        return set()
    return {UUID(one) for one in answer.candidates}


def _key(record: RequestRecord) -> str:
    return f"{fold(record.institution.reference)}|{fold(record.home)}"


def _ask(askers: Askers, doubtful: list[tuple[RequestRecord, Iterable[UUID]]]) -> None:
    wanted = {pk for _record, ids in doubtful for pk in ids}
    rows = Institution.objects.in_bulk(wanted) if wanted else {}
    for record, ids in doubtful:
        choices = tuple(_choice(rows[pk]) for pk in sorted(ids) if pk in rows)
        reference = record.institution.reference
        question = Question(record.place, reference, record.home, choices)
        askers.questions.append(question)
        listed = "; ".join(f"{choice.id} ({choice})" for choice in choices)
        reason = _("may be one of these institutions: %(listed)s") % {"listed": listed}
        expected = _("the id in a column institution_id, or an answer in the answers file")
        askers.problems.append(Problem(record.place, "institution", reference, reason, expected))


def _choice(row: Institution) -> Choice:
    return Choice(str(row.pk), row.name, "", row.country_id or "", row.source)


def _refused(record: RequestRecord, reason: str) -> Problem:
    expected = _("the institution’s id in the same source, its id here, or its name")
    error = BadValue(reason, expected)
    reference = record.institution.reference
    return of_cell(record.place, "institution", "institution", reference, error)
