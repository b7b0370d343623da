"""What is measured of knowledge, notices and alerts is what the site does."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from backend.matches import engine
from backend.matches.services import similar_needs
from backend.needs.models import Need
from matching import datasets, exchange_measured
from matching.types import Need as Asked
from matching.types import Passage, Profile

DEMO = Path(settings.BASE) / "fixtures" / "demo"
CLEAR = 0.005  # the database keeps vectors at half precision

pytestmark = pytest.mark.django_db


def test_the_site_scores_a_text_against_single_texts_as_the_evaluation_does(world):
    rows = list(Need.objects.order_by("pk"))
    texts = [Profile(str(one.pk), (Passage(one.text, one.language),)) for one in rows]
    alerts = json.loads((DEMO / "alerts.json").read_text(encoding="utf-8"))["alerts"]
    asked = [Asked(one["external_id"], one["text"], one["language"]) for one in alerts]
    directory = [p for one in datasets.demo_world(DEMO).profiles for p in one.passages]
    table = exchange_measured.similar(directory)(asked, texts)
    line, shown = engine.active_ranker().line, 0
    for alert, row in zip(asked, table, strict=True):
        measured = {one.id: score for one, score in zip(texts, row, strict=True)}
        found = similar_needs(
            text=alert.text, language=alert.language, needs=Need.objects.all(), k=len(rows)
        )
        told = {str(one.row_id): one.score for one in found}
        assert {pk for pk, score in measured.items() if score >= line + CLEAR} <= set(told)
        assert all(measured[pk] == pytest.approx(score, abs=CLEAR) for pk, score in told.items())
        shown += len(told)
    assert shown > 10
