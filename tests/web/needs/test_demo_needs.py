"""The demo world's needs, loaded at every start: what a person changed stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from backend.needs.demo import SOURCE, load_needs
from backend.needs.models import Need

pytestmark = pytest.mark.usefixtures("world")


def load() -> None:
    for path in sorted((Path(settings.BASE) / "fixtures" / "demo").glob("*.needs.json")):
        load_needs(path)


def test_what_a_person_changed_or_took_back_is_left_alone(api, officer):
    changed, gone, older = Need.objects.filter(source=SOURCE).order_by("pk")[:3]
    api(officer).patch(f"needs/{changed.pk}/", {"title": "As we say it"}, changed.version)
    api(officer).post(f"needs/{gone.pk}/withdraw/")
    Need.objects.filter(pk=older.pk).update(title="Of the last release")
    title = older.title
    for _ in range(2):
        load()
    changed.refresh_from_db()
    gone.refresh_from_db()
    older.refresh_from_db()
    assert changed.title == "As we say it"
    assert gone.withdrawn_at
    assert (older.title, older.version) == (title, 1)
