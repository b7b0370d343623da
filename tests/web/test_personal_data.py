"""People download what is held on them, and have it erased: no name is left in any table."""

from __future__ import annotations

import datetime
import io
import json
import re
import zipfile

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from knox.models import AuthToken
from tests_files import bytes_of, pdf, stored
from tests_profile_files import cv_pdf
from tests_requests import TOLD, shortlist

from backend.accounts.models import User
from backend.accounts.services import confirm_address
from backend.common import personal
from backend.common.personal import Fate, Keeper
from backend.conflicts.models import DeclaredRelation
from backend.consultations.answering import LinkHolder
from backend.consultations.models import ConsultationRequest, Engagement, Feedback, Invitation
from backend.consultations.services import answers
from backend.consultations.services.invitations import invite
from backend.directory.models import (
    Affiliation,
    Contact,
    Delegate,
    Erasure,
    Expert,
    Institution,
    Membership,
    Passage,
)
from backend.directory.personal import person_of
from backend.directory.services.erasures import carry_out_due
from backend.discussion.models import Message, Thread
from backend.files.models import StoredFile
from backend.matches.models import Match, MatchRun
from backend.needs.models import Need
from backend.notifications.models import Letter

PASSWORD = "palmeira-azul-9"
NAMES = ("Amaru Quispe Mamani", "amaru@there.example", "+591 2 2441234", "0000-0002-1825-0097")


@pytest.fixture
def amaru(world) -> Expert:
    """Somebody with an account and a past."""
    user = User.objects.create_user(
        NAMES[1], PASSWORD, first_name="Amaru", last_name="Quispe Mamani"
    )
    confirm_address(user=user)
    made = Expert.objects.create(
        names={"en": NAMES[0]},
        consent_listed=True,
        last_confirmed=datetime.date.today(),
        orcid=NAMES[3],
        city="La Paz",
        user=user,
    )
    Contact.objects.create(expert=made, email=NAMES[1], phone=NAMES[2])
    Passage.objects.create(profile=made, text="Repairs pumps in villages of the Altiplano.")
    place = Institution.objects.listed().order_by("pk").last()
    Affiliation.objects.create(expert=made, institution=place, position="engineer")
    Membership.objects.create(user=user, institution=place, role="reader")
    DeclaredRelation.objects.create(profile=made, institution=place, kind="family", note="a cousin")
    AuthToken.objects.create(user)
    return made


@pytest.fixture
def invited(draft, officer, amaru) -> Invitation:
    shortlist(draft, officer, amaru)
    (made,) = invite(request=draft, entries=list(draft.shortlist.all()), by=officer)
    return made


@pytest.fixture
def draft(own) -> ConsultationRequest:
    from tests_requests import TERMS

    need = Need.objects.filter(institution=own).order_by("pk").first()
    return ConsultationRequest.objects.create(need=need, **TERMS)


@pytest.fixture
def quoted(amaru, draft) -> Match:
    run = MatchRun.objects.create(need=draft.need, status="done")
    text = f"{NAMES[0]} repairs pumps in villages of the Altiplano."
    return Match.objects.create(
        run=run, profile=amaru, rank=1, score=0.7, reasons=[{"passage": {"text": text}}]
    )


@pytest.fixture
def worked(invited, officer) -> Engagement:
    """The work is over, and was judged."""
    answers.accept(invitation=invited, by=LinkHolder(invited))
    made = invited.engagement
    Engagement.objects.filter(pk=made.pk).update(status="accepted")
    said = {"rating": 5, "text": "Amaru Quispe Mamani knows the pumps."}
    Feedback.objects.create(engagement=made, side="partner", by=officer, **said)
    return made


def link_in(letter: Letter) -> str:
    return re.search(r"http://127\.0\.0\.1:8000(\S+)", letter.text)[1]


def asked(api, person: Expert, status: int = 201, **body):
    answer = api(person.user).post("me/erasure/", {"password": PASSWORD, **body})
    assert answer.status_code == status, answer.content
    return answer.json()


def confirmed(api, client, person: Expert) -> str:
    """Asked for and confirmed by the letter's button. Returns the page's address."""
    pk = asked(api, person)["id"]
    link = link_in(Letter.objects.get(about=f"directory.erasure {pk}"))
    assert client.post(link, {"answer": "confirm"}, follow=True).status_code == 200
    return link


def over() -> None:
    """The days to think it over are over."""
    Erasure.objects.update(due_at=timezone.now() - datetime.timedelta(minutes=1))


