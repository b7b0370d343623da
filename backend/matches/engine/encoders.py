"""Encoders and their corrections: the encoder process's, or ones loaded here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from django.conf import settings

from matching import correction
from matching.encoders import Encoder, get_encoder
from matching.service import EncoderUnavailable, RemoteEncoder, ping

__all__ = ["Encoder", "EncoderUnavailable"]


@cache
def encoder(name: str) -> Encoder:
    """The encoder of this name: the encoder process's, or one loaded here (``local``)."""
    if settings.ENCODER_ADDRESS == "local":
        return get_encoder(name)
    key = settings.ENCODER_KEY.encode() or None
    return RemoteEncoder(name, settings.ENCODER_ADDRESS, key)


def encoders() -> list[Encoder]:
    return [encoder(name) for name in settings.ENCODERS]


def fitted(one: Encoder) -> correction.Correction:
    return correction.load(one.name, one.version)


def passage_vectors(
    one: Encoder, texts: Sequence[str], languages: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Vectors as encoded and as corrected, each of shape (texts, dimension)."""
    raw = one.encode(texts, "passage")
    return raw, recorrect(one, raw, languages)


def recorrect(one: Encoder, raw: np.ndarray, languages: Sequence[str]) -> np.ndarray:
    """The corrected vectors of those as encoded; nothing is encoded again."""
    return fitted(one).correct(raw, list(languages), "passage")


def stacked(vectors: Sequence, one: Encoder) -> np.ndarray:
    """Vectors as the database gives them, as one array of shape (vectors, dimension)."""
    rows = [np.asarray(vector.to_list(), np.float32) for vector in vectors]
    return np.stack(rows) if rows else np.zeros((0, one.dimension), np.float32)


def local_when_alone() -> bool:
    """For the command line: load the models here where no encoder process answers."""
    if settings.ENCODER_ADDRESS == "local" or ping(encoders()[0]):
        return False
    settings.ENCODER_ADDRESS = "local"
    encoder.cache_clear()
    return True


def answers() -> bool:
    """Whether the first encoder gives a vector: part of being ready."""
    return ping(encoders()[0])
