"""What the directory and the outcomes know of candidates besides their texts, for the features."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from backend.codelists.models import Country, GroupMembership, Region
from backend.matches import engine

WORLD = "001"
ANSWER_DAYS = 14  # in which an invitation may be answered before silence counts
OPEN_DAYS = 365  # after which a case that nobody closed no longer counts as work under way

# Each profile with its limit, goals, sectors, languages, countries worked in, and the attested
# passages of the institution that stands behind it: the strongest of those that are listed and
# where it is today.
DIRECTORY = """
    SELECT p.id, p.country_id, e.max_open_engagements,
        ARRAY(SELECT g.goal_id FROM directory_profile_sdgs g WHERE g.profile_id = p.id),
        ARRAY(SELECT s.sector_id FROM directory_profile_sectors s WHERE s.profile_id = p.id),
        ARRAY(SELECT s.language_id FROM directory_languageskill s WHERE s.expert_id = p.id),
        ARRAY(
            SELECT w.country_id FROM directory_expert_countries_worked_in w
            WHERE w.expert_id = p.id
            UNION SELECT i.country_id FROM directory_affiliation a
            JOIN directory_profile i ON i.id = a.institution_id
            WHERE a.expert_id = p.id AND i.country_id IS NOT NULL
        ),
        (
            SELECT count(q.id) FROM (
                SELECT p.id WHERE p.kind = 'institution'
                UNION SELECT a.institution_id FROM directory_affiliation a
                JOIN directory_profile i ON i.id = a.institution_id
                WHERE a.expert_id = p.id AND coalesce(a.end_year, %(year)s) >= %(year)s
                    AND i.consent_listed AND i.withdrawn_at IS NULL
            ) behind
            LEFT JOIN directory_passage q ON q.profile_id = behind.id
                AND NOT q.hidden AND q.text <> '' AND q.attestation <> 'self_declared'
            GROUP BY behind.id ORDER BY 1 DESC LIMIT 1
        )
    FROM directory_profile p LEFT JOIN directory_expert e ON e.profile_ptr_id = p.id
    WHERE p.id = ANY(%(profiles)s::uuid[])
"""

# Of each candidate: invitations that were due an answer, those that got one, and open cases.
OUTCOMES = """
    WITH cases AS (
        SELECT profile_id, bool_or(kind IN ('accepted', 'declined')) AS answered,
            bool_or(kind IN ('declined', 'delivered', 'rated')) AS closed, max(at) AS at
        FROM matches_outcome
        WHERE profile_id = ANY(%(profiles)s::uuid[])
            AND kind IN ('invited', 'accepted', 'declined', 'delivered', 'rated')
        GROUP BY profile_id, run_id
    )
    SELECT profile_id,
        count(*) FILTER (WHERE answered OR (NOT closed AND at < %(due)s)),
        count(*) FILTER (WHERE answered),
        count(*) FILTER (WHERE NOT closed AND at >= %(opened)s)
    FROM cases GROUP BY profile_id
"""


def facts(
    profiles: Sequence[str], known: Mapping[str, engine.Place], day: datetime.date
) -> dict[str, dict[str, Any]]:
    """By id what is known of each, as fields of the engine's ``Profile``; ``known`` are ``places``.

    Two queries, whatever the number of profiles.
    """
    asked: dict[str, Any] = {
        "profiles": list(profiles),
        "year": day.year,
        "due": day - datetime.timedelta(ANSWER_DAYS),
        "opened": day - datetime.timedelta(OPEN_DAYS),
    }
    found: dict[str, dict[str, Any]] = {}
    with connection.cursor() as cursor:
        cursor.execute(DIRECTORY, asked)
        for pk, home, capacity, sdgs, sectors, languages, worked_in, attested in cursor.fetchall():
            found[str(pk)] = {
                "sdgs": sdgs,
                "sectors": sectors,
                "place": known.get(home),
                "capacity": capacity,
                "languages": languages,
                "worked_in": [known[code] for code in sorted(worked_in)],
                "attested": attested,
            }
        cursor.execute(OUTCOMES, asked)
        for pk, invited, answered, load in cursor.fetchall():
            found[str(pk)] |= {"invited": invited, "answered": answered, "load": load}
    return found


def places(day: datetime.date) -> dict[str, engine.Place]:
    """Every country with the regions around it, and its groups on the day. Three queries."""
    parents = dict(Region.objects.values_list("pk", "parent"))
    members: dict[str, list[str]] = {}
    valid = GroupMembership.objects.valid_on(day).order_by("group").distinct()
    for country, group in valid.values_list("country", "group"):
        members.setdefault(country, []).append(group)
    return {
        code: engine.Place(code, tuple(_around(region, parents)), tuple(members.get(code, ())))
        for code, region in Country.objects.values_list("pk", "region")
    }


def _around(region: str | None, parents: dict[str, str | None]) -> Iterable[str]:
    """The region and those around it, the smallest first, without the world."""
    while region and region != WORLD:
        yield region
        region = parents.get(region)
