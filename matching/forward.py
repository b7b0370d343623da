"""One pass of a batch through a sentence-transformers model, the same for a text in any batch."""

from __future__ import annotations

from typing import Any

import numpy as np

# Lengths are padded to a multiple of this. In bfloat16 a sum over another length is rounded
# otherwise: padded so, a text's vector is the same to the bit alone and in any batch.
TOKENS = 16


def embed(model: Any, texts: list[str]) -> np.ndarray:
    """Vectors as the model's own pooling gives them, float32, shape (texts, dimension)."""
    import torch

    batch = model.tokenizer(
        texts,
        padding=True,
        pad_to_multiple_of=TOKENS,
        truncation=True,
        max_length=model.max_seq_length,
        return_tensors="pt",
    )
    with torch.inference_mode():
        network, *rest = model
        found = network(dict(batch))
        found["token_embeddings"] = found["token_embeddings"].float()
        for module in rest:  # pooling and scaling, which lose much in half precision
            found = module(found)
    return found["sentence_embedding"].numpy()
