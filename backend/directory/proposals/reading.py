"""Which kind of file it is, told by what is in it and not by its name."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from backend.directory.imports.problems import ImportFileError
from backend.directory.imports.readers.encoding import detect
from backend.directory.models import ProposalSource
from backend.directory.proposals import cv, openalex, orcid, pdf, references, word
from backend.directory.proposals.found import Found, Reading, Unreadable, tidied

LARGEST = 10 * 1024 * 1024  # bytes
Source = ProposalSource.Kind


def read(data: bytes) -> Reading:
    """What a file holds. Raises Unreadable, which says why and what would be right."""
    if not data:
        raise Unreadable(_("The file is empty."))
    if len(data) > LARGEST:
        raise Unreadable(
            _("The file is larger than %(most)d MB.") % {"most": LARGEST // 1024 // 1024}
        )
    if b"%PDF-" in data[:1024]:
        return _cv(pdf.text_of(data))
    if data.startswith(b"PK\x03\x04"):
        return _cv(word.text_of(data))
    reading = _of_text(_text(data))
    if not reading.found:
        raise Unreadable(_("Nothing was found in the file that could go into a profile."))
    return reading


def _cv(text: str) -> Reading:
    found = tidied(cv.passages(text), origin="CV")
    if not found:
        raise Unreadable(_("Nothing was found in the CV that could go into a profile."))
    return Reading(Source.CV, found)


def _of_text(text: str) -> Reading:
    if text.lstrip()[:1] in ("{", "["):
        return _of_json(text)
    for looks, found in FORMATS:
        if looks(text):
            return Reading(Source.REFERENCES, tidied(found(text)))
    raise Unreadable(
        _("It is none of the files that can be read here: a CV as PDF or DOCX, references as RIS "
          "or EndNote, an ORCID record or works from OpenAlex as JSON.")
    )  # fmt: skip


FORMATS: tuple[tuple[Callable[[str], bool], Callable[[str], list[Found]]], ...] = (
    (references.is_ris, references.of_ris),
    (references.is_endnote, references.of_endnote),
)


def _of_json(text: str) -> Reading:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable(_("The file looks like JSON, but is not: was it cut short?")) from None
    if orcid.is_record(document):
        return Reading(
            Source.ORCID, tidied(orcid.passages(document), origin="ORCID"), orcid.owner(document)
        )
    if works := openalex.works(document):
        return Reading(Source.OPENALEX, tidied(openalex.passages(works), origin="OpenAlex"))
    raise Unreadable(
        _("The JSON is neither a record from pub.orcid.org/v3.0/…/record nor works from "
          "api.openalex.org/works.")
    )  # fmt: skip


def _text(data: bytes) -> str:
    """In whatever encoding it is: lists of references from China are often in GB 18030."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        try:
            text = data.decode(detect(Path(file.name)), errors="replace")
        except ImportFileError as error:
            raise Unreadable(str(error)) from None
    if "\x00" in text:
        raise Unreadable(_("The file holds NUL bytes: it is neither text, PDF nor DOCX."))
    return text.removeprefix("\ufeff")
