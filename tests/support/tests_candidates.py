"""Profiles as the in-memory engine wants them, read row by row: slow, and plainly what they say."""

import datetime
import functools

from backend.codelists.models import Country
from matching import Passage
from matching import Profile as Candidate
from matching.types import Place


def candidate(profile):
    """With everything that is a feature."""
    facts = of_expert(profile.expert) if profile.kind == "expert" else {}
    institutions = facts.pop("at", [profile])
    return Candidate(
        str(profile.pk),
        [evidence(p) for p in profile.passages.all() if not p.hidden],
        sdgs=[goal.pk for goal in profile.sdgs.all()],
        sectors=[sector.pk for sector in profile.sectors.all()],
        place=place(profile.country),
        attested=max(
            (
                sum(not p.hidden and p.attestation != "self_declared" for p in one.passages.all())
                for one in institutions
            ),
            default=None,
        ),
        **facts,
    )


def of_expert(expert):
    institutions = [row.institution for row in expert.affiliations.filter(end_year=None)]
    countries = [*expert.countries_worked_in.all(), *(one.country for one in institutions)]
    return {
        "at": [one for one in institutions if one.is_listed],
        "languages": [skill.language_id for skill in expert.language_skills.all()],
        "worked_in": [place(country) for country in countries if country],
        "capacity": expert.max_open_engagements,
    }


def evidence(passage):
    return Passage(
        passage.text,
        passage.language or None,
        passage.kind,
        passage.year,
        str(passage.pk),
        passage.attestation,
    )


@functools.cache
def place_of(code):
    country = Country.objects.get(pk=code)
    regions, region = [], country.region
    while region.parent is not None:
        regions.append(region.pk)
        region = region.parent
    groups = country.group_memberships.valid_on(datetime.date.today())
    return Place(code, tuple(regions), tuple(row.group_id for row in groups))


def place(country):
    return place_of(country.pk) if country else None
