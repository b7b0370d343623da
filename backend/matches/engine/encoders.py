"""Encoders and their corrections: the encoder process's, or ones loaded here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from django.conf import settings

from matching.affinity import BEST
from matching.correction import POOL as POOL_OF_LANGUAGES
from matching.encoders import Encoder, Role, get_encoder
from matching.service import EncoderUnavailable, RemoteEncoder, ping
from matching.versions import Version, VersionGone, fitted, registered, shipped

__all__ = [
    "BEST",
    "POOL_OF_LANGUAGES",
    "Encoder",
    "EncoderUnavailable",
    "Role",
    "Version",
    "VersionGone",
    "fitted",
]


@cache
def encoder(version: Version) -> Encoder:
    """The encoder of this version: the encoder process's, or one loaded here (``local``)."""
    name = registered(version)
    if settings.ENCODER_ADDRESS == "local":
        return get_encoder(name)
    key = settings.ENCODER_KEY.encode() or None
    return RemoteEncoder(name, settings.ENCODER_ADDRESS, key)


def wanted() -> list[Version]:
    """What the setting names, as it is shipped today; what answers is another question."""
    return [shipped(name) for name in settings.ENCODERS]


def passage_vectors(version: Version, texts: Sequence[str], role: Role = "passage") -> np.ndarray:
    """Vectors as encoded, of shape (texts, dimension)."""
    return encoder(version).encode(texts, role)


def recorrect(
    version: Version, raw: np.ndarray, languages: Sequence[str], role: Role = "passage"
) -> np.ndarray:
    """The corrected vectors of those as encoded; nothing is encoded again."""
    return fitted(version).correct(raw, list(languages), role)


def chances(version: Version, language: str) -> dict[str, tuple[float, float]]:
    """By passage language, the mean and deviation of chance cosines with needs of this language."""
    one = fitted(version)
    row = one.index(language)
    pairs = zip(one.mu[row].tolist(), one.sigma[row].tolist(), strict=True)
    return dict(zip((*one.languages,), pairs, strict=True))


def all_chances(version: Version) -> list[tuple[str, str, float, float]]:
    """By language of what asks and of what is found, the mean and deviation of chance cosines."""
    one = fitted(version)
    return [
        (asks, found, float(one.mu[i, j]), float(one.sigma[i, j]))
        for i, asks in enumerate(one.languages)
        for j, found in enumerate(one.languages)
    ]


def local_when_alone() -> bool:
    """For the command line: load the models here where no encoder process answers."""
    if settings.ENCODER_ADDRESS == "local" or ping(encoder(wanted()[0])):
        return False
    settings.ENCODER_ADDRESS = "local"
    encoder.cache_clear()
    return True


def answers(version: Version) -> bool:
    """Whether the encoder of this version gives a vector: part of being ready."""
    return ping(encoder(version))
