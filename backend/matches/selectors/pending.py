"""What has no terms or vectors of today's text, encoder and correction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import structlog
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from backend.directory.models import Passage
from backend.matches import engine
from backend.matches.models import Embedding, PassageTerms
from backend.matches.selectors.versions import filled_versions

log = structlog.get_logger(__name__)


COUNTED_NOW = """
    SELECT (SELECT (passages, total_length) FROM matches_termfrequency WHERE term = '')
        IS NOT DISTINCT FROM (SELECT (count(*)::int, coalesce(sum(t.length), 0)::bigint)
    FROM matches_passageterms t JOIN directory_passage p
        ON p.id = t.passage_id AND p.text_hash = t.text_hash AND NOT p.hidden
    JOIN directory_profile f
        ON f.id = p.profile_id AND f.consent_listed AND f.withdrawn_at IS NULL)
"""


def something_pending() -> bool:
    """Also a version that the setting names and nobody has begun to fill in."""
    filled = filled_versions()
    if pending_terms().exists() or not set(engine.wanted()) <= set(filled):
        return True
    if any(pending_vectors(one).exists() for one in loadable(filled)):
        return True
    return not frequencies_are_current()


def loadable(versions: Iterable[engine.Version]) -> Iterator[engine.Version]:
    """Those that vectors can still be made of here."""
    for version in versions:
        try:
            engine.encoder(version), engine.fitted(version)
        except engine.VersionGone as error:
            log.warning("encoder_version_gone", version=str(version), reason=str(error))
        else:
            yield version


def pending_terms() -> QuerySet[Passage]:
    """Passages whose terms are missing or of an older text, language or version."""
    current = Q(
        terms__text_hash=F("text_hash"),
        terms__stated_language=F("language"),
        terms__version=engine.TERMS_VERSION,
    )
    return Passage.objects.matchable().exclude(pk__in=Passage.objects.filter(current).values("pk"))


def served_by(version: engine.Version) -> QuerySet[PassageTerms]:
    """Passages with current terms, in a language the encoder serves."""
    served = PassageTerms.objects.filter(
        text_hash=F("passage__text_hash"),
        passage__in=Passage.objects.matchable(),
        version=engine.TERMS_VERSION,
    )
    languages = engine.encoder(version).languages
    return served if languages is None else served.filter(language__in=languages)


def pending_vectors(version: engine.Version) -> QuerySet[PassageTerms]:
    """Those without a vector of this version of their text, language and profile of today."""
    encoder, encoder_version, correction = version
    current = Embedding.objects.filter(
        encoder=encoder,
        encoder_version=encoder_version,
        correction_version=correction,
        passage=OuterRef("passage"),
        text_hash=OuterRef("passage__text_hash"),
        language=OuterRef("language"),
        profile=OuterRef("passage__profile"),
    )
    return served_by(version).filter(~Exists(current))


def frequencies_are_current() -> bool:
    """Whether the passages counted are those listed now: some may have been hidden since."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED_NOW)
        return bool(cursor.fetchone()[0])
