"""Files with the terms of reference, and with deliverables: who adds them, and who may have them."""

from __future__ import annotations

import pytest
from django.test import Client
from tests_files import bytes_of, docx, pdf, stored, upload
from tests_people import engage, invite_people, page_of
from tests_requests import CRITERIA

from backend.consultations.models import RequestFile
from backend.directory.models import Institution, Membership
from backend.files.models import StoredFile

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def add(api, draft):
    """Uploads a file and puts it with the request: ``add(partner, "letter")``."""

    def put(user, kind: str = "annex", status: int = 201, data: bytes | None = None, **body):
        body = {"file": stored(user, data=data), "kind": kind, **body}
        answer = api(user).post(f"consultation-requests/{draft.pk}/files/", body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return put


@pytest.fixture
def get(api):
    def ask(user, path: str, **headers):
        return api(user).client.get(f"/api/v1/{path}", **headers)

    return ask


def of(request, row) -> str:
    return f"consultation-requests/{request.pk}/files/{row['id']}/"


@pytest.fixture
def other_partner(stranger):
    """An owner of another institution."""
    others = Institution.objects.listed().filter(is_secretariat=False)
    other = others.exclude(memberships__user__email="partner@demo.example").first()
    Membership.objects.create(user=stranger, institution=other, role="owner")
    return stranger


def test_a_file_is_given_as_it_was_sent_to_be_saved_and_never_shown(add, get, draft, partner):
    data = pdf()
    row = add(partner, "letter", data=data)
    assert (row["visibility"], row["file"]["size"]) == ("partner", len(data))
    found = get(partner, of(draft, row), HTTP_ACCEPT="application/pdf", HTTP_ACCEPT_ENCODING="gzip")
    assert bytes_of(found) == data
    assert found["Content-Type"] == "application/pdf"
    assert found["Content-Length"] == str(len(data))
    assert found["Content-Disposition"] == 'attachment; filename="annex.pdf"'
    assert found["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in found["Content-Security-Policy"]
    assert "no-store" in found["Cache-Control"]


def test_a_name_in_any_script_comes_with_the_file(api, get, draft, partner):
    body = {"file": stored(partner, "正式函 №1.pdf"), "kind": "letter"}
    row = api(partner).post(f"consultation-requests/{draft.pk}/files/", body).json()
    said = get(partner, of(draft, row))["Content-Disposition"]
    assert said == "attachment; filename*=utf-8''%E6%AD%A3%E5%BC%8F%E5%87%BD%20%E2%84%961.pdf"


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-7", 206, slice(-7, None)),
        ("bytes=0-999999", 206, slice(0, None)),
        ("bytes=999999-", 416, slice(0, 0)),
        ("bytes=-0", 416, slice(0, 0)),
        ("bytes=0-1,4-5", 200, slice(0, None)),
        ("bytes=9-2", 200, slice(0, None)),
        ("lines=1-2", 200, slice(0, None)),
    ],
)
def test_on_a_slow_line_the_rest_is_asked_for(add, get, draft, partner, asked, status, part):
    data = pdf()
    row = add(partner, data=data)
    found = get(partner, of(draft, row), HTTP_RANGE=asked)
    assert found.status_code == status
    assert (b"" if status == 416 else bytes_of(found)) == data[part]
    size = f"/{len(data)}"
    assert found.get("Content-Range", size).endswith(size)
    same = get(partner, of(draft, row), HTTP_RANGE="bytes=1-", HTTP_IF_RANGE=found.get("ETag", ""))
    assert same.status_code == (206 if "ETag" in found else 200)
    changed = get(partner, of(draft, row), HTTP_RANGE="bytes=1-", HTTP_IF_RANGE='"other"')
    assert (changed.status_code, bytes_of(changed)) == (200, data)


def test_strangers_and_other_partners_find_nothing(
    add, api, get, draft, partner, other_partner, expert
):
    row = add(partner)
    for who in (other_partner, expert):
        assert get(who, of(draft, row)).status_code == 404
        assert get(who, f"consultation-requests/{draft.pk}/files/").status_code == 404
        body = {"file": stored(who), "kind": "annex"}
        sent = api(who).post(f"consultation-requests/{draft.pk}/files/", body)
        assert sent.status_code == 404
    assert get(None, of(draft, row)).status_code == 401


