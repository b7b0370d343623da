"""A proposal of the institution of the rows, with one of everything, for the matrix of rights.

Of messages it is the internal one, so that the matrix shows from whom it is kept.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from tests_files import stored
from tests_proposals import begin_for, call_of, frame, fund, institution

from backend.directory.models import Institution
from backend.files.models import StoredFile
from backend.programmes.models import ProposalFile, SharedDossier
from backend.programmes.services.messages import write_about_proposal

PROPOSAL = "proposals/{pk}/"


def rows_of_proposal(own: Institution, people: dict[str, Any]) -> dict[str, Any]:
    call = call_of(fund("matrix"))
    proposal = begin_for(call, people["owner"], [own, institution("LKA", "Matrix Board")])
    return {
        "programmes/": call.programme.code,
        "calls/": call.pk,
        "proposals/": proposal.pk,
        **_written(proposal, people),
        **_parts(proposal, people),
        **_said(proposal, people),
    }


def _written(proposal: Any, people: dict[str, Any]) -> dict[str, Any]:
    section = proposal.sections.first()
    comment = section.comments.create(number=1, text="Shorter?", by=people["owner"])
    of_section = f"{PROPOSAL}sections/"
    return {
        of_section: section.pk,
        f"{of_section}{{section}}/versions/": 1,
        f"{of_section}{{section}}/comments/": comment.pk,
    }


def _parts(proposal: Any, people: dict[str, Any]) -> dict[str, Any]:
    output, source = frame(proposal)
    source.file_id = stored(people["owner"], "matching funds.pdf")
    source.save()
    letter = proposal.endorsements.first()
    letter.scan_id = stored(people["owner"], "letter.pdf")
    letter.save()
    file = stored(people["owner"], "checklist.pdf")
    row = ProposalFile.objects.create(proposal=proposal, file_id=file, by=people["owner"])
    return {
        f"{PROPOSAL}partners/": proposal.partners.exclude(institution=proposal.institution)
        .get()
        .pk,
        f"{PROPOSAL}indicators/": proposal.indicators.create(text="Water").pk,
        f"{PROPOSAL}outputs/": output.pk,
        f"{PROPOSAL}activities/": output.activities.get().pk,
        f"{PROPOSAL}contributions/": source.pk,
        f"{PROPOSAL}budget-lines/": proposal.budget_lines.first().pk,
        f"{PROPOSAL}endorsements/": letter.pk,
        f"{PROPOSAL}files/": row.pk,
        f"{PROPOSAL}shared/": _shared(proposal, people["owner"]).pk,
    }


def _shared(proposal: Any, by: Any) -> SharedDossier:
    soon = timezone.now() + datetime.timedelta(days=3)
    file = stored(by, "dossier.pdf")
    return SharedDossier.objects.create(
        proposal=proposal, file_id=file, whom="Mission", expires_at=soon, by=by
    )


def _said(proposal: Any, people: dict[str, Any]) -> dict[str, Any]:
    officer = people["officer"]
    file = StoredFile.objects.get(pk=stored(officer, "note.pdf"))
    said = {"text": "Hm.", "language": "en", "visibility": "internal", "uploads": [file]}
    message = write_about_proposal(proposal=proposal, by=officer, values=said)
    return {
        f"{PROPOSAL}messages/": message.pk,
        f"{PROPOSAL}messages/files/": message.attachments.get().file_id,
    }
