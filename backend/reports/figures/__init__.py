"""The figures there are, each defined in words, and what they are broken down by.

A change of what a figure means, or a further one, is a new ``VERSION``: reports name the one they
were made by.
"""

from __future__ import annotations

from django.utils import translation

from backend.reports.figures.base import Dimension, Figure
from backend.reports.figures.proposals import OF_PROGRAMMES
from backend.reports.figures.requests import OF_BROKERING

__all__ = ["FIGURES", "VERSION", "Dimension", "Figure", "definitions"]

VERSION = 2
FIGURES = {**OF_BROKERING, **OF_PROGRAMMES}


def definitions() -> dict[str, dict[str, str]]:
    """The words of today, in English, which is also the key of their translations."""
    with translation.override("en"):
        return {
            name: {"label": str(figure.label), "meaning": str(figure.meaning), "unit": figure.unit}
            for name, figure in FIGURES.items()
        }
