"""Vectors into the database, in the binary form they are kept in."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from uuid import UUID

import numpy as np
from django.db import connection
from django.utils import timezone

from backend.common.copying import copy_rows, upsert_rows
from backend.common.ids import new_id
from backend.matches import engine
from backend.matches.models import Embedding

TABLE = Embedding._meta.db_table
COLUMNS = {
    "id": "uuid",
    "created_at": "timestamptz",
    "updated_at": "timestamptz",
    "version": "int4",
    "passage_id": "uuid",
    "profile_id": "uuid",
    "text_hash": "varchar",
    "language": "varchar",
    "encoder": "varchar",
    "encoder_version": "varchar",
    "correction_version": "varchar",
    "vector": "bytea",
    "corrected": "bytea",
}
UNIQUE = {"passage_id", "encoder", "encoder_version", "correction_version"}

Told = tuple[UUID, UUID, str, str]  # passage, profile, hash of the text, language


def add_vectors(
    one: engine.Version, told: Sequence[Told], raw: np.ndarray, corrected: np.ndarray
) -> None:
    """Where none of this version is yet; ``raw`` and ``corrected`` of shape (told, dimension)."""
    with connection.cursor() as cursor:
        copy_rows(cursor, TABLE, COLUMNS, _rows(one, told, raw, corrected))


def store_vectors(
    one: engine.Version, told: Sequence[Told], raw: np.ndarray, corrected: np.ndarray
) -> None:
    """The same, in the place of older ones of this version; within a transaction."""
    with connection.cursor() as cursor:
        upsert_rows(cursor, TABLE, COLUMNS, _rows(one, told, raw, corrected), UNIQUE)


def _rows(
    one: engine.Version, told: Sequence[Told], raw: np.ndarray, corrected: np.ndarray
) -> Iterable[tuple]:
    now = timezone.now()
    about = (one.encoder, one.encoder_version, one.correction)
    for these, vector, other in zip(told, _halves(raw), _halves(corrected), strict=True):
        yield (new_id(), now, now, 1, *these, *about, vector, other)


def _halves(vectors: np.ndarray) -> Iterable[bytes]:
    """pgvector's halfvec as it is sent: dimension, two bytes unused, big-endian halves."""
    head = struct.pack(">HH", vectors.shape[1], 0)
    return (head + row.tobytes() for row in vectors.astype(">f2"))
