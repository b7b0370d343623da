"""Facts of batches in the reader's language: differences, limits, weights, whom something keeps."""

from backend.consultations.batches.sentences.changes import change_sentences
from backend.consultations.batches.sentences.limits import limit_sentences
from backend.consultations.batches.sentences.names import Names, names_of
from backend.consultations.batches.sentences.weights import weight_sentence

__all__ = ["Names", "change_sentences", "limit_sentences", "names_of", "weight_sentence"]
