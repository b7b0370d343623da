"""Workers are killed while alerts are matched and told: nobody is told twice, and all are told."""

from __future__ import annotations

from collections import Counter

import psycopg
import pytest
from tests_alerts import PUMPS_FR, make_alert, publish_request
from tests_database import database_url

from backend.accounts.models import User
from backend.alerts.models import AlertHit, AlertTarget
from backend.directory.models import Institution
from backend.notifications.models import Kind, Letter

PEOPLE = 12
SHORT = {"RUN_LEASE_SECONDS": "2", "LETTER_LEASE_SECONDS": "2", "ALERT_SWEEP_SECONDS": "1"}
WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()"


@pytest.fixture
def people(committed_world) -> list[User]:
    """Each with two alerts that the same request answers: one letter is enough."""
    made = [User.objects.create_user(f"person{n}@there.example") for n in range(PEOPLE)]
    for person in made:
        make_alert(person)
        make_alert(person, PUMPS_FR)
    return made


@pytest.fixture
def elsewhere(committed_world) -> Institution:
    return Institution.objects.filter(is_secretariat=False).order_by("pk").first()


def letters() -> Counter:
    return Counter(Letter.objects.filter(kind=Kind.ALERT).values_list("address", flat=True))


def test_whoever_is_killed_each_is_told_once(people, elsewhere, start_worker, mail_server):
    host, port = mail_server.server_address[:2]
    settings = {**SHORT, "EMAIL_URL": f"smtp://{host}:{port}"}
    kills = 0
    # Hits can't be written as long as somebody holds their table: killed in the midst of matching.
    with psycopg.connect(database_url()) as other:
        other.execute("LOCK TABLE alerts_alerthit IN SHARE MODE")
        worker = start_worker(**settings)
        need = publish_request(elsewhere).need_id
        worker.wait_until(lambda: other.execute(WAITS).fetchone()[0] > 0, 120)
        worker.kill()
        kills += 1
    assert AlertTarget.objects.get(target=need).status == "running"
    assert not AlertHit.objects.filter(target=need).exists()
    worker = start_worker(**settings)
    worker.wait_until(lambda: len(mail_server.ids) >= 3, 120)
    worker.kill()  # in the midst of telling
    kills += 1
    worker = start_worker(**settings)
    worker.wait_until(lambda: len(set(mail_server.ids)) == PEOPLE, 120)
    assert AlertTarget.objects.get(target=need).attempt >= 2
    assert letters() == Counter(person.email for person in people)
    hits = AlertHit.objects.filter(target=need)
    assert hits.count() == 2 * PEOPLE
    assert not hits.filter(told_at=None).exists()
    sent = Counter(mail_server.ids)
    assert set(sent) == set(
        Letter.objects.filter(kind=Kind.ALERT).values_list("message_id", flat=True)
    )
    assert sum(sent.values()) - PEOPLE <= kills  # the one in flight, under the same Message-ID
