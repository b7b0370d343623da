"""In how many passages each term occurs, counted anew after passages have changed."""

from __future__ import annotations

from django.db import connection, transaction

COUNT = """
    INSERT INTO matches_termfrequency (term, passages, total_length)
    SELECT term, count(*), 0
    FROM matches_passageterms t JOIN directory_passage p
        ON p.id = t.passage_id AND p.text_hash = t.text_hash AND NOT p.hidden
    JOIN directory_profile f
        ON f.id = p.profile_id AND f.consent_listed AND f.withdrawn_at IS NULL,
    unnest(t.terms) AS term
    GROUP BY term
    UNION ALL
    SELECT '', count(*), coalesce(sum(t.length), 0)
    FROM matches_passageterms t JOIN directory_passage p
        ON p.id = t.passage_id AND p.text_hash = t.text_hash AND NOT p.hidden
    JOIN directory_profile f
        ON f.id = p.profile_id AND f.consent_listed AND f.withdrawn_at IS NULL
"""


CURRENT = """
    SELECT (SELECT (passages, total_length) FROM matches_termfrequency WHERE term = '')
        IS NOT DISTINCT FROM (SELECT (count(*)::int, coalesce(sum(t.length), 0)::bigint)
    FROM matches_passageterms t JOIN directory_passage p
        ON p.id = t.passage_id AND p.text_hash = t.text_hash AND NOT p.hidden
    JOIN directory_profile f
        ON f.id = p.profile_id AND f.consent_listed AND f.withdrawn_at IS NULL)
"""


def frequencies_are_current() -> bool:
    """Whether the passages counted are those listed now: some may have been hidden since."""
    with connection.cursor() as cursor:
        cursor.execute(CURRENT)
        return bool(cursor.fetchone()[0])


@transaction.atomic
def refresh_term_frequencies() -> None:
    """Count all terms anew. Readers see the old figures until the new ones are committed."""
    with connection.cursor() as cursor:
        # One counts at a time; who comes second counts again, with what the first one missed.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('matches_termfrequency'))")
        cursor.execute("DELETE FROM matches_termfrequency")
        cursor.execute(COUNT)
