"""In which language a text is (as stated, else as detected by those who can), and a person reads.

Detecting is the work of an app above, which says here how (from its ``ready``); what is below
asks here, and knows nothing of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

from django.conf import settings
from django.db.models import Model, Q
from django.utils import translation

from backend.common.names import primary

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


def offered(tag: str) -> str:
    """The language in which the product speaks to who writes in another: the same where its texts
    are to be had in it, else English."""
    known = {primary(code): code for code, _name in settings.LANGUAGES}
    return known.get(primary(tag), settings.LANGUAGE_CODE)


def of_terminal() -> AbstractContextManager:
    """Speaks the language that the terminal is set to (POSIX: LC_ALL, LC_MESSAGES, LANG)."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    given = next((os.environ[name] for name in names if os.environ.get(name)), "")
    code = given.partition(".")[0].replace("_", "-").lower()  # such as fr_FR.UTF-8
    try:
        spoken = translation.get_supported_language_variant(code)
    except LookupError:  # C, POSIX, or a language that there is no translation into
        spoken = "en"
    return translation.override(spoken)
