"""The database itself records every change: once, with who did it; and nobody alters the record."""

from __future__ import annotations

import re
import uuid
from contextlib import nullcontext

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests_history import replayed, state
from tests_requests import CRITERIA, TERMS, TOLD, shortlist

from backend.accounts.models import User
from backend.accounts.services import issue_token
from backend.consultations.models import ConsultationRequest, Deputy
from backend.consultations.services.invitations import invite
from backend.consultations.tasks import sweep
from backend.directory.models import Contact, Expert, Membership, Passage
from backend.history.models import Change
from backend.needs.models import Need
from backend.notifications.models import Letter
from manage import recorded

pytestmark = pytest.mark.usefixtures("world")
AGREED = {"fee": 0, "payer": "network", "travel": "Economy.", "insurance": "None."}
AGREED |= {"starts_on": "2027-01-10", "ends_on": "2027-02-20"}
REPORT = {"title": "Final report", "text": "All run.", "is_final_report": True, "hours": 120}


@pytest.fixture
def watched(api):
    """Calls the API, and holds the history against the tables: ``watched(user, path, {…})``."""

    def call(user: User, path: str, body: dict, version: int | None = None):
        before, last = state(), Change.objects.first()
        client = api(user)
        answer = client.patch(path, body, version) if version else client.post(path, body)
        assert answer.status_code in {200, 201}, answer.content
        made = Change.objects.filter(pk__gt=last.pk if last else 0).order_by("pk")
        assert made, path
        assert (
            replayed(before, (c for c in made if (c.model, c.row) in before | state())) == state()
        )
        assert {change.context["user"] for change in made} == {str(user.pk)}, path
        assert {change.context["path"] for change in made} == {f"/api/v1/{path}"}
        return answer.json(), list(made)

    return call


@pytest.fixture
def amaru() -> Expert:
    user = User.objects.create_user("amaru@there.example", "palmeira-azul-9")
    return Expert.objects.create(names={"en": "Amaru"}, consent_listed=True, user=user)


def test_every_change_on_the_way_of_a_request_is_recorded_once_with_who(
    watched, partner, officer, amaru, own
):
    need = Need.objects.filter(institution=own).order_by("pk").first()
    made, _ = watched(partner, "consultation-requests/", {"need": str(need.pk), **TERMS})
    path = f"consultation-requests/{made['id']}/"
    watched(partner, path, {"budget": "20,000"}, made["version"])
    watched(partner, f"{path}submit/", {})
    watched(officer, f"{path}accept-for-brokering/", {"criteria": CRITERIA})
    watched(officer, f"{path}assign/", {"officer": str(officer.pk)})
    asked = ConsultationRequest.objects.get(pk=made["id"])
    shortlist(asked, officer, amaru)
    entry = str(asked.shortlist.get().pk)
    sent, _ = watched(officer, f"{path}invitations/", {"entries": [entry]})
    invited = sent[0] if isinstance(sent, list) else sent["invitations"][0]
    heard = {"on_behalf": TOLD}
    _, changes = watched(officer, f"invitations/{invited['id']}/accept/", {"attest": True, **heard})
    told = {"model": "directory.expert", "row": str(amaru.pk)}
    told |= {"channel": TOLD["channel"], "told_on": TOLD["told_on"]}
    assert all(change.context["on_behalf"] == told for change in changes)
    assert len({change.act for change in changes}) == 1
    work = f"engagements/{asked.engagements.get().pk}/"
    watched(officer, work, AGREED, 1)
    watched(officer, f"{work}agree-terms/", heard)
    watched(officer, f"{work}begin/", {})
    watched(amaru.user, f"{work}deliverables/", REPORT)
    watched(amaru.user, f"{work}deliver/", {})
    watched(partner, f"{work}accept-result/", {})
    watched(partner, f"{work}feedback/", {"rating": 5, "text": "It runs."})


