"""What keys are called in the reader's language: a query for each list."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from backend.codelists.models import Country, CountryGroup, Field, Goal, Language, Sector
from backend.consultations.models import Engagement
from backend.directory.models import Expert
from backend.programmes.models import Programme
from backend.reports.figures import Dimension

LISTS = {
    Dimension.COUNTRY: Country,
    Dimension.GROUP: CountryGroup,
    Dimension.SECTOR: Sector,
    Dimension.FIELD: Field,
    Dimension.LANGUAGE: Language,
    Dimension.GOAL: Goal,
}
CHOICES = {Dimension.GENDER: Expert.Gender, Dimension.FUNDER: Engagement.Payer}
Labels = Mapping[str, Mapping[str, str]]


def labels() -> Labels:
    """By dimension and key."""
    told: dict[str, Mapping[str, str]] = {}
    for dimension, model in LISTS.items():
        told[dimension.value] = {row.pk: row.name for row in model._default_manager.all()}
    told[Dimension.PROGRAMME.value] = {one.code: one.name for one in Programme.objects.all()}
    for dimension, kind in CHOICES.items():
        told[dimension.value] = {key: str(label) for key, label in kind.choices}
    return told


def label_of(known: Labels, dimension: str, key: str) -> str:
    """A code that is on no list any more is told as it is."""
    if dimension == Dimension.ALL:
        return str(Dimension.ALL.label)
    if not key and dimension == Dimension.GROUP:
        return _("none of these groups")
    return known.get(dimension, {}).get(key, key) or _("not said")
