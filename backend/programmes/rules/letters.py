"""The word of each country that it takes part: a letter with all that belongs into it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.common.names import joined
from backend.programmes.dossier import Dossier, Letter
from backend.programmes.rules.base import Finding, Rule
from backend.programmes.rules.parameters import one_of, parameter, some
from backend.programmes.rules.saying import broken, kept

# What a letter may have to show: its name for the reader, and whether it is there.
PARTS: dict[str, tuple[object, Callable[[Letter], bool]]] = {
    "institution": (gettext_lazy("the institution that signs"), lambda one: bool(one.institution)),
    "signer": (gettext_lazy("the name of who signs"), lambda one: bool(one.signer)),
    "position": (gettext_lazy("the position of who signs"), lambda one: bool(one.position)),
    "signature": (gettext_lazy("the signature"), lambda one: one.is_signed),
    "scan": (gettext_lazy("the scan of the letter"), lambda one: one.has_scan),
}
THERE = frozenset({"received", "accepted"})  # statuses of a letter that has come


def lacking(letter: Letter | None, parts: Collection[str]) -> list[str]:
    """Of the parts, those that are not there; of a letter that has not come, all."""
    if letter is None or letter.status not in THERE:
        return list(parts)
    return [part for part in parts if not PARTS[part][1](letter)]


def complete(dossier: Dossier, parts: Collection[str]) -> list[str]:
    """The participating countries whose letter is there and shows all parts."""
    letters = {letter.country: letter for letter in dossier.letters}
    return [code for code in dossier.countries if not lacking(letters.get(code), parts)]


@dataclass(frozen=True)
class Letters(Rule):
    """Every participating country has a letter that shows each of the parts."""

    key = "letters"
    title = gettext_lazy("A letter of endorsement from each participating country")

    parts: tuple[str, ...] = parameter(some(one_of(PARTS), least=1), tuple(PARTS))

    def check(self, dossier: Dossier) -> Finding:
        letters = {letter.country: letter for letter in dossier.letters}
        lack = {code: lacking(letters.get(code), self.parts) for code in dossier.countries}
        lack = {code: parts for code, parts in lack.items() if parts}
        facts = {"countries": list(dossier.countries), "lacking": lack}
        if not dossier.countries:
            return broken(_("No country takes part yet."), _("Name the partners."), facts)
        if not lack:
            names = joined(map(dossier.named, dossier.countries))
            return kept(_("Complete letters are there from %(names)s.") % {"names": names}, facts)
        found = [self._found(dossier, letters.get(code), code, lack[code]) for code in lack]
        fix = _("Get what is missing from %(names)s.") % {"names": joined(map(dossier.named, lack))}
        return broken(" ".join(found), fix, facts)

    def _found(
        self, dossier: Dossier, letter: Letter | None, code: str, missing: Collection[str]
    ) -> str:
        said = {"country": dossier.named(code)}
        if letter is not None and letter.status == "refused":
            return _("%(country)s: the letter was refused.") % said
        if letter is None or letter.status not in THERE:
            return _("%(country)s: there is no letter.") % said
        said["parts"] = joined(str(PARTS[part][0]) for part in missing)
        return _("%(country)s: the letter does not show %(parts)s.") % said
