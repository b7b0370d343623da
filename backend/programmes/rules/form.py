"""What the form asks for: its language, its cover and its texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.common.names import joined, primary
from backend.programmes.dossier import Dossier, Text
from backend.programmes.rules.base import Finding, Rule
from backend.programmes.rules.parameters import SLUG, code, one_of, parameter, some
from backend.programmes.rules.saying import broken, kept


@dataclass(frozen=True)
class Language(Rule):
    """Written in a language that the programme takes."""

    key = "language"
    title = gettext_lazy("Language")

    def check(self, dossier: Dossier) -> Finding:
        taken = {primary(one) for one in dossier.languages}
        facts = {"language": dossier.language, "languages": sorted(taken)}
        said = {
            "language": dossier.named(primary(dossier.language)),
            "languages": joined(dossier.named(primary(one)) for one in dossier.languages),
        }
        told = _("It is written in: %(language)s.") % said
        if not taken or primary(dossier.language) in taken:
            return kept(told, facts)
        fix = _("Write it in one of these languages: %(languages)s.") % said
        return broken(told, fix, facts)


# What a cover may have to show: its name for the reader, and whether it is there.
COVER: dict[str, tuple[object, Callable[[Dossier], bool]]] = {
    "title": (gettext_lazy("title"), lambda one: bool(one.title.strip())),
    "beneficiaries": (gettext_lazy("beneficiaries"), lambda one: bool(one.beneficiaries.strip())),
    "beneficiaries_number": (
        gettext_lazy("number of beneficiaries"),
        lambda one: bool(one.beneficiaries_number),
    ),
    "starts_on": (gettext_lazy("estimated start"), lambda one: one.starts_on is not None),
    "months": (gettext_lazy("duration"), lambda one: bool(one.months)),
    "requested": (gettext_lazy("amount asked for"), lambda one: one.requested is not None),
    "goals": (gettext_lazy("goals"), lambda one: bool(one.goals)),
    "sectors": (gettext_lazy("sectors"), lambda one: bool(one.sectors)),
}


@dataclass(frozen=True)
class Cover(Rule):
    """The cover says each of these."""

    key = "cover"
    title = gettext_lazy("The cover is filled in")

    fields: tuple[str, ...] = parameter(some(one_of(COVER), least=1))

    def check(self, dossier: Dossier) -> Finding:
        missing = [one for one in self.fields if not COVER[one][1](dossier)]
        said = {"fields": joined(str(COVER[one][0]) for one in missing)}
        if not missing:
            return kept(_("The cover is complete."), {"missing": missing})
        told = _("Missing on the cover: %(fields)s.") % said
        return broken(told, _("Fill in: %(fields)s.") % said, {"missing": missing})


@dataclass(frozen=True)
class PrioritySector(Rule):
    """The sector is among those that the programme pays for; an empty list takes any."""

    key = "priority-sector"
    title = gettext_lazy("Priority sector")

    sectors: tuple[str, ...] = parameter(some(code(SLUG, "energy")), ())

    def check(self, dossier: Dossier) -> Finding:
        facts = {"sector": dossier.sector}
        fix = _("Choose the sector it belongs to.")
        if self.sectors:
            names = joined(map(dossier.named, self.sectors))
            fix = _("Choose one of these sectors: %(names)s.") % {"names": names}
        if not dossier.sector:
            return broken(_("No sector is named."), fix, facts)
        told = _("The sector is: %(sector)s.") % {"sector": dossier.named(dossier.sector)}
        if self.sectors and dossier.sector not in self.sectors:
            return broken(told, fix, facts)
        return kept(told, facts)


@dataclass(frozen=True)
class SectionsFilled(Rule):
    """Every text that the form requires is there."""

    key = "sections-filled"
    title = gettext_lazy("Required sections")

    def check(self, dossier: Dossier) -> Finding:
        empty = [text for text in dossier.texts if text.required and not text.characters]
        facts = {"empty": [text.key for text in empty]}
        names = {"names": joined(text.name for text in empty)}
        if not empty:
            return kept(_("Every required section is written."), facts)
        return broken(
            _("Not written yet: %(names)s.") % names, _("Write: %(names)s.") % names, facts
        )


@dataclass(frozen=True)
class SectionLengths(Rule):
    """No text is longer than the form allows."""

    key = "section-lengths"
    title = gettext_lazy("Length of the sections")

    def check(self, dossier: Dossier) -> Finding:
        over = {text.key: self._over(text) for text in dossier.texts if self._over(text)}
        facts = {"over": over}
        if not over:
            return kept(_("No section is too long."), facts)
        long = [text for text in dossier.texts if text.key in over]
        told = " ".join(self._told(text, dossier) for text in long)
        names = joined(text.name for text in long)
        return broken(told, _("Shorten: %(names)s.") % {"names": names}, facts)

    def _over(self, text: Text) -> int:
        return max(text.characters - text.most, 0) if text.most is not None else 0

    def _told(self, text: Text, dossier: Dossier) -> str:
        assert text.most is not None, "what is too long has a limit"
        return _(
            "%(name)s has %(characters)s characters; %(pages)s page(s) of %(page)s are allowed."
        ) % {
            "name": text.name,
            "characters": number_format(text.characters, force_grouping=True),
            "pages": number_format(round(text.most / dossier.page, 1)),
            "page": number_format(dossier.page, force_grouping=True),
        }