def where(word: str) -> set[str]:
    """The tables in which a row holds the word, in whatever column."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT 1 FROM "{table}" t WHERE t::text ILIKE %s', [f"%{word}%"])
            if cursor.fetchone():
                found.add(table)
    return found


def test_erasing_leaves_no_name_address_or_number_in_any_table(
    api, client, amaru, worked, quoted, expert
):
    api(amaru.user).upload(f"experts/{amaru.pk}/proposals/", "Amaru Quispe Mamani.pdf", cv_pdf())
    api(amaru.user).post(f"experts/{amaru.pk}/confirm/")
    assert len(where(NAMES[0])) > 5
    confirmed(api, client, amaru)
    assert carry_out_due() == 0  # there are days to think it over
    over()
    assert (carry_out_due(), carry_out_due()) == (1, 0)
    for word in NAMES:
        assert where(word) == set(), word
    left = Expert.objects.get(pk=amaru.pk)
    assert (left.name, left.is_listed, left.user) == ("(erased)", False, None)
    assert not User.objects.get(pk=amaru.user_id).is_active
    for key, fate in ((k, f) for one in personal.keepers.values() for k, f in one.columns.items()):
        if fate == Fate.DELETED:
            model, column = key.rsplit(".", 1)
            ids = [amaru.pk, amaru.user_id]
            assert not apps.get_model(model).objects.filter(**{f"{column}__in": ids}).exists(), key


def test_a_match_keeps_what_it_quoted_and_the_work_stays_readable(
    api, client, amaru, worked, quoted, officer
):
    confirmed(api, client, amaru)
    over()
    carry_out_due()
    quoted.refresh_from_db()
    assert quoted.reasons == [
        {"passage": {"text": "[…] repairs pumps in villages of the Altiplano."}}
    ]
    shown = api(officer).get(f"engagements/{worked.pk}/")
    assert shown.status_code == 200
    assert "[…] knows the pumps." in json.dumps(shown.json(), ensure_ascii=False)
    done = Erasure.objects.get()
    assert (done.status, done.user_id) == ("done", amaru.user_id)


def test_it_needs_the_password_and_can_be_taken_back(api, client, amaru):
    assert asked(api, amaru, 400, password="wrong")["errors"][0]["attr"] == "password"
    assert asked(api, amaru, 400, password="x" * 100_000)
    assert api(amaru.user).get("me/erasure/").status_code == 404
    link = confirmed(api, client, amaru)
    assert api(amaru.user).get("me/erasure/").json()["status"] == "confirmed"
    assert asked(api, amaru, 409)
    assert api(amaru.user).post("me/erasure/cancel/").json()["status"] == "cancelled"
    over()
    assert carry_out_due() == 0
    assert client.post(link, {"answer": "confirm"}).status_code == 409
    assert asked(api, amaru)["status"] == "asked"


def test_looking_at_the_link_confirms_nothing(api, client, amaru):
    pk = asked(api, amaru)["id"]
    link = link_in(Letter.objects.get(about=f"directory.erasure {pk}"))
    assert client.get(link).status_code == 200
    assert client.post(link, {"answer": "nonsense"}).status_code == 200
    assert Erasure.objects.get().status == "asked"
    assert client.get(link[:-2] + "/").status_code == 404
    assert client.post(link, {"answer": "cancel"}, follow=True).status_code == 200
    assert Erasure.objects.get().status == "cancelled"


def test_work_that_is_open_is_named_first(api, client, amaru, invited, draft, officer):
    answers.accept(invitation=invited, by=LinkHolder(invited))
    told = asked(api, amaru, 409)["errors"][0]
    assert told["code"] == "open_work"
    assert str(invited.engagement.pk) in told["detail"]
    ConsultationRequest.objects.filter(pk=draft.pk).update(officer=officer)
    officer.set_password(PASSWORD)
    officer.save()
    refused = api(officer).post("me/erasure/", {"password": PASSWORD})
    assert refused.status_code == 409
    assert str(draft.pk) in refused.json()["errors"][0]["detail"]


def test_the_secretariat_is_never_left_without_an_owner(api, officer):
    officer.set_password(PASSWORD)
    officer.save()
    Membership.objects.filter(institution__is_secretariat=True).exclude(user=officer).delete()
    Membership.objects.filter(user=officer).update(role="owner")
    refused = api(officer).post("me/erasure/", {"password": PASSWORD})
    assert refused.status_code == 409
    assert "only owner" in refused.json()["errors"][0]["detail"]


def test_work_begun_meanwhile_stops_it(api, client, amaru, invited):
    confirmed(api, client, amaru)
    answers.accept(invitation=invited, by=LinkHolder(invited))
    over()
    assert carry_out_due() == 0
    assert Expert.objects.get(pk=amaru.pk).name == NAMES[0]


def test_an_open_invitation_is_taken_back(api, client, amaru, invited):
    confirmed(api, client, amaru)
    over()
    assert carry_out_due() == 1
    invited.refresh_from_db()
    assert invited.status == "withdrawn"
    assert not Letter.objects.filter(status="waiting").exists()


def test_an_officer_does_it_for_somebody_who_wrote_and_the_person_is_told(
    api, client, officer, stranger, amaru
):
    path = f"experts/{amaru.pk}/erasure/"
    assert api(stranger).post(path).status_code == 403
    assert api(officer).post(path).status_code == 400
    answer = api(officer).post(path, {"on_behalf": TOLD})
    assert answer.status_code == 201, answer.content
    assert answer.json()["status"] == "confirmed"
    letter = Letter.objects.get(about=f"directory.erasure {answer.json()['id']}")
    assert letter.address == NAMES[1]
    assert client.post(link_in(letter), {"answer": "cancel"}, follow=True).status_code == 200
    over()
    assert carry_out_due() == 0
    kept = Erasure.objects.get()
    assert (kept.asked_by, kept.channel, kept.status) == (officer, "telephone", "cancelled")


def test_everything_held_on_me_can_be_downloaded(api, amaru, worked, stranger):
    Delegate.objects.create(expert=amaru, email="aide@there.example", expires_at=timezone.now())
    answer = api(amaru.user).get("me/data/")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    data = answer.json()
    assert set(data) == set(personal.keepers)
    told = json.dumps(data, ensure_ascii=False)
    for mine in (*NAMES, "Altiplano", "knows the pumps", "a cousin", "aide@there.example"):
        assert mine in told
    assert data["consultations"]["engagements"][0]["id"] == str(worked.pk)
    assert data["notifications"]["letters"]
    other = json.dumps(api(stranger).get("me/data/").json())
    assert "Amaru" not in other
    assert api().get("me/data/").status_code == 401


def test_files_come_with_it_in_an_archive(api, amaru, monkeypatch):
    scan = pdf()
    pk = stored(amaru.user, "scan.pdf", scan)
    answer = api(amaru.user).get("me/data/")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(bytes_of(answer))) as archive:
        assert archive.testzip() is None
        assert archive.read(f"files/{pk}-scan.pdf") == scan
        told = json.loads(archive.read("counterpart.json"))
    assert told["files"]["sent"][0]["id"] == pk


def test_the_archive_reads_a_file_when_its_turn_comes(api, amaru, monkeypatch):
    read = []

    def contents(_person):
        for name in ("a.txt", "b.txt"):
            read.append(name)
            yield name, (b"x" * 100_000 for _piece in range(10))

    kept = Keeper({}, lambda person: {}, lambda person: None, files=contents)
    monkeypatch.setitem(personal.keepers, "files", kept)
    answer = api(amaru.user).get("me/data/")
    assert read == ["a.txt"]
    with zipfile.ZipFile(io.BytesIO(bytes_of(answer))) as archive:
        assert archive.read("files/b.txt") == b"x" * 1_000_000
    assert read == ["a.txt", "b.txt"]


def test_files_stay_with_the_work_they_belong_to_without_the_senders_name(
    api, client, amaru, worked, officer, draft
):
    name = f"{NAMES[0]}.pdf"
    annex, report, passport = (stored(amaru.user, name) for _one in range(3))
    for pk in (annex, report, passport):
        StoredFile.objects.filter(pk=pk).update(attached_at=timezone.now())
    draft.files.create(file_id=annex, kind="annex", visibility="all", by=amaru.user)
    made = worked.deliverables.create(title="Report", number=1, text="…", by=amaru.user)
    made.attachments.create(file_id=report)
    said = Message.objects.create(
        thread=Thread.objects.create(),
        number=1,
        author=amaru.user,
        side="expert",
        visibility="all",
        text=f"My passport. {NAMES[0]}",
    )
    said.attachments.create(file_id=passport)
    confirmed(api, client, amaru)
    over()
    assert carry_out_due() == 1
    assert where(NAMES[0]) == set()
    (row,) = api(officer).get(f"consultation-requests/{draft.pk}/files/").json()
    assert row["file"]["name"] == "[…].pdf"
    assert row["by"].startswith("somebody of")
    path = f"consultation-requests/{draft.pk}/files/{row['id']}/"
    assert bytes_of(api(officer).get(path)) == pdf()
    assert StoredFile.objects.filter(pk__in=[annex, report, passport]).count() == 2
    said.refresh_from_db()
    assert (said.text, said.attachments.count()) == ("My passport. […]", 0)


def test_a_profile_merged_into_mine_goes_with_it(amaru):
    other = Expert.objects.create(names={"en": "A. Quispe"}, merged_into=amaru)
    assert "A. Quispe" in person_of(amaru.user, amaru).words
    personal.erase(person_of(amaru.user, amaru))
    assert where("A. Quispe") == set()
    assert Expert.objects.get(pk=other.pk).merged_into_id == amaru.pk
