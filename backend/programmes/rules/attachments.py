"""What has to go with a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.common.names import joined, name_in
from backend.directory.models import Institution
from backend.programmes.dossier import Dossier
from backend.programmes.rules.base import Finding, Rule
from backend.programmes.rules.parameters import SLUG, code, flag, one_of, parameter, some
from backend.programmes.rules.saying import broken, kept

Types = Institution.Type
read_kind = code(SLUG, "summary-checklist")
read_types = some(one_of(Types.values), least=1)


@dataclass(frozen=True)
class Wanted:
    """An attachment: its kind, what it is called, and whether it has to be signed."""

    kind: str
    names: Mapping[str, str]
    signed: bool = False

    @property
    def name(self) -> str:
        return name_in(self.names) or self.kind


def read_wanted(value: Any) -> Wanted:
    example = '{"kind": "checklist", "names": {"en": "Checklist"}, "signed": false}'
    wrong = _("“%(value)s” will not do: write such as %(example)s.")
    if not isinstance(value, dict) or not set(value) <= {"kind", "names", "signed"}:
        raise ValueError(wrong % {"value": value, "example": example})
    names = value.get("names", {})
    if not isinstance(names, dict) or not all(isinstance(x, str) for x in names.values()):
        raise ValueError(wrong % {"value": names, "example": example})
    return Wanted(read_kind(value.get("kind")), names, flag(value.get("signed", False)))


def _find(dossier: Dossier, wanted: tuple[Wanted, ...]) -> Finding:
    there = {one.kind for one in dossier.attachments}
    signed = {one.kind for one in dossier.attachments if one.is_signed}
    missing = [one for one in wanted if one.kind not in there]
    bare = [one for one in wanted if one.signed and one.kind in there - signed]
    facts = {"missing": [one.kind for one in missing], "unsigned": [one.kind for one in bare]}
    found, fix = [], []
    if missing:
        names = {"names": joined(one.name for one in missing)}
        found.append(_("Missing: %(names)s.") % names)
        fix.append(_("Attach: %(names)s.") % names)
    if bare:
        names = {"names": joined(one.name for one in bare)}
        found.append(_("Without a signature: %(names)s.") % names)
        fix.append(_("Have these signed: %(names)s.") % names)
    if found:
        return broken(" ".join(found), " ".join(fix), facts)
    names = {"names": joined(one.name for one in wanted)}
    return kept(_("Attached: %(names)s.") % names, facts)


@dataclass(frozen=True)
class Attachments(Rule):
    """What everybody has to attach."""

    key = "attachments"
    title = gettext_lazy("Attachments")

    kinds: tuple[Wanted, ...] = parameter(some(read_wanted, least=1))

    def check(self, dossier: Dossier) -> Finding:
        return _find(dossier, self.kinds)


@dataclass(frozen=True)
class AttachmentsOfSome(Rule):
    """What applicants of some types have to attach, such as the decision of a governing body."""

    key = "attachments-of-some"
    title = gettext_lazy("Attachments of certain organisations")

    types: tuple[str, ...] = parameter(read_types)
    kinds: tuple[Wanted, ...] = parameter(some(read_wanted, least=1))

    def check(self, dossier: Dossier) -> Finding:
        type_ = dossier.applicant.type if dossier.applicant else ""
        if type_ in self.types:
            return _find(dossier, self.kinds)
        concerned = joined(str(Types(one).label) for one in self.types)
        told = _("Demanded only where the applicant is one of these: %(types)s.")
        return kept(told % {"types": concerned}, {"type": type_})
