"""Whatever the solver gives as a cause or a limit, there is a sentence for it."""

from __future__ import annotations

import re
from pathlib import Path

import matching.assignment
from backend.consultations.batches.sentences.changes import CAUSES
from backend.consultations.batches.sentences.limits import LIMITS
from matching.assignment.causes import CAUSES as OF_THE_SOLVER

OF_CHANCE = {"too_few_for_chance"}  # batches leave nothing to chance


def test_each_cause_of_the_solver_has_its_words():
    assert set(CAUSES) == set(OF_THE_SOLVER)


def test_each_limit_of_the_solver_has_its_words():
    sources = "".join(
        path.read_text() for path in Path(matching.assignment.__file__).parent.glob("*.py")
    )
    given = set(re.findall(r'Limit\(\s*\w+,[^"]*?"(\w+)"', sources)) - OF_CHANCE
    locks = set(re.findall(r'"(lock_\w+)"', sources))
    assert given | locks == set(LIMITS)
