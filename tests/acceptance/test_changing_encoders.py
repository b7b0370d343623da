"""Another encoder or correction is filled in, switched to and back while questions are asked."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from backend.directory.models import Passage
from backend.matches import engine
from backend.matches.models import Embedding, EncoderVersion, MatchRun, NeedEmbedding
from backend.matches.selectors import retrieval
from backend.matches.services import answer, embed_pending, indexes, perform_run, request_run
from backend.matches.services import versions as service
from backend.needs.models import Need
from matching import correction
from matching.encoders import REGISTRY, get_encoder

TEXT = "Petites centrales hydroélectriques pour trois villages de montagne"


@pytest.fixture
def data(tmp_path, monkeypatch) -> Iterator[None]:
    """The folder of corrections, to which a test adds."""
    for path in correction.DATA.glob("correction-*.npz"):
        shutil.copy(path, tmp_path)
    monkeypatch.setattr(correction, "DATA", tmp_path)
    correction.load.cache_clear()
    yield
    monkeypatch.undo()
    correction.load.cache_clear()


def ship_another_correction() -> str:
    """As a new release would: other means and spreads, under another version."""
    old = correction.load("e5-small", "q4-1")
    shift = np.random.default_rng(1).normal(0, 0.01, old.means.shape).astype(np.float32)
    new = correction.Correction(
        "q4-1-next", old.languages, old.means + shift, old.mu + 0.02, old.sigma * 1.3, old.map
    )
    correction.save(new, "e5-small")
    correction.load.cache_clear()
    return new.version


class Counting:
    """e5 turned round, with the passages it is given counted; it looks up what e5 made of them."""

    def __init__(self, name: str, version: str) -> None:
        self.real = get_encoder("e5-small")
        self.name, self.version = name, version
        self.dimension, self.languages = self.real.dimension, None
        self.passages = 0
        self.known: dict[str, list[float]] = {}

    def encode(self, texts, role):
        if role == "query":
            return self.real.encode(texts, role)[:, ::-1].copy()
        self.passages += len(texts)
        if not self.known:
            rows = Embedding.objects.filter(encoder="e5-small").select_related("passage")
            self.known = {row.passage.text: row.vector for row in rows}
        found = [self.known.get(text) or self.real.encode([text], role)[0] for text in texts]
        return np.array(found, np.float32).reshape(len(texts), self.dimension)[:, ::-1].copy()


@contextmanager
def registered(name: str, one: Counting) -> Iterator[Counting]:
    before = REGISTRY.get(name)
    REGISTRY[name] = lambda: one
    forget()
    try:
        yield one
    finally:
        REGISTRY.pop(name)
        if before:
            REGISTRY[name] = before
        forget()


def forget() -> None:
    get_encoder.cache_clear()
    engine.encoder.cache_clear()


def scores() -> tuple:
    found = answer(text=TEXT, language="fr", k=100)
    return tuple((str(match.profile.pk), round(match.score, 6)) for match in found.matches)


def vectors(**of: str) -> int:
    """Of passages and of needs."""
    return sum(model.objects.filter(**of).count() for model in (Embedding, NeedEmbedding))


def encoders(*arguments: str) -> str:
    out = io.StringIO()
    call_command("encoders", *arguments, stdout=out)
    return out.getvalue()


@contextmanager
def questions(ask: Callable[[], tuple]) -> Iterator[list[tuple]]:
    """Two people who ask all the while; what they were answered."""
    answers: list[tuple] = []
    stop = Event()

    def keep_asking() -> None:
        try:
            while not stop.is_set():
                answers.append(ask())
                stop.wait(0.05)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        people = [pool.submit(keep_asking) for _person in range(2)]
        try:
            yield answers
        finally:
            stop.set()
        for person in people:
            person.result()


def test_a_correction_is_changed_while_questions_are_asked(committed_world, data, monkeypatch):
    old = scores()
    with questions(scores) as answers:
        version = ship_another_correction()
        with registered("e5-small", counting()) as encoder:
            service.settle_versions()
            assert f"e5-small q4-1 / {version}: being filled in, texts: 0 of" in encoders()
            with pytest.raises(CommandError, match=r"not filled in yet \(0 of"):
                encoders("switch")
            assert embed_pending() is False
            assert encoder.passages == 0  # vectors as encoded are used again
        done = vectors(correction_version=version)
        assert f"{version}: being filled in, texts: {done} of {done}" in encoders()
        assert scores() == old
        encoders("switch")
        new = scores()
        encoders("undo")
        assert scores() == old
    assert new != old
    assert len(new) == len(old)
    assert set(answers) <= {old, new}
    assert old in answers


def counting() -> Counting:
    """The encoder as it is, with its texts counted."""
    one = Counting("e5-small", "q4-1")
    one.encode = lambda texts, role: _count(one, texts, role)  # type: ignore[method-assign]
    return one


def _count(one: Counting, texts, role):
    one.passages += len(texts) if role == "passage" else 0
    return one.real.encode(texts, role)


@pytest.fixture
def another_encoder(data, settings) -> Iterator[Counting]:
    with registered("mirror", Counting("mirror", "1")) as one:
        fitted = correction.load("e5-small", "q4-1")
        mirrored = correction.Correction(
            "1-ref1",
            fitted.languages,
            fitted.means[..., ::-1].copy(),
            fitted.mu,
            fitted.sigma * 2,
            fitted.map[::-1].copy(),
        )
        correction.save(mirrored, "mirror")
        settings.ENCODERS = ["mirror"]
        yield one


def test_another_encoder_is_filled_in_beside_switched_to_and_cleared_away(world, another_encoder):
    old = scores()
    embed_pending()
    assert another_encoder.passages == vectors(encoder="mirror") > 700
    assert scores() == old
    encoders("switch")
    assert set(EncoderVersion.objects.filter(state="active").values_list("encoder", flat=True)) == {
        "mirror"
    }
    assert scores() != old
    run = request_run(need=Need.objects.first(), by=None, k=3)
    assert perform_run(run_id=run.pk)
    assert "mirror" in MatchRun.objects.get(pk=run.pk).versions
    assert "vectors removed: 0" in encoders("prune")  # a question from before may still run
    EncoderVersion.objects.filter(state="retired").update(retired_at="2026-01-01T00:00Z")
    encoders("prune")
    assert set(Embedding.objects.values_list("encoder", flat=True).distinct()) == {"mirror"}
    with pytest.raises(CommandError, match="no switch to take back"):
        encoders("undo")


@pytest.mark.slow
def test_undoing_brings_along_what_came_in_since(world, another_encoder):
    embed_pending()
    encoders("switch")
    passage = Passage.objects.matchable().first()
    passage.text = "Micro hydropower for mountain villages, built with the people who live there."
    passage.save()
    embed_pending()
    with pytest.raises(service.CannotSwitch, match="not filled in yet"):
        service.undo()
    encoders("undo")
    assert Embedding.objects.filter(
        passage=passage, text_hash=passage.text_hash, encoder="e5-small"
    ).exists()


@pytest.mark.slow
def test_the_index_finds_the_best_of_the_new_version(world, another_encoder, monkeypatch):
    embed_pending()
    encoders("switch")
    best = scores()[:3]
    monkeypatch.setattr(indexes, "FEWEST", 0)
    connection.check_constraints()  # of rows written in this transaction: no index before
    indexes.keep_index(engine.wanted()[0])
    monkeypatch.setattr(retrieval, "SCORE_ALL", 0)
    monkeypatch.setattr(retrieval, "GLANCE_ALL", 0)
    monkeypatch.setattr(retrieval, "USUAL", retrieval.Depth(40, (100,), 30))
    monkeypatch.setattr(retrieval, "DEEPER", retrieval.USUAL)
    assert scores()[:3] == best


@pytest.mark.slow
def test_a_version_that_can_no_longer_be_loaded_is_told_plainly(world, another_encoder, api):
    embed_pending()
    with registered("e5-small", Counting("e5-small", "q8-2")):
        assert "e5-small q4-1 can't be loaded any more" in encoders()
        caller = api()
        caller.client.raise_request_exception = False
        assert caller.post("match/", {"text": TEXT}).status_code == 503
        encoders("switch")
        assert caller.post("match/", {"text": TEXT}).status_code == 200
        with pytest.raises(CommandError, match="can't be loaded any more"):
            encoders("undo")


def test_an_older_version_answers_under_its_own_name(world, data, settings):
    """A release with a new e5 keeps the old one registered until it has been filled in."""
    old = scores()
    before = get_encoder("e5-small")
    with registered("e5-small", Counting("e5-small", "q8-2")), registered("e5-small@q4-1", before):
        assert scores() == old


def test_nothing_answers_differently_where_there_is_nothing_to_switch(world):
    with pytest.raises(CommandError, match="nothing to switch to"):
        encoders("switch")
    with pytest.raises(CommandError, match="no switch to take back"):
        encoders("undo")
    assert encoders().count("answering") == 2


def test_the_versions_that_answer_are_asked_of_the_database_once(
    world, settings, django_assert_num_queries
):
    from backend.matches.selectors.versions import active_versions, forget_versions

    settings.VERSIONS_CACHED_SECONDS = 60.0
    forget_versions()
    with django_assert_num_queries(1):
        assert active_versions() == active_versions()
    forget_versions()
