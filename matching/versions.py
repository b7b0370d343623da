"""Which version of an encoder and of its correction vectors are made with, and finding it again.

Vectors of different versions can't be compared. While a new version is being filled in, the old
one still answers, so it must still be there: an older encoder stays registered as NAME@VERSION,
an older correction ships as ``data/correction-NAME@VERSION.npz``.
"""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

from matching import correction
from matching.encoders import UnknownEncoder, get_encoder
from matching.service.wire import EncoderUnavailable


class Version(NamedTuple):
    """An encoder's name and version, and the version of its correction."""

    encoder: str
    encoder_version: str
    correction: str

    def __str__(self) -> str:
        return f"{self.encoder} {self.encoder_version} / {self.correction}"


class VersionGone(EncoderUnavailable):
    """Nothing here can make vectors of this version any more."""


def shipped(name: str) -> Version:
    """What a registered encoder is today."""
    one = get_encoder(name)
    return Version(one.name, one.version, correction.load(one.name, one.version).version)


def registered(version: Version) -> str:
    """The name by which this version of an encoder is loaded. Raises VersionGone."""
    for name in (version.encoder, f"{version.encoder}@{version.encoder_version}"):
        with suppress(UnknownEncoder):
            if get_encoder(name).version == version.encoder_version:
                return name
    raise VersionGone(
        f"{version.encoder} {version.encoder_version} can't be loaded any more: "
        f"register it as {version.encoder}@{version.encoder_version}, or switch to another version."
    )


def fitted(version: Version) -> correction.Correction:
    """The correction of just this version. Raises VersionGone."""
    try:
        return correction.load(version.encoder, version.encoder_version, version.correction)
    except correction.CorrectionMissing as error:
        raise VersionGone(str(error)) from error
