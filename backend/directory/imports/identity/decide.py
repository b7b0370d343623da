"""The rules by which a profile of a file is told to be one that exists, a new one, or unclear."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils.translation import gettext as _

from backend.directory.imports.answers import Answer
from backend.directory.imports.columns import EXPERTS
from backend.directory.imports.identity.candidates import Candidate, email_of, keys_of
from backend.directory.imports.identity.evidence import (
    CLEAR,
    NO,
    UNCLEAR,
    another_id,
    another_mark,
    by_shared_mail,
    elsewhere,
    scripts,
)
from backend.directory.imports.records import ProfileRecord
from backend.directory.sounds import sounds_across


@dataclass(frozen=True)
class Decision:
    """`match` is the profile it is; `unclear` those it may be; neither: a new one.

    `refusal` says why it can be none of these. `holder` is another profile that has the ORCID iD
    already: the two look alike, and a person decides.
    """

    match: Candidate | None = None
    unclear: tuple[Candidate, ...] = ()
    refusal: str = ""
    holder: Candidate | None = None


@dataclass
class Known:
    """The candidates of a batch by what can identify them; grows with the profiles it makes."""

    source: str
    by_id: dict[UUID, Candidate] = field(default_factory=dict)
    by_mark: dict[tuple[str, str], list[Candidate]] = field(default_factory=dict)
    scripts: dict[UUID, frozenset[str]] = field(default_factory=dict)  # of institutions' names

    @classmethod
    def of(cls, source: str, candidates: Iterable[Candidate]) -> Known:
        known = cls(source)
        for candidate in candidates:
            known.add(candidate)
        return known

    def add(self, candidate: Candidate) -> None:
        self.by_id[candidate.alias or candidate.id] = candidate
        marks = {("key", key) for key in candidate.keys}
        marks |= {("sound", sound) for sound in candidate.sounds}
        if candidate.import_hash and candidate.source == self.source:
            marks.add(("row", candidate.import_hash))
        if candidate.external_id:
            marks.add(("external", f"{candidate.source}\n{candidate.external_id}"))
        for mark in ("orcid", "ror", "email"):
            marks.add((mark, getattr(candidate, mark)))
        for pair in marks:
            if pair[1] and candidate not in self.by_mark.setdefault(pair, []):
                self.by_mark[pair].append(candidate)

    def decide(
        self, record: ProfileRecord, institutions: set[UUID], answer: Answer | None = None
    ) -> Decision:
        """`institutions` are those the record is affiliated with; `answer` a person's decision."""
        decision = self._decide(record, institutions, answer)
        if decision.unclear or decision.refusal:
            return decision
        own = decision.match.id if decision.match else None
        return replace(decision, holder=self._other_with("orcid", record, own))

    def _decide(
        self, record: ProfileRecord, institutions: set[UUID], answer: Answer | None
    ) -> Decision:
        if (named := self._named(record, answer)) is not None:
            return named
        if exact := self._by_external_id(record) or self._by_row(record):
            return Decision(match=exact)
        marked = [*self._with("orcid", record), *self._with("ror", record)]
        if fitting := [c for c in marked if not another_id(record, c, self.source)]:
            return Decision(match=fitting[0])
        if marked:  # two ids of one source are two profiles; whether they are is asked
            return Decision()
        return self._by_name(record, institutions, answer)

    def _named(self, record: ProfileRecord, answer: Answer | None) -> Decision | None:
        wanted = record.same_as or (answer.id if answer else "")
        if wanted in {"", "new"}:
            return None
        match = self.by_id.get(UUID(wanted))
        return Decision(match, refusal="" if match else _("same_as names no profile of this kind"))

    def _by_external_id(self, record: ProfileRecord) -> Candidate | None:
        if not record.external_id:
            return None
        return next(iter(self._at("external", f"{self.source}\n{record.external_id}")), None)

    def _by_row(self, record: ProfileRecord) -> Candidate | None:
        """The one that this very row made, whatever a person has changed of it since."""
        if record.external_id:
            return None
        made = self._one_each(record, self._at("row", record.hash))
        return made[0] if len(made) == 1 else None

    def _by_name(
        self, record: ProfileRecord, institutions: set[UUID], answer: Answer | None
    ) -> Decision:
        keys = keys_of(record)
        near = {c.alias or c.id: c for key in keys for c in self._at("key", key)}
        near |= {c.alias or c.id: c for c in self._at("email", email_of(record))}
        sounds = sounds_across(record.names.values())
        near |= {c.alias or c.id: c for sound in sounds for c in self._at("sound", sound)}
        excluded = set(answer.candidates) if answer and answer.id == "new" else set()
        likely = [c for c in near.values() if str(c.id) not in excluded]
        if record.same_as == "new":
            likely = [c for c in likely if c.source == self.source and not c.external_id]
        rated = [(self._rate(record, keys, institutions, c), c) for c in likely]
        clear = [c for rate, c in rated if rate == CLEAR]
        unclear = [c for rate, c in rated if rate == UNCLEAR]
        return self._settled(record, clear, unclear)

    def _settled(
        self, record: ProfileRecord, clear: list[Candidate], unclear: list[Candidate]
    ) -> Decision:
        """One clear match is it; among several, the one this very row made before."""
        clear = self._one_each(record, clear)
        if len(clear) == 1:
            return Decision(match=clear[0])
        pool = clear or unclear
        same_row = [c for c in pool if c.import_hash == record.hash and c.source == self.source]
        if len(same_row) == 1:
            return Decision(match=same_row[0])
        return Decision(unclear=() if record.same_as == "new" else tuple(pool))

    def _one_each(self, record: ProfileRecord, found: list[Candidate]) -> list[Candidate]:
        """A profile and those merged into it are one: that which this row made, or its source."""
        best: dict[UUID, Candidate] = {}
        for one in sorted(
            found,
            key=lambda c: (
                c.import_hash != record.hash,
                c.source != self.source,
                c.alias is not None,
            ),
        ):
            best.setdefault(one.id, one)
        return list(best.values())

    def _rate(
        self, record: ProfileRecord, keys: frozenset[str], at: set[UUID], other: Candidate
    ) -> str:
        named_alike = bool(keys & other.keys)
        if another_id(record, other, self.source) or another_mark(record, other):
            same = other.adopted and named_alike and at & other.institutions
            return UNCLEAR if same else NO
        if email_of(record) and email_of(record) == other.email:
            return CLEAR if named_alike else by_shared_mail(record, other)
        if not named_alike:
            return self._by_sound(record, keys, at, other)
        if record.kind != EXPERTS:
            return NO if elsewhere(record, other) else CLEAR
        if at and other.institutions:
            if at & other.institutions:
                return CLEAR
            return UNCLEAR if self._moved_by_hand(other) else NO
        return self._without_institution(record, at, other)

    def _without_institution(self, record: ProfileRecord, at: set[UUID], other: Candidate) -> str:
        """Only the name is there to go by: enough for a row that comes again from its source."""
        again = self.source == other.source and not (record.external_id or other.external_id)
        if elsewhere(record, other):
            return NO if again else UNCLEAR
        return CLEAR if again and not at and not other.institutions else UNCLEAR

    def _moved_by_hand(self, other: Candidate) -> bool:
        """Where a person changed the affiliations, the file's own no longer tell two apart."""
        return "affiliations" in other.edited and other.source == self.source

    def _by_sound(
        self, record: ProfileRecord, keys: frozenset[str], at: set[UUID], other: Candidate
    ) -> str:
        """Names that sound alike across scripts: a question at most, never an answer."""
        if elsewhere(record, other) or not other.sounds & set(sounds_across(record.names.values())):
            return NO
        if (scripts(keys) & scripts(other.keys)) - {"LATIN"}:
            return NO  # in a script of their own, which both have, they are two names
        if at and other.institutions and not at & other.institutions:
            return NO if self._scripts_of(at) & self._scripts_of(other.institutions) else UNCLEAR
        return UNCLEAR

    def _scripts_of(self, institutions: set[UUID]) -> set[str]:
        return {script for pk in institutions for script in self.scripts.get(pk, ())}

    def _with(self, mark: str, record: ProfileRecord) -> list[Candidate]:
        return self._at(mark, str(record.values.get(mark, "")))

    def _other_with(self, mark: str, record: ProfileRecord, own: UUID | None) -> Candidate | None:
        return next((c for c in self._with(mark, record) if c.id != own), None)

    def _at(self, mark: str, value: str) -> list[Candidate]:
        return self.by_mark.get((mark, value), []) if value else []
