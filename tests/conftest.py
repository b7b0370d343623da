"""The people and the world that tests speak of. Real database, real encoders."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop of its own

import pytest
from django.core.management import call_command
from django.db import connection, connections


def pytest_configure() -> None:
    from django.conf import settings

    settings.ENCODER_ADDRESS = "local"
    settings.VERSIONS_CACHED_SECONDS = 0.0  # what one test switches, the next must not see
    settings.CELERY_BROKER_URL = "memory://"  # tests of workers start their own broker


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that commit come last, as they leave the shared database empty."""
    items.sort(key=lambda item: "committed_world" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:
    """The test database with codelists and the whole demo world, embedded; and a copy of it."""
    from django.conf import settings
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        _sweep()
        created = setup_databases(verbosity=0, interactive=False)
        settings.DEBUG = True
        call_command("load_codelists", verbosity=0, stdout=io.StringIO())
        call_command("load_demo", verbosity=0, stdout=io.StringIO())
        settings.DEBUG = False
        from backend.matches.services import embed_pending

        embed_pending()
        _copy(connection.settings_dict["NAME"], _template())
        yield
        _admin(f"DROP DATABASE IF EXISTS {_template()} WITH (FORCE)")
        teardown_databases(created, verbosity=0)


def _sweep() -> None:
    """Drop the databases of test runs that were killed: their name ends with a process id."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(r"SELECT datname FROM pg_database WHERE datname ~ '^test_counterpart_\d+'")
        left = [name for (name,) in cursor.fetchall() if not _alive(int(name.split("_")[2]))]
        for name in left:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _template() -> str:
    return connection.settings_dict["NAME"] + "_world"


def _admin(*statements: str) -> None:
    """Run statements outside the test database, which must not be connected to meanwhile."""
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _copy(source: str, target: str) -> None:
    _admin(
        f"DROP DATABASE IF EXISTS {target} WITH (FORCE)",
        f"CREATE DATABASE {target} TEMPLATE {source}",
    )


@pytest.fixture
def committed_world(transactional_db) -> str:
    """The whole demo world in a database whose changes are committed, for servers and workers.

    Yields the database's name. Each test gets it as it was at the start.
    """
    name = connection.settings_dict["NAME"]
    _copy(_template(), name)
    return name


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
