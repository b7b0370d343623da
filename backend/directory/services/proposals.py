"""Proposing passages out of a file, and taking or refusing them. The file is not kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.on_behalf import OnBehalf, heard
from backend.common.queue import enqueue
from backend.common.text import text_hash
from backend.directory.imports.contact_data import without_contacts
from backend.directory.models import Expert, Passage, Proposal, ProposalSource, ProposalStatus
from backend.directory.proposals.found import Found, Unreadable, doi_in
from backend.directory.proposals.reading import read
from backend.directory.proposing import STEPS

MOST = 300  # proposals of one file, as many as passages are changed at once
OPEN = (ProposalStatus.PROPOSED, ProposalStatus.REFUSED)


@dataclass(frozen=True)
class Known:
    """What a profile has, or was offered before, by its text and by its DOI."""

    by_text: dict[str, Passage | None]
    by_doi: dict[str, Passage | None]

    def __contains__(self, found: Found) -> bool:
        return text_hash(found.text) in self.by_text or (doi_in(found.identifier) in self.by_doi)

    def passage(self, found: Found) -> Passage | None:
        """The one of the profile; None for what was only offered before."""
        same = self.by_text.get(text_hash(found.text))
        return same or self.by_doi.get(doi_in(found.identifier))


def propose(
    *, expert: Expert, data: bytes, name: str, by: User, on_behalf: OnBehalf | None = None
) -> ProposalSource:
    """Reads a file and keeps what it holds as proposals. Raises Unreadable."""
    reading = read(data)
    if reading.orcid and expert.orcid and reading.orcid != expert.orcid:
        raise Unreadable(
            _("This is the record of %(other)s; the ORCID iD of this profile is %(own)s.")
            % {"other": reading.orcid, "own": expert.orcid}
        )
    with transaction.atomic():
        source = ProposalSource.objects.create(
            expert=_locked(expert),
            kind=reading.kind,
            file_name=without_contacts(name)[:255],
            file_hash=hashlib.sha256(data).hexdigest(),
            left_out=max(len(reading.found) - MOST, 0),
            by=by,
            **heard(on_behalf),
        )
        known = _known(expert)
        rows = [_proposal(source, found, known) for found in reading.found[:MOST]]
        Proposal.objects.bulk_create(rows)
    return source


def _proposal(source: ProposalSource, found: Found, known: Known) -> Proposal:
    return Proposal(
        source=source,
        status=ProposalStatus.KNOWN if found in known else ProposalStatus.PROPOSED,
        passage=known.passage(found),
        kind=found.kind,
        text=found.text,
        text_hash=text_hash(found.text),
        language=found.language,
        year=found.year,
        origin=found.origin,
        identifier=found.identifier,
    )


def _known(expert: Expert) -> Known:
    before = Proposal.objects.filter(source__expert=expert, status__in=OPEN)
    passages = list(expert.passages.all())
    by_text: dict[str, Passage | None] = {one.text_hash: None for one in before}
    by_doi: dict[str, Passage | None] = {doi_in(one.identifier): None for one in before}
    by_text |= {one.text_hash: one for one in passages}
    by_doi |= {doi_in(one.identifier) or doi_in(one.text): one for one in passages}
    by_doi.pop("", None)
    return Known(by_text, by_doi)


def take(
    *, proposal: Proposal, by: User, text: str = "", on_behalf: OnBehalf | None = None
) -> Proposal:
    """Adds it to the profile, in these words where some are given. Raises as ``take_step`` does."""
    with transaction.atomic():
        expert = _locked(proposal.source.expert)
        row = _decided(proposal, "take", by, on_behalf)
        words = without_contacts(text.strip()) or row.text
        if same := expert.passages.filter(text_hash=text_hash(words)).first():
            raise Conflict(
                _("The profile has this passage already: %(id)s.") % {"id": same.pk}, code="known"
            )
        row.passage = Passage.objects.create(
            profile=expert,
            kind=row.kind,
            text=words,
            language=row.language if words == row.text else "",
            year=row.year,
            origin=row.origin,
            identifier=row.identifier,
            edited=True,
        )
        row.save(update_fields=["passage"])
        expert.version += 1
        expert.save(update_fields=["version", "updated_at"])
        enqueue("matches.embed_pending")
    return row


def refuse(*, proposal: Proposal, by: User, on_behalf: OnBehalf | None = None) -> Proposal:
    """It is not asked about again. Raises as ``take_step`` does."""
    with transaction.atomic():
        _locked(proposal.source.expert)
        return _decided(proposal, "refuse", by, on_behalf)


@transaction.atomic
def decide(
    *,
    taken: Sequence[Proposal],
    refused: Sequence[Proposal],
    by: User,
    on_behalf: OnBehalf | None = None,
) -> list[Proposal]:
    """Several at once: all of them, or none."""
    return [
        *(take(proposal=one, by=by, on_behalf=on_behalf) for one in taken),
        *(refuse(proposal=one, by=by, on_behalf=on_behalf) for one in refused),
    ]


def _decided(proposal: Proposal, step: str, by: User, on_behalf: OnBehalf | None) -> Proposal:
    """The row, moved, with who moved it and when."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("source__expert")
    row = rows.get(pk=proposal.pk)
    row.decided_by, row.decided_at = by, timezone.now()
    values = heard(on_behalf) or {"channel": "", "told_on": None, "evidence": ""}
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=["decided_by", "decided_at", *values])
    STEPS.take_step(step, row, by)
    return row


def _locked(expert: Expert) -> Expert:
    """Of two who take the same passage, or read the same file, one comes after the other."""
    return Expert.objects.select_for_update(of=("self", "profile_ptr")).get(pk=expert.pk)
