"""Claims as values."""

from __future__ import annotations

from typing import NamedTuple


class Quantity(NamedTuple):
    """An amount between ``low`` and ``high``, in the basic unit of its dimension.

    Dimensions are names such as ``power`` (W), ``area`` (m²), ``people`` or ``volume/time``.
    """

    dimension: str
    low: float
    high: float
