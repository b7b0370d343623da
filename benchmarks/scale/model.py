"""What the made-up profiles are copied from: the demo world, with its real embeddings."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import numpy as np

PASSAGES = 5  # of each made-up profile
# How far a copy's vector is moved, as a share of how far the original is from the mean of its
# language: copies are as unlike each other as passages about the same subject.
NOISE = (0.3, 1.0)


@dataclass(frozen=True)
class Vectors:
    """Of one version: passages' ids in the order of the rows of ``raw``, and more of each."""

    passages: list[UUID]
    hashes: list[str]
    languages: list[str]
    raw: np.ndarray  # float32, shape (passages, dimension)

    @cached_property
    def row(self) -> dict[UUID, int]:
        return {passage: i for i, passage in enumerate(self.passages)}

    @cached_property
    def spread(self) -> np.ndarray:
        """How far each vector is from the mean of its language, shape (passages, 1)."""
        codes = np.array(self.languages)
        found = np.empty((len(codes), 1), np.float32)
        for code in set(self.languages):
            rows = codes == code
            away = self.raw[rows] - self.raw[rows].mean(0)
            found[rows] = np.linalg.norm(away, axis=1, keepdims=True)
        return found


def load_model() -> None:
    """The demo world in the database, embedded; what is there already is left as it is."""
    from django.conf import settings
    from django.core.management import call_command

    from backend.matches.services import embed_pending

    settings.DEBUG = True
    call_command("load_codelists", verbosity=0, stdout=io.StringIO())
    call_command("load_demo", verbosity=0, stdout=io.StringIO())
    settings.DEBUG = False
    embed_pending()


def passages_by_profile() -> dict[UUID, list[UUID]]:
    """The matchable passages of each listed profile of the demo world that has any."""
    from backend.directory.models import Passage

    found: dict[UUID, list[UUID]] = {}
    rows = Passage.objects.matchable().filter(profile__source="demo").order_by("pk")
    for passage, profile in rows.values_list("pk", "profile_id"):
        found.setdefault(profile, []).append(passage)
    return found


def vectors_by_version() -> dict:
    from backend.matches import engine
    from backend.matches.models import Embedding

    found = {}
    for version in engine.wanted():
        rows = Embedding.objects.filter(
            encoder=version.encoder,
            encoder_version=version.encoder_version,
            correction_version=version.correction,
            passage__profile__source="demo",
        ).order_by("passage")
        columns = rows.values_list("passage_id", "text_hash", "language", "vector")
        passages, hashes, languages, raw = map(list, zip(*columns, strict=True))
        found[version] = Vectors(passages, hashes, languages, np.array(raw, np.float32))
    return found
