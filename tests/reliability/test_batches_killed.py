"""A worker is killed in the middle of a batch: another goes on, and nothing is done twice."""

from __future__ import annotations

from collections import Counter

import pytest
from tests_batches import open_requests

from backend.accounts.models import User
from backend.consultations.batches.parameters import Parameters
from backend.consultations.batches.services import create_batch
from backend.consultations.models import BatchRun
from backend.matches.models import MatchRun

pytestmark = pytest.mark.slow
SHORT = {"RUN_LEASE_SECONDS": "3", "SWEEP_SECONDS": "1"}


@pytest.fixture
def batch(committed_world) -> BatchRun:
    officer = User.objects.get(email="secretariat@demo.example")
    requests = open_requests(20)
    return create_batch(requests=requests, parameters=Parameters(), by=officer)


def scored(batch: BatchRun) -> int:
    return batch.requests.exclude(scored_at=None).count()


def test_a_batch_whose_worker_was_killed_goes_on_where_it_was(batch, relay, start_worker):
    relay.hold("query", after=1)  # so that some requests are scored, and others wait
    worker = start_worker(**SHORT)
    worker.wait_until(lambda: scored(batch) and relay.waiting, 120)
    before = scored(batch)

    worker.kill()
    relay.let_go()
    start_worker(**SHORT).wait_until(lambda: BatchRun.objects.get().status == "done", 120)

    assert 0 < before < 20
    batch.refresh_from_db()
    assert (batch.attempt, batch.crashes, batch.progress) == (2, 1, 100)
    of_need = Counter(MatchRun.objects.values_list("need", flat=True))
    assert set(of_need.values()) == {1}
    assert len(of_need) == 20
    assert batch.solutions.count() == 1
    rows = list(batch.rows.values_list("request", "profile"))
    assert len(rows) == len(set(rows)) > 0
