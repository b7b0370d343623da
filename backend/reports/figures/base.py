"""What a figure is, and what figures are broken down by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Dimension(models.TextChoices):
    ALL = "all", _("all together")
    COUNTRY = "country", _("country")
    GROUP = "group", _("group of countries on the reporting date")
    SECTOR = "sector", _("sector")
    FIELD = "field", _("field of practice")
    LANGUAGE = "language", _("language of the need")
    GENDER = "gender", _("gender of the expert, where it was given")
    FUNDER = "funder", _("who pays")
    PROGRAMME = "programme", _("programme")
    YEAR = "year", _("year of the call")
    GOAL = "goal", _("Sustainable Development Goal")


D = Dimension
OF_REQUESTS = (D.ALL, D.COUNTRY, D.GROUP, D.SECTOR, D.FIELD, D.LANGUAGE)
OF_EXPERTS = (*OF_REQUESTS, D.GENDER)
OF_WORK = (*OF_EXPERTS, D.FUNDER)
OF_COUNTRIES = (D.ALL, D.PROGRAMME, D.YEAR, D.SECTOR, D.FIELD, D.GOAL)
OF_PROPOSALS = (*OF_COUNTRIES, D.COUNTRY, D.GROUP)
Summary = Callable[[Sequence[Any]], float]


@dataclass(frozen=True)
class Figure:
    """``summary`` makes one number out of those of the single cases."""

    label: Promise
    meaning: Promise
    unit: str
    summary: Summary
    dimensions: tuple[Dimension, ...] = OF_REQUESTS
