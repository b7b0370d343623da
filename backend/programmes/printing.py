"""The dossier of a proposal as files: by itself, and joined with the letters."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from backend.common.documents import Document
from backend.common.documents.joined import join_pdfs, picture_to_pdf
from backend.common.documents.pdf import document_to_pdf
from backend.common.errors import Conflict
from backend.common.languages import offered
from backend.files import storage
from backend.files.models import StoredFile
from backend.programmes.documents import dossier_document
from backend.programmes.eligibility import check_now
from backend.programmes.models import Proposal
from backend.programmes.selectors.dossier import dossier_of
from backend.programmes.selectors.proposals import letters_of


def dossier_now(proposal: Proposal) -> Document:
    """As it stands, in the language that is active; once it is handed in, as of that day."""
    found = check_now(proposal)
    return dossier_document(proposal, dossier_of(proposal, found.day), found.results)


def dossier_with_letters(proposal: Proposal) -> bytes:
    """One PDF in the proposal's language: the dossier, then the scans of the letters.

    Raises ``Conflict`` that names a letter whose scan can't be read.
    """
    with translation.override(offered(proposal.language)):
        parts = [document_to_pdf(dossier_now(proposal))]
    for letter in letters_of(proposal):
        if letter.scan:
            parts.append(_as_pdf(letter.scan, letter.country.name))
    return join_pdfs(parts, proposal.title)


def _as_pdf(scan: StoredFile, country: str) -> bytes:
    path = storage.path_of(scan.key)
    try:
        made = path.read_bytes() if scan.kind == "pdf" else picture_to_pdf(path)
        return join_pdfs([made], scan.name)  # whether it can be read is found out here
    except (OSError, ValueError) as error:
        told = _("The scan of the letter of %(country)s can’t be read: send it anew as a PDF.")
        raise Conflict(told % {"country": country}, code="unreadable_scan") from error
