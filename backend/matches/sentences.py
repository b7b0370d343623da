"""A piece of evidence in a sentence: what was done, when, where, how attested, in which language.

The sentence is a row of clauses that each stand by themselves ("Project, 2021, by an expert in
Kenya, confirmed by the institution"), so that no language has to bend one clause to another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import pgettext, pgettext_lazy

from backend.codelists.models import Language
from backend.common.names import primary
from backend.directory.models import Passage, Profile

# Not the names of these choices: those agree in gender with "attestation", these with nothing.
ATTESTED: dict[str, str | Promise] = {
    "self_declared": pgettext_lazy("evidence", "self-declared"),
    "institution_confirmed": pgettext_lazy("evidence", "confirmed by the institution"),
    "documented": pgettext_lazy("evidence", "documented"),
    "delivered": pgettext_lazy("evidence", "delivered through this network"),
}
LEAD = 140  # characters of a passage that are quoted in a sentence
# What is no kind of passage.
OTHERS: dict[str, str | Promise] = {"need": pgettext_lazy("evidence", "help asked for")}
ISOLATED = "\u2068{}\u2069"  # so that a quote from right to left does not turn the rest around


@dataclass(frozen=True)
class Evidence:
    """A passage as its sentence needs it, of today or as it was quoted once."""

    kind: str
    year: int | None
    attestation: str
    language: str
    profile: Profile


def sentence(evidence: Evidence, languages: Mapping[str, Language], quoted: str = "") -> str:
    """In the reader's language; with the passage's first words where ``quoted`` is its text."""
    facts = pgettext("between clauses", ", ").join(_clauses(evidence))
    row = languages.get(primary(evidence.language))
    values = {
        "facts": facts,
        "language": row.name if row else "",
        "quote": ISOLATED.format(lead(quoted)),
    }
    if row and quoted:
        return pgettext("evidence", "%(facts)s; original in %(language)s: “%(quote)s”") % values
    if row:
        return pgettext("evidence", "%(facts)s; original in %(language)s.") % values
    if quoted:
        return pgettext("evidence", "%(facts)s: “%(quote)s”") % values
    return pgettext("evidence", "%(facts)s.") % values


def _clauses(evidence: Evidence) -> Iterator[str]:
    """What is known, in the order in which it is told."""
    yield capfirst(str(_label(evidence.kind)))
    if evidence.year:
        yield pgettext("evidence", "%(year)d") % {"year": evidence.year}
    if evidence.profile.country:
        yield _by(evidence.profile) % {"country": evidence.profile.country.name}
    if evidence.attestation in ATTESTED:
        yield str(ATTESTED[evidence.attestation])


def _label(kind: str) -> str | Promise:
    return {**OTHERS, **dict(Passage.Kind.choices)}.get(kind, kind)


def _by(profile: Profile) -> str:
    if profile.kind == Profile.Kind.EXPERT:
        return pgettext("evidence", "by an expert in %(country)s")
    return pgettext("evidence", "by an institution in %(country)s")


def lead(text: str) -> str:
    """The beginning of a text, cut between words where it has spaces."""
    text = " ".join(text.split())
    if len(text) <= LEAD:
        return text
    cut = text[:LEAD].rsplit(" ", 1)[0]
    return f"{cut if len(cut) > LEAD // 2 else text[:LEAD]}…"