def test_what_is_the_secretariats_alone_the_partner_neither_sees_nor_gets(
    add, api, get, draft, partner, officer
):
    row = add(officer, "other", visibility="internal")
    add(partner, "other", 400, visibility="internal")
    assert get(partner, of(draft, row)).status_code == 404
    assert get(partner, f"consultation-requests/{draft.pk}/files/").json() == []
    assert bytes_of(get(officer, of(draft, row)))


def test_a_reader_of_the_institution_reads_and_adds_nothing(
    add, api, get, draft, partner, colleague
):
    row, reader = add(partner), colleague("reader")
    assert get(reader, of(draft, row)).status_code == 200
    add(reader, status=403)
    assert api(reader).client.delete(f"/api/v1/{of(draft, row)}").status_code == 403


def test_a_file_belongs_to_one_thing_and_is_ones_own(add, api, draft, partner, officer):
    row = add(partner)
    path = f"consultation-requests/{draft.pk}/files/"
    for file in (row["file"]["id"], stored(officer), "x", str(draft.pk), None):
        again = api(partner).post(path, {"file": file, "kind": "annex"})
        assert again.status_code == 400
        assert again.json()["errors"][0]["attr"] == "file"
    assert draft.files.count() == 1
    assert api(partner).client.delete(f"/api/v1/uploads/{row['file']['id']}/").status_code == 409


def test_files_can_be_taken_away_until_the_request_is_sent(add, api, draft, partner, officer, step):
    row, stays = add(partner), add(partner)
    assert api(partner).client.delete(f"/api/v1/{of(draft, row)}").status_code == 204
    assert not StoredFile.objects.filter(pk=row["file"]["id"]).exists()
    step(partner, draft, "submit")
    assert api(partner).client.delete(f"/api/v1/{of(draft, stays)}").status_code == 409
    step(officer, draft, "accept-for-brokering", criteria=CRITERIA)
    add(partner, "letter")
    step(officer, draft, "cancel", reason="The programme ended.")
    assert add(partner, status=409)["errors"][0]["code"] == "over"


def test_those_invited_get_the_annexes_and_nothing_else(add, api, get, draft, partner, officer):
    letter, annex = add(partner, "letter"), add(partner, "annex")
    (one,) = invite_people(draft, officer, "Amaru")
    user = one.expert.user
    (shown,) = get(user, f"invitations/{one.pk}/files/").json()
    assert shown["id"] == annex["id"]
    assert bytes_of(get(user, f"invitations/{one.pk}/files/{annex['id']}/")) == pdf()
    assert get(user, f"invitations/{one.pk}/files/{letter['id']}/").status_code == 404
    assert get(partner, f"invitations/{one.pk}/files/{annex['id']}/").status_code == 404
    page = page_of(one)
    assert "annex.pdf" in Client().get(page).content.decode()
    assert bytes_of(Client().get(f"{page}files/{annex['id']}/")) == pdf()
    assert Client().get(f"{page}files/{letter['id']}/").status_code == 404
    assert Client().get(f"/invitations/x~y/files/{annex['id']}/").status_code == 404


def test_a_deliverable_comes_with_files_for_those_who_see_it(
    api, get, draft, partner, officer, other_partner
):
    (one,) = engage(draft, officer, "Amaru", begun=True)
    user, path = one.expert.user, f"engagements/{one.pk}/"
    body = {"title": "Report", "text": "All run.", "uploads": [upload(user, docx(), "r.docx")]}
    made = api(user).post(f"{path}deliverables/", body)
    assert made.status_code == 201
    (file,) = made.json()["files"]
    (shown,) = get(partner, path).json()["deliverables"]
    assert shown["files"] == [file]
    for who in (partner, officer, user):
        assert bytes_of(get(who, f"{path}files/{file['id']}/")) == docx()
    assert get(other_partner, f"{path}files/{file['id']}/").status_code == 404
    again = api(user).post(f"{path}deliverables/", body)
    assert again.json()["errors"][0]["attr"] == "uploads"
    assert one.deliverables.count() == 1


def test_a_list_of_many_takes_no_more_queries(
    add, get, draft, partner, django_assert_max_num_queries
):
    for _file in range(4):
        add(partner)
    with django_assert_max_num_queries(7):
        assert len(get(partner, f"consultation-requests/{draft.pk}/files/").json()) == 4
    assert RequestFile.objects.count() == 4
