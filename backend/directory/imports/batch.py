"""One batch of records: who each is, how it differs from what is stored, and the writing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import connection

from backend.directory.imports.agreement import Stated, contradictions
from backend.directory.imports.answers import Answer
from backend.directory.imports.columns import EXPERTS
from backend.directory.imports.contact_data import masked
from backend.directory.imports.mentioned import create_mentioned
from backend.directory.imports.records import AffiliationRecord, ProfileRecord
from backend.directory.imports.report import (
    BAD,
    CREATED,
    UNCHANGED,
    UPDATED,
    WITHDRAWN,
    Entry,
    Report,
)
from backend.directory.imports.resolution import Resolution, Settled, resolve
from backend.directory.imports.store.changes import Difference
from backend.directory.imports.store.difference import difference
from backend.directory.imports.store.filling import filling, growing
from backend.directory.imports.store.state import State, load
from backend.directory.imports.store.write import new_row, write
from backend.directory.look_alikes.finding import Finding, found
from backend.directory.models import Expert, Institution, LookAlike, Profile

IMPORT_LOCK = 0x636F756E  # one import at a time, so that none makes what another is making


@dataclass
class Batch:
    """`keep_entries` fills the preview: what would happen to each profile."""

    kind: str
    records: list[ProfileRecord]
    source: str
    answers: dict[str, Answer] = field(default_factory=dict)
    keep_entries: bool = False
    report: Report = field(default_factory=Report)
    touched: set[UUID] = field(default_factory=set)  # profiles that are new or changed
    claims: list[Finding] = field(default_factory=list)  # ORCID iDs that another profile has
    merged_hashes: dict[UUID, str] = field(default_factory=dict)
    stated: Stated = field(default_factory=dict)

    def store(self) -> Report:
        """Runs in the caller's transaction, and holds the lock until that ends."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        resolution = resolve(self.kind, self.records, self.source, self.answers)
        resolution.problems.extend(contradictions(resolution, self.stated))
        self.report.problems.extend(resolution.problems)
        self.report.questions.extend(resolution.questions)
        self.report.count(self.kind, BAD, len(resolution.problems))
        self._create_institutions(resolution)
        states = load(self.kind, [s.candidate.id for s in resolution.settled if self._differs(s)])
        differences = (self._difference(s, states, resolution) for s in resolution.settled)
        write(self.kind, [d for d in differences if d])
        for merged, row_hash in self.merged_hashes.items():
            Profile.objects.filter(pk=merged).update(import_hash=row_hash)
        return self.report

    def _differs(self, settled: Settled) -> bool:
        """Whether a row has to be read: neither new, nor withdrawn, nor as it came last time."""
        candidate = settled.candidate
        same = candidate.import_hash == settled.record.hash and candidate.source == self.source
        return not (settled.is_new or candidate.withdrawn or same)

    def _difference(
        self, settled: Settled, states: dict[UUID, State], resolution: Resolution
    ) -> Difference | None:
        candidate, record = settled.candidate, self._without_anothers_orcid(settled)
        state = states.get(candidate.id)
        if state is None and settled.is_new:
            state = states[candidate.id] = State(self._row(settled), is_new=True)
        if state is None or not (settled.is_new or self._differs(settled)):
            self._note(settled, WITHDRAWN if candidate.withdrawn else UNCHANGED, [])
            self._count_listing(candidate.listed or candidate.withdrawn)
            return None
        home = record.values.get("country", "")
        if candidate.alias:
            record = filling(state, record, candidate.alias)
        elif state.has_merged:
            record = growing(state, record)

        def institution_id(affiliation: AffiliationRecord) -> UUID:
            found = resolution.mentions.id_of(affiliation.institution, home)
            assert found is not None, "refused records do not come this far"
            return found

        return self._noted(settled, difference(state, record, institution_id))

    def _noted(self, settled: Settled, found: Difference) -> Difference:
        profile = found.state.profile
        self.touched.add(profile.pk)
        if merged := settled.candidate.alias:
            self.merged_hashes[merged] = settled.record.hash
        else:
            self._adopt(settled, found)
            profile.import_hash = settled.record.hash
        outcome = CREATED if settled.is_new else UPDATED if found.changes else UNCHANGED
        if outcome == UPDATED and not found.state.is_new:
            profile.version += 1
        self._note(settled, outcome, found.changes)
        self.report.count("passages", CREATED, len(found.new_passages))
        self.report.count("passages", UPDATED, len(found.changed_passages))
        self._count_listing(profile.consent_listed)
        return found

    def _adopt(self, settled: Settled, found: Difference) -> None:
        """A profile without an external id takes the one of the row that was told to be it."""
        profile, new = found.state.profile, settled.record.external_id
        if new and not profile.external_id:
            found.note("external_id", profile.external_id, new)
            profile.source, profile.external_id = self.source, new

    def _without_anothers_orcid(self, settled: Settled) -> ProfileRecord:
        """An ORCID iD stays with whom it was first: that the two are one, a person must say."""
        record = settled.record
        if settled.holder is None:
            return record
        self.claims.append(found(settled.candidate.id, settled.holder, LookAlike.Reason.ORCID))
        kept = {name: value for name, value in record.values.items() if name != "orcid"}
        return replace(record, values=kept)

    def _row(self, settled: Settled) -> Expert | Institution:
        row = new_row(self.kind, settled.candidate.id)
        row.source, row.external_id = self.source, settled.record.external_id
        return row

    def _create_institutions(self, resolution: Resolution) -> None:
        needed = {pk for s in resolution.settled for pk in resolution.institutions_of(s.record)}
        self.claims.extend(create_mentioned(resolution.mentions, needed, self.report))

    def _note(self, settled: Settled, outcome: str, changes: list) -> None:
        self.report.count(self.kind, outcome)
        if self.keep_entries:
            record = settled.record
            row, name = record.place.row, masked(record.label)
            entry = Entry(outcome, self.kind, row, name, str(settled.candidate.id), changes)
            self.report.entries.append(entry)

    def _count_listing(self, listed: bool) -> None:
        if self.kind == EXPERTS and not listed:
            self.report.not_listed += 1
