"""A panel as a page shows it: who covers which part of the need, with the passage."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import Language
from backend.common.names import display_name, primary
from backend.directory.models import Profile
from backend.matches.cards import Name, Quote, Tongue, quote_of, tag_of, tongue_of
from backend.matches.services import Answer
from backend.matches.services.quoting import Cover, PanelMember, Reason

FACETS: dict[str, str | Promise] = {
    "what": _("what is lacking"),
    "where": _("where"),
    "means": _("with which means"),
    "beneficiaries": _("for whom"),
}
COVERED = 0.5  # from here an aspect counts as covered; below, the member only comes closest to it


@dataclass(frozen=True)
class CoverLine:
    """An aspect in the need's own words, and the passage that covers it."""

    facet: str | Promise
    text: str
    covered: bool
    quote: Quote


@dataclass(frozen=True)
class MemberCard:
    """``rank`` is 0 where the member stands below the candidates shown."""

    rank: int
    percent: int
    name: Name
    country: str
    covers: list[CoverLine]


@dataclass(frozen=True)
class PanelPage:
    members: list[MemberCard]
    tongue: Tongue


def panel_page(found: Answer) -> PanelPage | None:
    """What a page shows of a panel; None where there is none. One query."""
    if not found.panel:
        return None
    codes = {primary(cover.language) for one in found.panel for cover in one.covers}
    tongues = Language.objects.in_bulk([*codes, primary(found.language)])
    ranks = {one.profile.pk: one.rank for one in found.matches}
    return PanelPage(
        [_member(one, ranks.get(one.profile.pk, 0), found, tongues) for one in found.panel],
        tongue_of(found.language, tongues),
    )


def _member(one: PanelMember, rank: int, found: Answer, tongues: dict[str, Language]) -> MemberCard:
    profile = one.profile
    name = display_name(profile.names)
    return MemberCard(
        rank=rank,
        percent=min(99, max(1, round(100 * one.score))),
        name=Name(name, tag_of(profile.names, name)),
        country=profile.country.name if profile.country else "",
        covers=[_line(cover, profile, found.language, tongues) for cover in one.covers],
    )


def _line(cover: Cover, profile: Profile, asked_in: str, tongues: dict[str, Language]) -> CoverLine:
    passage = Reason(cover.passage, cover.passage.text, cover.language, 0.0, (), profile)
    return CoverLine(
        FACETS.get(cover.facet, ""),
        cover.text,
        cover.coverage >= COVERED,
        quote_of(passage, asked_in, tongues),
    )
