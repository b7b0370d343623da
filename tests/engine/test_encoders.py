"""One contract for every registered encoder."""

import numpy as np
import pytest
import torch

from matching.encoders import UnknownEncoder, e5_small, get_encoder, minilm, serves
from matching.precision import SAME, _same

TEXTS = ["Small hydropower for villages", "Petites centrales hydroélectriques", "小水电站", "solar"]


@pytest.fixture(scope="module", params=[e5_small, minilm])
def encoder(request):
    """Encodes anew each time, unlike the registered ones in tests."""
    return request.param()


def test_vectors_have_length_one_and_the_stated_dimension(encoder):
    vectors = encoder.encode(TEXTS, "passage")
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_alone_is_encoded_as_in_a_batch(encoder):
    together = encoder.encode(TEXTS, "query")
    alone = np.concatenate([encoder.encode([text], "query") for text in TEXTS])
    assert (together * alone).sum(1).min() > 0.999


def test_the_precision_in_use_keeps_the_nearest_passages(encoder):
    """Measured on this processor: of the ten nearest to each need, 98% are those of float32."""
    exact = type(encoder)(encoder.name, "exact", encoder._load).in_full_precision()
    assert _same(exact.model, encoder.model, encoder.languages) >= SAME


@pytest.mark.parametrize(
    "encoder", [pytest.param(e5_small, marks=pytest.mark.slow), minilm], indirect=True
)
def test_a_precision_that_moves_the_nearest_passages_is_not_taken(encoder):
    rough = encoder._load()
    for weights in rough.parameters():  # as rounding to some three bits would
        weights.data *= 1 + 0.2 * torch.randn(weights.shape, generator=torch.manual_seed(1))
    assert _same(encoder.model, rough, encoder.languages) < SAME


def test_empty_text_gives_a_vector_of_zeros(encoder):
    assert not encoder.encode(["", " \n\t "], "passage").any()


def test_no_texts_give_no_vectors(encoder):
    assert encoder.encode([], "query").shape == (0, encoder.dimension)


def test_the_end_of_a_long_text_still_counts(encoder):
    long = "The ministry writes a report about its budget. " * 200
    plain, ended = encoder.encode([long, long + "Rice seed is treated. " * 100], "passage")
    assert plain @ ended < 0.999


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UnknownEncoder, match="e5-small, minilm"):
        get_encoder("word2vec")


def test_minilm_serves_english_alone_and_e5_everything():
    assert serves(get_encoder("minilm"), "en-GB")
    assert not serves(get_encoder("minilm"), "fr")
    assert serves(get_encoder("e5-small"), "sw")
