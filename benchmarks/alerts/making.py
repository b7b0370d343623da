"""Many alerts: the first sentence of each need of the demo world, with vectors moved at random."""

from __future__ import annotations

import datetime
import re
from uuid import UUID

import numpy as np

from benchmarks.scale.loading import perturbed
from benchmarks.scale.model import Vectors, load_model

BATCH = 2_000
OWNER = "reader@bench.example"
SENTENCE = re.compile(r"(?<=[.!?؟。])\s*")


def make_alerts(size: int) -> None:
    """As many as are not there yet; batches are transactions of their own."""
    from backend.alerts.models import Alert

    load_model()
    first = _first_alerts()
    there = Alert.objects.count()
    for start in range(there, size, BATCH):
        _copy(first, min(BATCH, size - start), np.random.default_rng([size, start]))
    _analyse()


def _first_alerts() -> list[UUID]:
    """One for each need of the demo world, encoded as what asks."""
    from django.utils import timezone

    from backend.accounts.models import User
    from backend.alerts.models import Alert
    from backend.matches.services import embed_pending
    from backend.needs.models import Need

    owner, made = User.objects.get_or_create(email=OWNER)
    if made:
        ends = timezone.now() + datetime.timedelta(days=3_650)
        for need in Need.objects.order_by("pk"):
            values = {
                "text": SENTENCE.split(need.text)[0],
                "language": need.language,
                "kinds": ["need"],
            }
            Alert.objects.create(owner=owner, expires_at=ends, **values)
        embed_pending()
    return list(Alert.objects.order_by("pk").values_list("pk", flat=True)[: Need.objects.count()])


def _copy(first: list[UUID], count: int, draws: np.random.Generator) -> None:
    from django.db import transaction

    from backend.alerts.models import Alert, AlertTerms

    originals = Alert.objects.select_related("terms").in_bulk(first)
    chosen = [originals[first[i]] for i in draws.integers(len(first), size=count)]
    copies = [
        Alert(
            owner_id=one.owner_id,
            text=one.text,
            text_hash=one.text_hash,
            language=one.language,
            kinds=one.kinds,
            expires_at=one.expires_at,
            caught_up=True,
        )
        for one in chosen
    ]
    with transaction.atomic():
        Alert.objects.bulk_create(copies)
        AlertTerms.objects.bulk_create(
            [_terms(new, one.terms) for new, one in zip(copies, chosen, strict=True)]
        )
        _write_vectors(copies, [one.pk for one in chosen], draws)


def _terms(alert, of):
    from backend.alerts.models import AlertTerms

    names = ("stated_language", "language", "version", "terms", "counts", "length", "quantities")
    values = {name: getattr(of, name) for name in names}
    return AlertTerms(alert=alert, text_hash=of.text_hash, **values)


def _write_vectors(copies: list, chosen: list[UUID], draws: np.random.Generator) -> None:
    from backend.alerts.texts import ALERTS
    from backend.matches import engine
    from backend.matches.services.vectors import store_vectors

    for version, found in vectors_by_version(set(chosen)).items():
        served = [(new, one) for new, one in zip(copies, chosen, strict=True) if one in found.row]
        rows = [found.row[one] for _new, one in served]
        languages = [found.languages[row] for row in rows]
        raw = perturbed(found, rows, draws)
        alerts = [new for new, _one in served]
        told = [(one.pk, one.text_hash, code) for one, code in zip(alerts, languages, strict=True)]
        corrected = engine.recorrect(version, raw, languages, "query")
        store_vectors(ALERTS, version, told, raw, corrected)


def vectors_by_version(alerts: set[UUID] | None = None) -> dict:
    """As encoded, of these alerts, or of all."""
    from backend.alerts.models import AlertEmbedding
    from backend.matches import engine

    found = {}
    for version in engine.wanted():
        names = ("encoder", "encoder_version", "correction_version")
        rows = AlertEmbedding.objects.filter(**dict(zip(names, version, strict=True)))
        rows = rows if alerts is None else rows.filter(alert__in=alerts)
        columns = rows.order_by("alert").values_list("alert_id", "text_hash", "language", "vector")
        ids, hashes, languages, raw = map(list, zip(*columns, strict=True))
        found[version] = Vectors(ids, hashes, languages, np.array(raw, np.float32))
    return found


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
