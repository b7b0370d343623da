"""Text before it reaches an encoder: cleaning, language, and cutting into passages."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

PLATFORM_LANGUAGES = ("ar", "en", "es", "fr", "pt", "ru", "zh")
SHORT_TEXT = 40  # characters; below, only the platform's languages are considered
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+|(?<=[。！？；])")


def normalise(text: str) -> str:
    """Unicode NFC, without control characters and with single spaces."""
    return " ".join(CONTROL.sub(" ", unicodedata.normalize("NFC", text)).split())


def primary(tag: str | None) -> str:
    """The primary subtag in lower case: ``zh-Hans`` → ``zh``; nothing → ``und``."""
    return (tag or "und").replace("_", "-").split("-")[0].lower()


@cache
def _identifier(languages: tuple[str, ...]):
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    if languages:
        identifier.set_languages(list(languages))
    return identifier


def detect_language(text: str) -> str:
    """The primary subtag of the text's language, or ``und`` where there are no letters.

    Short texts are held to be in one of the platform's languages: among a hundred languages
    five words are told apart badly.
    """
    clean = normalise(text)
    if not any(c.isalpha() for c in clean):
        return "und"
    platform, _ = _identifier(PLATFORM_LANGUAGES).classify(clean)
    if len(clean) < SHORT_TEXT:
        return str(platform)
    language, probability = _identifier(()).classify(clean)
    return str(language) if probability > 0.9 else str(platform)


def language_of(text: str, stated: str | None) -> str:
    """The stated language's primary subtag, else the detected one."""
    return primary(stated) if stated else detect_language(text)


def cut(text: str, limit: int = 1200) -> list[str]:
    """Cut a long text at sentence ends into pieces of at most ``limit`` characters.

    A sentence longer than the limit is cut hard; nothing is dropped. Empty text: no pieces.
    """
    pieces: list[str] = []
    current = ""
    for sentence in SENTENCE_END.split(normalise(text)):
        for part in (sentence[i : i + limit] for i in range(0, len(sentence), limit)):
            if current and len(current) + 1 + len(part) > limit:
                pieces.append(current)
                current = part
            else:
                current = f"{current} {part}" if current else part
    return [*pieces, current] if current else pieces
