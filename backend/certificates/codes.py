"""Codes of certificates: nobody guesses one, everybody can type one.

Sixteen symbols of Crockford's base 32 (no I, L, O, U) in four groups. Fifteen are random (75 bits);
the last one is their check symbol by the Luhn algorithm modulo 32, which tells every single wrong
symbol and nearly every two that changed places.
"""

from __future__ import annotations

import secrets

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 16, 4
MEANT = str.maketrans("ILO", "110", " -‐‑–—_\u00a0\u200e\u200f")  # what is read for something else


def new_code() -> str:
    drawn = "".join(secrets.choice(SYMBOLS) for _n in range(LENGTH - 1))
    return drawn + _check_symbol(drawn)


def normal(typed: str) -> str:
    """The code that is meant, without groups; "" where it can be none."""
    code = typed.upper().translate(MEANT)
    known = len(code) == LENGTH and set(code) <= set(SYMBOLS)
    return code if known and _check_symbol(code[:-1]) == code[-1] else ""


def grouped(code: str) -> str:
    """As it is printed: ``7K3F-…``."""
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def _check_symbol(code: str) -> str:
    total = 0
    for place, symbol in enumerate(reversed(code)):
        value = SYMBOLS.index(symbol) * (1 if place % 2 else 2)
        total += sum(divmod(value, len(SYMBOLS)))
    return SYMBOLS[-total % len(SYMBOLS)]
