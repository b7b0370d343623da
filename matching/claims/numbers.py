"""Numbers as people write them: ``400 000``, ``2,5``, ``twelve thousand``, ``三百``, ``٥٠``."""

from __future__ import annotations

import re
from functools import cache

from matching.claims.words import ARABIC_BEFORE, lists, plain

DIGITS = r"\d+(?:[ .,٬']\d{3}(?!\d))*(?:[.,٫]\d+)?"
COMMA_DECIMAL = ("ar", "es", "fr", "pt", "ru")  # and full stops or spaces between thousands


@cache
def number_words(language: str) -> dict[str, float]:
    return {plain(word): value for word, value in lists(language)["numbers"].items()}


@cache
def number_pattern(language: str) -> str:
    """A regular expression for a number in digits, in words, or digits and a scale."""
    words = sorted(number_words(language), key=lambda word: (-len(word), word))
    either = "|".join(map(re.escape, words))
    if language == "zh":
        return rf"(?:{DIGITS}\s*(?:余|多)?[百千万亿]*?|[{''.join(words)}]+?(?:余|多)?)"
    before = "و?" if language == "ar" else ""
    word = rf"(?:{before}(?:{either})(?!\w)\.?)"
    joins = "|".join(plain(one) for one in lists(language)["joins"])
    between = rf"[\s-]+(?:(?:{joins})\s+)?" if joins else r"[\s-]+"
    first = rf"(?:{DIGITS}(?!\d)|(?<!\w){ARABIC_BEFORE if language == 'ar' else ''}{word})"
    return rf"(?:{first}(?:{between}{word})*)"


def read_number(text: str, language: str) -> float | None:
    """The value of what ``number_pattern`` matched; None if there is none to it."""
    digits = re.match(rf"\D*?({DIGITS})", text)
    rest = text[digits.end() :] if digits else text
    current = read_digits(digits.group(1), language) if digits else None
    return _with_words(current, rest, language)


def read_digits(text: str, language: str) -> float:
    """Digits with the separators that the language writes."""
    clean = re.sub(r"[ ٬']", "", text).replace("٫", ".")
    thousands, decimal = (".", ",") if language in COMMA_DECIMAL else (",", ".")
    if re.fullmatch(rf"\d{{1,3}}(?:\{thousands}\d{{3}})+(?:\{decimal}\d+)?", clean):
        clean = clean.replace(thousands, "")
    elif re.fullmatch(rf"\d{{1,3}}(?:\{decimal}\d{{3}}){{2,}}", clean):
        clean = clean.replace(decimal, "")
    clean = clean.replace(",", ".")
    whole, _, part = clean.rpartition(".")
    return float(f"{whole.replace('.', '')}.{part}" if whole else clean)


def _with_words(current: float | None, text: str, language: str) -> float | None:
    """Numerals add up; a hundred multiplies what stands before it, a thousand and more closes."""
    values = number_words(language)
    tokens = text if language == "zh" else re.findall(r"[^\W\d]+(?:-[^\W\d]+)?", text)
    total, found = 0.0, current is not None
    for token in tokens:
        for value in _values(token, values):
            found = True
            total, current = _add(total, current, value)
    return total + (current or 0.0) if found else None


def _values(token: str, values: dict[str, float]) -> list[float]:
    """A token's value; hyphens and the Arabic "and" are taken away where needed."""
    for form in (token, token.lstrip("وبلكف")):
        if form in values:
            return [values[form]]
    return [values[part] for part in token.split("-") if part in values]


def _add(total: float, current: float | None, value: float) -> tuple[float, float | None]:
    if value >= 1000:
        if current is None and total:  # "thousand million", 万 千
            return total * value, None
        return total + (current or 1.0) * value, None
    if value == 100 and current and current < 100:
        return total, current * 100
    if value == 10 and current and current < 10:  # 三十
        return total, current * 10
    return total, (current or 0.0) + value
