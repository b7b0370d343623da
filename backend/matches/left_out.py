"""Why the hard rules leave a candidate out, in words: what it has, and what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backend.common.names import display_name, joined
from backend.directory.models import AvailabilityPeriod, Profile
from backend.matches.cards import Name, tag_of
from backend.matches.selectors.left_out import Asked, rules_broken_by

NAMED = 5  # countries that are named one by one
PERIODS = 3


@dataclass(frozen=True)
class Why:
    """A rule that leaves a profile out, and with which of its values."""

    rule: str
    sentence: str


def why(profile: Profile, asked: Asked) -> list[Why]:
    """Every rule that the profile breaks; for one out of ``selectors.left_out``, no query."""
    return [Why(rule, WORDS[rule](profile, asked)) for rule in rules_broken_by(profile)]


def _kind(profile: Profile, asked: Asked) -> str:
    if profile.kind == Profile.Kind.INSTITUTION:
        return _("Is an institution; experts were asked for.")
    return _("Is an expert; institutions were asked for.")


def _conflict(profile: Profile, asked: Asked) -> str:
    excluded = set(asked.criteria.exclude_institutions)
    if profile.pk in excluded:
        return _("Is one of the institutions that must not take part.")
    works_at = [row.institution for row in profile.expert.affiliations.all()]
    named = [one.name for one in works_at if one.pk in excluded and one.is_listed]
    if not named:
        return _("Works at an institution that must not take part.")
    return _("Works at %(institution)s, which must not take part.") % {"institution": joined(named)}


def _country(profile: Profile, asked: Asked) -> str:
    wanted = asked.criteria.countries
    names = [asked.countries[code].name for code in wanted if code in asked.countries]
    country = profile.country.name if profile.country else ""
    values = {"country": country, "asked": joined(names)}
    if not country:
        return _("Names no country; certain countries were asked for.")
    if len(names) in range(1, NAMED + 1):
        return _("From %(country)s; asked for: %(asked)s.") % values
    return _("From %(country)s, which is not among the countries asked for.") % values


def _language(profile: Profile, asked: Asked) -> str:
    skills = profile.expert.language_skills.all()
    spoken = {skill.language_id: skill.language.name for skill in skills}
    wanted = [code for code in asked.criteria.languages if code in asked.languages]
    missing = [asked.languages[code].name for code in wanted if code not in spoken]
    values = {"spoken": joined(spoken.values()), "missing": joined(missing)}
    if not spoken:
        return _("Names no language; asked for: %(missing)s.") % values
    return _("Speaks %(spoken)s; also asked for: %(missing)s.") % values


def _availability(profile: Profile, asked: Asked) -> str:
    periods = [_period(one) for one in profile.expert.availability.all()][:PERIODS]
    day = asked.criteria.available_from
    values = {"periods": joined(periods), "day": date_format(day) if day else ""}
    return _("Available %(periods)s; needed on %(day)s.") % values


def _period(period: AvailabilityPeriod) -> str:
    values = {"start": date_format(period.start), "end": date_format(period.end)}
    return _("from %(start)s to %(end)s") % values


def _load(profile: Profile, asked: Asked) -> str:
    return _("Takes on no more work at present.")


WORDS: dict[str, Callable[[Profile, Asked], str]] = {
    "kind": _kind,
    "conflict": _conflict,
    "country": _country,
    "language": _language,
    "availability": _availability,
    "load": _load,
}


@dataclass(frozen=True)
class LeftOut:
    """Somebody whom a rule leaves out, and every rule that does, in words."""

    name: Name
    country: str
    why: list[str]


def left_out_page(profiles: Iterable[Profile], asked: Asked) -> list[LeftOut]:
    """What a page shows of profiles out of ``selectors.left_out``; no query of its own."""
    return [
        LeftOut(
            Name(name, tag_of(profile.names, name)),
            profile.country.name if profile.country else "",
            [one.sentence for one in why(profile, asked)],
        )
        for profile in profiles
        for name in [display_name(profile.names)]
    ]
