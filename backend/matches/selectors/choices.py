"""What a form offers: of what narrows a search, only what would leave somebody."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.text import capfirst
from django.utils.translation import get_language

from backend.codelists.models import Country, CountryGroup, Language
from backend.common.models import Code
from backend.common.names import name_in, primary
from backend.common.text import fold
from backend.directory.models import LanguageSkill, Profile

Choice = tuple[str, str]  # code, name in the reader's language


def groups() -> list[Choice]:
    return [(group.code, group.name) for group in CountryGroup.objects.all()]


def all_countries() -> list[Choice]:
    return _sorted(Country.objects.all())


def countries() -> list[Choice]:
    """The countries that listed profiles are in."""
    listed = Profile.objects.listed().filter(country=OuterRef("pk"))
    return _sorted(Country.objects.filter(Exists(listed)))


def languages() -> tuple[list[Choice], list[Choice]]:
    """The languages that listed experts speak, and the same with those of this site."""
    skills = LanguageSkill.objects.filter(
        language=OuterRef("pk"),
        expert__consent_listed=True,
        expert__withdrawn_at__isnull=True,
    )
    of_the_site = {primary(code) for code, _name in settings.LANGUAGES}
    rows = list(
        Language.objects.annotate(spoken=Exists(skills)).filter(
            Q(spoken=True) | Q(pk__in=of_the_site)
        )
    )
    return _sorted(row for row in rows if row.spoken), _sorted(rows)


def _sorted(rows: Iterable[Code]) -> list[Choice]:
    """By name, as the reader's alphabet has it; Chinese has none here, so by the English name."""
    by = "en" if primary(get_language() or "en") == "zh" else None
    return [(row.code, capfirst(row.name)) for row in sorted(rows, key=lambda row: _key(row, by))]


def _key(row: Code, language: str | None) -> str:
    return fold(name_in(row.names, language))
