"""What has no terms or vectors of today's text, encoder and correction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import structlog
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from backend.matches import engine
from backend.matches.selectors.versions import filled_versions
from backend.matches.texts import ALL, PASSAGES, Texts

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
    if any(pending_terms(texts).exists() for texts in ALL):
        return True
    if not set(engine.wanted()) <= set(filled):
        return True
    if any(pending_vectors(one, texts).exists() for one in loadable(filled) for texts in ALL):
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


def pending_terms(texts: Texts = PASSAGES) -> QuerySet[Any]:
    """Texts whose terms are missing or of an older text, language or version."""
    current = Q(
        terms__text_hash=F("text_hash"),
        terms__stated_language=F("language"),
        terms__version=engine.TERMS_VERSION,
    )
    known = texts.model._default_manager.filter(current)
    return texts.wanted().exclude(pk__in=known.values("pk"))


def served_by(version: engine.Version, texts: Texts = PASSAGES) -> QuerySet[Any]:
    """The terms, where current, of texts in a language the encoder serves."""
    served = texts.terms._default_manager.filter(
        text_hash=F(f"{texts.of}__text_hash"),
        version=engine.TERMS_VERSION,
        **{f"{texts.of}__in": texts.wanted()},
    )
    languages = engine.encoder(version).languages
    return served if languages is None else served.filter(language__in=languages)


def pending_vectors(version: engine.Version, texts: Texts = PASSAGES) -> QuerySet[Any]:
    """Those without a vector of this version of their text, language and owner of today."""
    encoder, encoder_version, correction = version
    same = {texts.of: OuterRef(texts.of)}
    if texts.has_owner:
        same[texts.owner] = OuterRef(f"{texts.of}__{texts.owner}")
    current = texts.vectors._default_manager.filter(
        encoder=encoder,
        encoder_version=encoder_version,
        correction_version=correction,
        text_hash=OuterRef(f"{texts.of}__text_hash"),
        language=OuterRef("language"),
        **same,
    )
    return served_by(version, texts).filter(~Exists(current))


def frequencies_are_current() -> bool:
    """Whether the passages counted are those listed now: some may have been hidden since."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED_NOW)
        return bool(cursor.fetchone()[0])
