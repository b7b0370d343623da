"""In which language a text is: as stated, else as detected by those who can.

Detecting is the work of an app above, which says here how (from its ``ready``); what is below
asks here, and knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Model, Q

detectors: list[Callable[[str], str]] = []  # text → code of its language
detected: dict[type[Model], str] = {}  # where a model's detected language stands, as a look-up


def detect(text: str) -> str:
    """The code of the text's language, or "" where nobody here can tell."""
    return next((code for one in detectors if (code := one(text))), "")


def written_in(model: type[Model], codes: Iterable[str]) -> Q:
    """The rows whose ``language`` is one of the codes, or was detected to be where none is stated.

    No codes: no rows.
    """
    wanted = Q(pk__in=[])
    for code in codes:
        wanted |= Q(language=code) | Q(language__startswith=f"{code}-")
        if model in detected:
            wanted |= Q(("language", ""), (detected[model], code))
    return wanted
