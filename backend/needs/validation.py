"""What a need's text must be, wherever it is typed."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LONGEST = 20_000  # characters
LEAST_WORDS = 2
LEAST_LETTERS = 4  # in scripts that write no spaces between words
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


def check_need_text(text: str) -> str:
    """The text, in Unicode NFC and without surrounding space.

    Raises ValidationError, in the reader's language, for text that is empty, a single word, too
    long, or not text at all.
    """
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise ValidationError(_("The text holds characters that are no text."), code="no_text")
    clean = unicodedata.normalize("NFC", text).strip()
    if not any(c.isalpha() for c in clean):
        raise ValidationError(_("Describe in a few sentences what you need."), code="empty")
    if len(clean) > LONGEST:
        message = ngettext(
            "The text has %(length)d characters; at most %(most)d character is read.",
            "The text has %(length)d characters; at most %(most)d characters are read.",
            LONGEST,
        )
        raise ValidationError(message % {"length": len(clean), "most": LONGEST}, code="too_long")
    if not _says_something(clean):
        raise ValidationError(
            _("One word is too little to go by. Describe in a few sentences what you need."),
            code="too_short",
        )
    return clean


def _says_something(text: str) -> bool:
    unspaced = sum(unicodedata.name(c, "").startswith(UNSPACED) for c in text)
    words = [word for word in text.split() if any(c.isalpha() for c in word)]
    return unspaced >= LEAST_LETTERS or len(words) >= LEAST_WORDS
