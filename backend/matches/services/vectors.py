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
from backend.matches.texts import PASSAGES, Texts

BEFORE = {"id": "uuid", "created_at": "timestamptz", "updated_at": "timestamptz", "version": "int4"}
AFTER = {
    "text_hash": "varchar",
    "language": "varchar",
    "encoder": "varchar",
    "encoder_version": "varchar",
    "correction_version": "varchar",
    "vector": "bytea",
    "corrected": "bytea",
}
PER_VERSION = {"encoder", "encoder_version", "correction_version"}

# The text, its owner (unless it is the text itself), hash of the text, language.
Told = tuple[UUID, UUID, str, str] | tuple[UUID, str, str]


def add_vectors(
    one: engine.Version, told: Sequence[Told], raw: np.ndarray, corrected: np.ndarray
) -> None:
    """Of passages, where none of this version is yet; ``raw`` and ``corrected`` of shape (told,
    dimension)."""
    with connection.cursor() as cursor:
        rows = _rows(one, told, raw, corrected)
        copy_rows(cursor, PASSAGES.table("vectors"), _columns(PASSAGES), rows)


def store_vectors(
    texts: Texts,
    one: engine.Version,
    told: Sequence[Told],
    raw: np.ndarray,
    corrected: np.ndarray,
) -> None:
    """In the place of older ones of this version; within a transaction."""
    unique = {f"{texts.of}_id", *PER_VERSION}
    with connection.cursor() as cursor:
        rows = _rows(one, told, raw, corrected)
        upsert_rows(cursor, texts.table("vectors"), _columns(texts), rows, unique)


def _columns(texts: Texts) -> dict[str, str]:
    owner = {f"{texts.owner}_id": "uuid"} if texts.has_owner else {}
    return {**BEFORE, f"{texts.of}_id": "uuid", **owner, **AFTER}


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
