"""What lacks, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.common.names import joined
from backend.programmes.missing import Lack, LackKind
from backend.programmes.rules.regions import NAMES, Reach


def sentence(lack: Lack, names: Mapping[str, str]) -> str:
    """``names``: of groups and regions, in the reader's language."""
    said = {
        "number": lack.number,
        "group": names.get(lack.group, lack.group),
        "within": joined(sorted(names.get(one, one) for one in lack.within)),
        "outside": joined(sorted(names.get(one, one) for one in lack.outside)),
        "reach": NAMES[Reach(lack.reach)] if lack.reach else "",
    }
    if lack.kind == LackKind.LETTERS:
        return _letters(lack, names) % said
    if lack.kind == LackKind.COUNTRIES:
        return _countries(lack) % said
    return _reach(lack) % said


def _letters(lack: Lack, names: Mapping[str, str]) -> str:
    told = ngettext(
        "A letter from %(number)d other country is needed.",
        "Letters from %(number)d other countries are needed.",
        lack.number,
    )
    if not lack.waiting:
        return told
    asked = joined(sorted(names.get(one, one) for one in lack.waiting))
    return told + " " + _("Of those that take part, ask: %(names)s.") % {"names": asked}


def _countries(lack: Lack) -> str:
    if lack.group:
        return ngettext(
            "%(number)d more country of %(group)s must take part.",
            "%(number)d more countries of %(group)s must take part.",
            lack.number,
        )
    return ngettext(
        "%(number)d more country must take part.",
        "%(number)d more countries must take part.",
        lack.number,
    )


def _reach(lack: Lack) -> str:
    """A sentence of its own for each case: no language has to bend one clause to another."""
    if lack.outside:
        if lack.group:
            return _("One more country of %(group)s outside %(outside)s would make this %(reach)s.")
        return _("One more country outside %(outside)s would make this %(reach)s.")
    if lack.within:
        if lack.group:
            return _("One more country of %(group)s within %(within)s would make this %(reach)s.")
        return _("One more country within %(within)s would make this %(reach)s.")
    if lack.group:
        return _("One more country of %(group)s would make this at least %(reach)s.")
    return _("One more country would make this at least %(reach)s.")
