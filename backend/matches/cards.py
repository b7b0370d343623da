"""An answer as a page shows it: candidates in the reader's language, quotes in their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import Language
from backend.common.names import display_name, primary
from backend.directory.models import Expert, Profile
from backend.directory.selectors import workplace
from backend.matches.marking import quote
from backend.matches.sentences import Evidence, sentence
from backend.matches.services import Answer
from backend.matches.services.quoting import Answered, Reason

RULES: dict[str, str | Promise] = {
    "kind": _("not the kind asked for"),
    "conflict": _("conflict of interest"),
    "country": _("from elsewhere"),
    "language": _("language not spoken"),
    "availability": _("not available then"),
    "load": _("no room for more work"),
}
LATIN_TAGS = {"en", "es", "fr", "pt"}


@dataclass(frozen=True)
class Tongue:
    """A language as a page needs it: the tag, its direction and its name for the reader."""

    tag: str
    direction: str
    name: str


@dataclass(frozen=True)
class Name:
    text: str
    tag: str


@dataclass(frozen=True)
class Quote:
    """A passage that speaks for a candidate, with a sentence that says what it is."""

    lead: SafeString
    rest: SafeString
    tongue: Tongue
    sentence: str


@dataclass(frozen=True)
class Card:
    """A candidate. Contact data have no field here, so none can get out."""

    rank: int
    percent: int
    name: Name
    original: Name | None
    is_expert: bool
    kind: str
    work: str
    country: str
    demo: bool
    illustrative: bool
    quotes: list[Quote]


@dataclass(frozen=True)
class Rule:
    """A rule that left somebody out: its code, its name for the reader, and how many."""

    code: str
    name: str | Promise
    count: int


@dataclass(frozen=True)
class AnswerPage:
    """``likely`` are those who may well help, ``closest`` those below the line; ``missing`` is
    what of the need nobody covers, where nobody is likely."""

    likely: list[Card]
    closest: list[Card]
    missing: list[str]
    tongue: Tongue
    left_out: int
    rules: list[Rule]


def answer_page(found: Answer) -> AnswerPage:
    """What a page shows of an answer. One query, whatever the number of candidates."""
    tongues = _tongues(found)
    cards = [_card(one, found.language, tongues) for one in found.matches]
    likely = sum(one.score >= found.line for one in found.matches)
    return AnswerPage(
        likely=cards[:likely],
        closest=cards[likely:],
        missing=[one.text for one in found.missing],
        tongue=tongue_of(found.language, tongues),
        left_out=sum(one["count"] for one in found.excluded),
        rules=[
            Rule(one["rule"], RULES.get(one["rule"], one["rule"]), one["count"])
            for one in found.excluded
        ],
    )


def _tongues(found: Answer) -> dict[str, Language]:
    codes = {primary(reason.language) for one in found.matches for reason in one.reasons}
    return Language.objects.in_bulk([*codes, primary(found.language)])


def tongue_of(tag: str, tongues: dict[str, Language]) -> Tongue:
    """``und`` (no telling which language) has an empty tag, as HTML wants it, and no name."""
    row = tongues.get(primary(tag))
    if row is None:
        return Tongue("" if tag == "und" else tag, "auto", "" if tag == "und" else tag)
    return Tongue(tag, "rtl" if row.right_to_left else "ltr", row.name)


def _card(one: Answered, asked_in: str, tongues: dict[str, Language]) -> Card:
    profile = one.profile
    name = display_name(profile.names)
    institution = getattr(profile, "institution", None)
    return Card(
        rank=one.rank,
        percent=min(99, max(1, round(100 * one.score))),
        name=Name(name, tag_of(profile.names, name)),
        original=_original(profile.names, name),
        is_expert=profile.kind == Profile.Kind.EXPERT,
        kind=capfirst(profile.get_kind_display()),
        work=_work(profile, institution),
        country=profile.country.name if profile.country else "",
        demo=profile.demo,
        illustrative=bool(institution and institution.illustrative),
        quotes=[quote_of(reason, asked_in, tongues) for reason in one.reasons],
    )


def tag_of(names: dict[str, str], name: str) -> str:
    reader = primary(get_language() or "en")
    tags = sorted(
        (tag for tag, text in names.items() if text == name),
        key=lambda tag: (primary(tag) != reader, tag),
    )
    return tags[0] if tags else ""


def _original(names: dict[str, str], shown: str) -> Name | None:
    """The name as its bearer writes it, where that is not the one shown; other scripts first."""
    tags = sorted(
        (tag for tag, name in names.items() if name and primary(tag) != "en"),
        key=lambda tag: (tag.endswith("-Latn"), primary(tag) in LATIN_TAGS, tag),
    )
    native = [Name(names[tag], tag) for tag in tags if not tag.endswith("-Latn")]
    if not native or shown in (name.text for name in native):
        return None
    return native[0]


def _work(profile: Profile, institution: Any) -> str:
    """Where an expert works; what type an institution is."""
    if institution is not None:
        return capfirst(institution.get_type_display())
    expert: Expert | None = getattr(profile, "expert", None)
    return workplace(expert) if expert else ""


def quote_of(reason: Reason, asked_in: str, tongues: dict[str, Language]) -> Quote:
    passage = reason.passage
    lead, rest = quote(reason.text, reason.language, reason.shared_terms, asked_in)
    evidence = Evidence(
        passage.kind, passage.year, passage.attestation, reason.language, reason.profile
    )
    return Quote(
        lead=lead,
        rest=rest,
        tongue=tongue_of(reason.language, tongues),
        sentence=sentence(evidence, tongues),
    )