def test_before_and_after_are_the_columns_that_changed():
    passage = Passage.objects.order_by("pk").first()
    old = passage.text
    Passage.objects.filter(pk=passage.pk).update(text="Repairs pumps.", year=2020)
    Passage.objects.filter(pk=passage.pk).update(year=2020)  # nothing is changed: nothing recorded
    (change,) = Change.objects.filter(row=passage.pk, kind="update")
    assert change.before == {"text": old, "year": passage.year}
    assert change.after == {"text": "Repairs pumps.", "year": 2020}
    assert set(change.about) == {passage.pk, passage.profile_id}
    assert change.context is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history_change SET after = NULL",
        "DELETE FROM history_change",
        "UPDATE history_change SET context = '{}' WHERE kind = 'insert'",
    ],
)
def test_the_record_is_neither_altered_nor_removed_by_sql(statement):
    with (
        pytest.raises(DatabaseError, match="Cannot"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_nor_by_the_application():
    change = Change.objects.first()
    for attempt in (change.save, change.delete, Change.objects.all().delete):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            attempt()
    assert Change.objects.filter(pk=change.pk).exists()


def test_a_token_tells_who_it_is_and_a_session_of_another_does_not_count(client, officer, partner):
    client.force_login(partner)
    token = issue_token(user=officer)[1]
    day = {"starts_on": "2027-01-10", "ends_on": "2027-01-20"}
    people = {"officer": str(officer.pk), "deputy": str(second(officer).pk)}
    key = str(uuid.uuid4())
    answer = client.post(
        "/api/v1/deputies/",
        {**people, **day},
        "application/json",
        HTTP_AUTHORIZATION=f"Token {token}",
        HTTP_IDEMPOTENCY_KEY=key,
    )
    assert answer.status_code == 201, answer.content
    (change,) = Change.objects.filter(model="consultations.deputy")
    assert change.row == str(Deputy.objects.get().pk)
    found = {"user": str(officer.pk), "method": "POST", "path": "/api/v1/deputies/", "key": key}
    assert change.context == found


def second(officer: User) -> User:
    other = User.objects.create_user("second@demo.example", "counterpart", demo=True)
    place = officer.memberships.get().institution
    Membership.objects.create(user=other, institution=place, role="editor")
    return other


def test_a_task_is_named(own, officer, amaru):
    need = Need.objects.filter(institution=own).order_by("pk").first()
    asked = shortlist(ConsultationRequest.objects.create(need=need, **TERMS), officer, amaru)
    (sent,) = invite(request=asked, entries=list(asked.shortlist.all()), by=officer)
    sent.answer_by = timezone.now()
    sent.save()
    sweep()
    changes = Change.objects.filter(row=sent.pk, after__status="expired")
    assert [change.context for change in changes] == [{"task": "consultations.sweep"}]


def test_a_command_is_named_and_a_migration_is_left_as_it_is(amaru):
    with recorded("import_directory"):
        Expert.objects.filter(pk=amaru.pk).update(max_open_engagements=7)
    assert Change.objects.first().context == {"command": "import_directory"}
    assert isinstance(recorded("migrate"), nullcontext)


def test_by_a_link_nobody_is_named_and_the_link_is_kept_secret(client, own, officer, amaru):
    need = Need.objects.filter(institution=own).order_by("pk").first()
    asked = shortlist(ConsultationRequest.objects.create(need=need, **TERMS), officer, amaru)
    (sent,) = invite(request=asked, entries=list(asked.shortlist.all()), by=officer)
    page = re.search(r"/invitations/\S+", Letter.objects.get(about__contains=sent.pk).text)[0]
    answer = client.post(page, {"answer": "decline", "reason": "other"})
    sent.refresh_from_db()
    assert (answer.status_code, sent.status) in {(200, "declined"), (302, "declined")}
    change = Change.objects.filter(row=sent.pk, after__status="declined").get()
    assert change.context == {"user": None, "method": "POST", "path": "/invitations/…/"}


def test_passwords_are_not_in_the_record_and_names_are(amaru):
    User.objects.filter(pk=amaru.user_id).update(first_name="Amaru", password="changed-hash")
    added, changed = Change.objects.filter(model="accounts.user", row=amaru.user_id).order_by("pk")
    assert set(added.after) == {
        *("id", "email", "first_name", "last_name", "is_active", "is_staff", "is_superuser"),
    }
    assert changed.after == {"first_name": "Amaru"}


def test_many_rows_of_one_statement_are_recorded_one_by_one(amaru):
    rows = [Passage(profile=amaru, text=f"Pump {n}.") for n in range(50)]
    Passage.objects.bulk_create(rows)
    assert (
        Change.objects.filter(model="directory.passage", about__contains=[amaru.pk]).count() == 50
    )
    Passage.objects.filter(profile=amaru).delete()
    gone = Change.objects.filter(model="directory.passage", kind="delete")
    assert {one.before["text"] for one in gone} == {row.text for row in rows}


def test_a_row_moved_to_another_is_in_the_history_of_both(amaru):
    Contact.objects.create(expert=amaru, email="amaru@there.example")
    other = Expert.objects.order_by("pk").first()
    row = Passage.objects.create(profile=amaru, text="Pumps.")
    Passage.objects.filter(pk=row.pk).update(profile=other)
    (moved,) = Change.objects.filter(row=row.pk, kind="update")
    assert {amaru.pk, other.pk} <= set(moved.about)
