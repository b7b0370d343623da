"""Numbers as people write them: ``400 000``, ``2,5``, ``twelve thousand``, ``三百``, ``٥٠``."""

from __future__ import annotations

import math
import re
from functools import cache

from matching.claims.words import ARABIC_BEFORE, lists, plain

SCALES = (1e9, 1e8, 1e6, 1e4, 1e3)
HALF = 0.5
DIGITS = r"\d+(?:[ .,٬']\d{3}(?!\d))*(?:[.,٫]\d+)?"
HUNDREDS_AS_WORDS = ("es", "pt", "ru")  # "eighty and a hundred" there are no eight thousand
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
        about = "(?:余|多|来)?"
        return rf"(?:{DIGITS}\s*{about}[百千万亿]*?|[{''.join(words)}点]+?{about}[万亿]*?)"
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
    return (_in_chinese if language == "zh" else _with_words)(current, rest, language)


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
    total, found = 0.0, current is not None
    for token in re.findall(r"[^\W\d]+(?:-[^\W\d]+)?", text):
        for value in _values(token, values):
            found = True
            total, current = _add(total, current, value, language in HUNDREDS_AS_WORDS)
    return total + (current or 0.0) if found else None


def _values(token: str, values: dict[str, float]) -> list[float]:
    """A token's value; hyphens and the Arabic "and" are taken away where needed."""
    for form in (token, token.lstrip("وبلكف")):
        if form in values:
            return [values[form]]
    return [values[part] for part in token.split("-") if part in values]


def _add(
    total: float, current: float | None, value: float, plain_hundreds: bool
) -> tuple[float, float | None]:
    if value >= 1000:
        if current is None and total:  # "thousand million"
            return total * value, None
        return total + (current or 1.0) * value, None
    if value == 100 and current and current < 100 and not plain_hundreds:
        return total, current * 100
    if value == HALF and current is None and total:  # "two million and a half"
        return total + HALF * _scale(total), None
    return total, (current or 0.0) + value


def _scale(total: float) -> float:
    """The scale that a number of whole thousands or millions was closed with."""
    return next((scale for scale in SCALES if total % scale == 0), 1.0)


def _in_chinese(current: float | None, text: str, language: str) -> float | None:
    """Each of 十, 百 and 千 multiplies the figure before it, 万 and 亿 all that stands before."""
    values, (whole, _, part) = number_words(language), text.partition("点")
    figures = [values[c] for c in whole if c in values]
    if current is None and not figures:
        return None
    decimals = "".join(str(int(values[c])) for c in part if values.get(c, 10) < 10)
    scales = [values[c] for c in part if values.get(c, 0) >= 10]
    total, section, figure = 0.0, 0.0, current
    for value in figures:
        if value >= 10_000:
            total, section, figure = (total + section + (figure or 0.0) or 1.0) * value, 0.0, None
        elif value >= 10:
            section, figure = section + (1.0 if figure is None else figure) * value, None
        else:  # 三四百: three or four hundred
            figure = (figure + value) / 2 if figure else value
    total += section + (figure or 0.0) + float(f"0.{decimals or 0}")
    return total * math.prod(scales)
