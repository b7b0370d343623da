"""Whom to recruit, as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from backend.common import sheets
from backend.reports.figures import Dimension
from backend.reports.selectors import label_of, labels
from backend.reports.unmet.cases import Unmet
from backend.reports.unmet.recruiting import Lack


def lacks_to_csv(lacks: Iterable[Lack]) -> bytes:
    return sheets.to_csv(_rows(lacks))


def lacks_to_xlsx(lacks: Iterable[Lack]) -> bytes:
    return sheets.to_xlsx({_("Whom to recruit"): _rows(lacks)})


def _rows(lacks: Iterable[Lack]) -> Iterator[list[Any]]:
    known = labels()

    def listed(dimension: Dimension, counted: dict[str, int]) -> str:
        named = [(label_of(known, dimension, key), number) for key, number in counted.items()]
        return "; ".join(f"{name} ({number})" for name, number in named)

    yield [
        *(_("Code"), _("Sector"), _("Needs that were not met")),
        *(str(kind.label) for kind in Unmet),
        *(_("Countries"), _("Languages"), _("What nobody covers")),
    ]
    for one in lacks:
        yield [
            *(one.sector, label_of(known, Dimension.SECTOR, one.sector), one.needs),
            *(one.by_kind[kind] for kind in Unmet),
            listed(Dimension.COUNTRY, one.countries),
            listed(Dimension.LANGUAGE, one.languages),
            "; ".join(one.lacking),
        ]
