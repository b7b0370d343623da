"""E-mail addresses and telephone numbers within other text: they are for no public passage.

A number counts as a telephone number where it says so: by +, by 00, by a word before it, or as a
Chinese mobile number. Years, dates, project numbers and DOIs stay.
"""

from __future__ import annotations

import re
from typing import Any

GONE = "[…]"
# From the start of a word and never back into it, so that a long run of letters costs little.
# Chinese needs no space before an address, so its characters are none of an address's.
LETTER = r"[^\W\u3040-\u9fff]"
LOCAL = rf"(?<!{LETTER})(?<![.+%-])(?:{LETTER}|[.+%-])++"
MAIL = re.compile(
    rf"{LOCAL}\s?[@＠]\s?(?:{LETTER}|-)+(?:\.(?:{LETTER}|-)+)+"
    rf"|{LOCAL}"
    r"\s*[\[({]\s*(?:at|arroba|собака)\s*[\])}]\s*[\w-]+"
    r"(?:\s*(?:\.|[\[({]\s*(?:dot|punto|ponto|point)\s*[\])}])\s*[\w-]+)+",
    re.IGNORECASE,
)
NUMBER = r"\(?\d[\d\s()./‐‑–-]{5,20}\d"
LABEL = (
    r"(?:\b(?:tel|t[ée]l[ée]phone?|tel[eé]fono|telefone|telephone|phone|mobile|mob|cell|cel|celular"
    r"|m[óo]vil|whatsapp|wechat|fax|тел|телефон|моб|факс)\b|电话|手机|传真|هاتف|جوال|موبايل|فاكس)"
)
PHONE = re.compile(
    rf"(?<![\w/.+-])(?:[+＋]|00(?=[1-9])){NUMBER}"
    rf"|(?P<label>{LABEL}[\s.:：№(]{{0,4}}){NUMBER}"
    r"|(?<![\w/.-])1[3-9]\d{9}(?![\w/-])",
    re.IGNORECASE,
)
YEARS = re.compile(r"\b(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d$")  # “cell 2015-2018”
FEWEST, MOST = 7, 17  # digits of a telephone number
WHOLE = re.compile(r"\s*[+＋(0][\d\s()./-]{7,20}\d\s*")  # a cell that is nothing else


def without_contacts(text: str) -> str:
    """The text with […] for each address and number."""
    return PHONE.sub(_number, MAIL.sub(GONE, text))


def _number(match: re.Match[str]) -> str:
    digits = sum(char.isdigit() for char in match[0])
    if not FEWEST <= digits <= MOST or YEARS.search(match[0]):
        return match[0]
    return f"{match['label'] or ''}{GONE}"


def masked(value: Any) -> Any:
    """A value as it may be shown, logged or kept in a report, whatever column it stood in."""
    if isinstance(value, str):
        return GONE if WHOLE.fullmatch(value) and _is_number(value) else without_contacts(value)
    if isinstance(value, list | tuple):
        return type(value)(masked(entry) for entry in value)
    if isinstance(value, dict):
        return {name: masked(entry) for name, entry in value.items()}
    return value


def _is_number(text: str) -> bool:
    return 9 <= sum(char.isdigit() for char in text) <= 15 and text.count("-") < 3
