"""PDF: that it opens, and that it does nothing by itself.

Looked for where readers look: at what happens on opening and on pages, in forms and notes, among
the scripts by name, and for files within the file.
"""

from __future__ import annotations

import logging
from typing import Any

from pypdf import PdfReader

from backend.files.content.refused import Refused

ACTING = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/RichMediaExecute"}
)
ACTIVE_NOTES = frozenset({"/RichMedia", "/FileAttachment", "/3D", "/Screen", "/Movie"})
MOST_CHAINED = 50  # actions, one after the other
MOST_FIELDS = 20_000


def inspect(path: str) -> str:
    """Raises ``Refused``."""
    logging.disable(logging.CRITICAL)  # it tells of each small fault that it forgives
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("encrypted")
        if not len(reader.pages):
            raise Refused("damaged")
        if _is_active(reader):
            raise Refused("active")
    except Refused:
        raise
    except Exception:  # whatever a library meets in a broken file
        raise Refused("damaged") from None
    finally:
        logging.disable(logging.NOTSET)
    return "pdf"


def _is_active(reader: PdfReader) -> bool:
    root = _dict(reader.trailer["/Root"])
    names, form = _dict(root.get("/Names")), _dict(root.get("/AcroForm"))
    if "/JavaScript" in names or "/EmbeddedFiles" in names or "/XFA" in form:
        return True
    if _acts(root.get("/OpenAction")) or _triggers(root):
        return True
    return _forms_act(form) or any(_page_acts(_dict(page)) for page in reader.pages)


def _page_acts(page: dict) -> bool:
    notes = [_dict(note) for note in _list(page.get("/Annots"))]
    return _triggers(page) or any(
        note.get("/Subtype") in ACTIVE_NOTES or _acts(note.get("/A")) or _triggers(note)
        for note in notes
    )


def _forms_act(form: dict) -> bool:
    waiting, seen = _list(form.get("/Fields")), 0
    while waiting and seen < MOST_FIELDS:
        field, seen = _dict(waiting.pop()), seen + 1
        if _triggers(field) or _acts(field.get("/A")):
            return True
        waiting += _list(field.get("/Kids"))
    return bool(waiting)  # more than anybody looks through


def _triggers(owner: dict) -> bool:
    """Whether something happens by itself: on opening, on a click into a field, and so on."""
    return any(_acts(action) for action in _dict(owner.get("/AA")).values())


def _acts(action: Any) -> bool:
    for _step in range(MOST_CHAINED):
        found = _dict(action)
        if found.get("/S") in ACTING or "/JS" in found:
            return True
        following = found.get("/Next")
        if following is None:
            return False
        chained = _list(following)
        if len(chained) > 1:
            return any(_acts(one) for one in chained[:MOST_CHAINED])
        action = chained[0] if chained else following
    return True  # no honest document goes on like that


def _dict(value: Any) -> dict:
    found = value.get_object() if hasattr(value, "get_object") else value
    return found if isinstance(found, dict) else {}


def _list(value: Any) -> list:
    found = value.get_object() if hasattr(value, "get_object") else value
    return list(found) if isinstance(found, list) else []
