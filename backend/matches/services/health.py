"""Whether what answers questions can be asked: part of being ready."""

from backend.matches import engine
from backend.matches.selectors.versions import active_versions


def encoder_answers() -> bool:
    return engine.answers(active_versions()[0])
