"""The people and the world that tests speak of. Real database, real encoders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop of its own
os.environ["LC_ALL"] = "C.UTF-8"  # commands speak English, whatever the terminal does

import pytest
from django.db import connection
from django.test.utils import override_settings
from django.utils import translation

# One worker makes the demo world while the other does what needs no database.
FIRST = ("test_encoders.py", "test_schema.py")
LONGEST = (  # early, so that no worker is left alone with one of them at the end
    *("test_permissions.py", "test_letters.py", "test_workers.py"),
    *("test_brokering_walk.py", "test_request_lifecycle.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    name = item.path.name
    if name in FIRST:
        return FIRST.index(name)
    if item.path.parent.name == "engine":
        return len(FIRST)
    return len(FIRST) + (1 if name in LONGEST else 2)


def pytest_configure() -> None:
    from django.conf import settings
    from hypothesis import HealthCheck
    from hypothesis import settings as of_hypothesis

    # A busy machine draws examples slowly: no fault of what is tested.
    slow = [HealthCheck.too_slow]
    of_hypothesis.register_profile("counterpart", suppress_health_check=slow, deadline=None)
    of_hypothesis.load_profile("counterpart")

    settings.DEMO_WITHOUT_SECOND_FACTOR = True  # the officer of most tests is a demo account
    # Tests log in by the hundred; how long one guess takes is not what they are about.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ENCODER_ADDRESS = "local"
    settings.VERSIONS_CACHED_SECONDS = 0.0  # what one test switches, the next must not see
    settings.CELERY_BROKER_URL = "memory://"  # tests of workers start their own broker
    # Limits are counted by each worker for itself, and not where a running Counterpart counts.
    memory = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    override_settings(CACHES=memory).enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test that commits leaves an empty database; the next one finds the demo world again."""
    from tests_world import restore

    yield
    if nextitem is not None and "committed_world" in getattr(item, "fixturenames", ()):
        restore()


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Path:
    """A folder that all workers of the run know."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def stored_vectors(shared) -> None:
    """What one worker has encoded, the others read."""
    from tests_vectors import store_vectors

    store_vectors(shared)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_blocker, stored_vectors, shared
) -> Iterator[None]:
    """The test database: codelists and the whole demo world, embedded."""
    from tests_world import worlds_copy

    with django_db_blocker.unblock(), worlds_copy(shared):
        yield


@pytest.fixture
def committed_world(transactional_db) -> str:
    """The demo world in a database whose changes are committed, for servers and workers.

    Its value is the database's name.
    """
    return connection.settings_dict["NAME"]


@pytest.fixture(scope="session", autouse=True)
def own_files(tmp_path_factory) -> Path:
    """The folder of files that people send: not the one of a running Counterpart."""
    from django.conf import settings

    settings.FILES_ROOT = tmp_path_factory.mktemp("files")
    return settings.FILES_ROOT


@pytest.fixture(autouse=True)
def english() -> None:
    """Whatever language an earlier test read in."""
    translation.deactivate()


@pytest.fixture
def world(db) -> None:
    """The demo world, embedded. What a test changes is taken back."""


@pytest.fixture
def partner(world):
    from backend.accounts.models import User

    return User.objects.get(email="partner@demo.example")


@pytest.fixture
def officer(world):
    from backend.accounts.models import User

    return User.objects.get(email="secretariat@demo.example")


@pytest.fixture
def expert(world):
    from backend.accounts.models import User

    return User.objects.get(email="expert@demo.example")


@pytest.fixture
def stranger(db):
    """Somebody with an account and no membership."""
    from backend.accounts.models import User

    return User.objects.create_user("stranger@demo.example", "counterpart")


@pytest.fixture
def api():
    """Calls the API as a person, with a new Idempotency-Key each time: ``api(user).post(…)``."""
    from tests_support import Api

    return Api
