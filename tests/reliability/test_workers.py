"""Real workers, real brokers: what is asked for is done once, whoever is killed meanwhile."""

import psycopg
import pytest
from tests_database import database_url

from backend.common.queue import enqueue
from backend.directory.models import Passage
from backend.matches.models import Embedding, MatchRun
from backend.matches.services import request_run
from backend.matches.services.embed import VECTORS_BATCH, something_pending
from backend.needs.models import Need

Status = MatchRun.Status
NEVER = "3600"  # seconds between sweeps: whatever happens, a message made it happen
K = 5


@pytest.fixture
def needs(committed_world):
    """Six needs with texts of their own."""
    return list(Need.objects.order_by("pk")[:6])


def ask(need: Need) -> MatchRun:
    return request_run(need=need, by=None, k=K)


def statuses(runs: list[MatchRun]) -> list[str]:
    found = MatchRun.objects.in_bulk([run.pk for run in runs])
    return [found[run.pk].status for run in runs]


def all_done(runs: list[MatchRun]) -> bool:
    return set(statuses(runs)) == {Status.DONE}


def assert_each_done_once(runs: list[MatchRun]) -> None:
    """Every run has one ranking, whole, without a trace of an attempt that was given up."""
    for run in MatchRun.objects.filter(pk__in=[run.pk for run in runs]):
        assert (run.status, run.progress, run.error, run.lease_until) == ("done", 100, "", None)
        assert run.finished_at is not None
        ranks = list(run.matches.order_by("rank").values_list("rank", flat=True))
        assert ranks == list(range(1, K + 1))
        assert run.matches.values("profile").distinct().count() == K


def test_a_message_is_enough_and_the_sweep_need_not_come(needs, start_worker):
    worker = start_worker(SWEEP_SECONDS=NEVER)
    runs = [ask(need) for need in needs]
    worker.wait_until(lambda: all_done(runs))
    assert_each_done_once(runs)


def test_a_message_that_comes_twice_makes_one_ranking(needs, start_worker):
    runs = [ask(needs[0])]
    enqueue("matches.perform_run", runs[0].pk)
    worker = start_worker(SWEEP_SECONDS=NEVER)
    later = ask(needs[1])  # messages are read in their order
    worker.wait_until(lambda: all_done([later]))
    assert_each_done_once([*runs, later])
    assert MatchRun.objects.get(pk=runs[0].pk).attempt == 1


def test_what_was_asked_while_the_broker_was_away_is_done_after_all(needs, broker, start_worker):
    broker.stop()
    runs = [ask(need) for need in needs]
    broker.start()
    assert statuses(runs) == [Status.QUEUED] * len(runs)
    start_worker().wait_until(lambda: all_done(runs))
    assert_each_done_once(runs)


@pytest.mark.slow
def test_a_ranking_waits_for_the_encoder_as_long_as_it_takes(needs, relay, start_worker):
    relay.stop()
    worker = start_worker(SWEEP_SECONDS="0.3", RUN_ATTEMPTS="2")
    runs = [ask(needs[0])]
    # Sent again and again: more often than a worker may die over it.
    worker.wait_until(lambda: MatchRun.objects.get(pk=runs[0].pk).attempt > 3)
    relay.start()
    worker.wait_until(lambda: all_done(runs))
    assert_each_done_once(runs)


# --- workers killed -----------------------------------------------------------------------------


def test_runs_of_a_worker_killed_in_the_middle_are_done_once(needs, relay, start_worker):
    short = {"RUN_LEASE_SECONDS": "2", "SWEEP_SECONDS": "1"}
    worker = start_worker(**short)
    relay.hold("query", after=3)  # so that some are done, one is running, others wait
    runs = [ask(need) for need in needs]
    worker.wait_until(lambda: Status.RUNNING in statuses(runs) and relay.waiting)
    [killed] = MatchRun.objects.filter(status=Status.RUNNING)
    done_before = statuses(runs).count(Status.DONE)

    worker.kill()
    relay.let_go()
    successor = start_worker(**short)
    successor.wait_until(lambda: all_done(runs))

    assert_each_done_once(runs)
    killed.refresh_from_db()
    assert killed.attempt == 2
    others = MatchRun.objects.exclude(pk=killed.pk).values_list("attempt", flat=True)
    assert set(others) == {1}
    assert done_before < len(runs)


@pytest.mark.slow
@pytest.mark.parametrize("batches", [0, 1, 5])
def test_a_worker_killed_while_embedding_leaves_nothing_out(
    committed_world, relay, start_worker, batches
):
    """Killed while the encoder reads a batch: the first, the second, one in the middle."""
    Embedding.objects.all().delete()
    worker = start_worker()
    relay.hold("passage", after=batches)
    worker.wait_until(lambda: relay.waiting)

    worker.kill()
    relay.let_go()
    start_worker().wait_until(lambda: not something_pending(), 120)

    assert_all_embedded_and_one_batch_repeated(relay)


@pytest.mark.slow
def test_a_worker_killed_while_it_writes_vectors_leaves_nothing_out(
    committed_world, relay, start_worker
):
    Embedding.objects.all().delete()
    with psycopg.connect(database_url()) as other:
        other.execute("LOCK TABLE matches_embedding IN SHARE MODE")  # read by all, written by none
        worker = start_worker()
        worker.wait_until(lambda: someone_waits_for(other))
        worker.kill()
    start_worker().wait_until(lambda: not something_pending(), 240)

    assert_all_embedded_and_one_batch_repeated(relay)


def someone_waits_for(holder: psycopg.Connection) -> bool:
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()"
    [count] = holder.execute(waiting).fetchone()
    return count > 0


def assert_all_embedded_and_one_batch_repeated(relay) -> None:
    texts = set(Passage.objects.matchable().values_list("text", flat=True))
    assert Embedding.objects.filter(encoder="e5-small").count() == len(texts)
    again = [text for text in texts if relay.texts["e5-small", "passage", text] > 1]
    assert len(again) <= VECTORS_BATCH


@pytest.mark.slow
def test_a_ranking_whose_workers_keep_dying_is_given_up(needs, relay, start_worker):
    settings = {"RUN_LEASE_SECONDS": "1", "SWEEP_SECONDS": "0.3", "RUN_ATTEMPTS": "2"}
    run = ask(needs[0])
    for claims in (1, 2):
        relay.hold("query")
        worker = start_worker(**settings)
        worker.wait_until(lambda claims=claims: attempt_of(run) == claims and relay.waiting)
        worker.kill()
        relay.let_go()
    start_worker(**settings).wait_until(lambda: statuses([run]) == [Status.FAILED])
    run.refresh_from_db()
    assert run.error == "attempts"
    assert run.matches.count() == 0


def attempt_of(run: MatchRun) -> int:
    return MatchRun.objects.values_list("attempt", flat=True).get(pk=run.pk)
