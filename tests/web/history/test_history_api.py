"""What a dossier's history shows, and to whom."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests_requests import CRITERIA, TERMS, TOLD
from tests_work import engagement

from backend.accounts.models import User
from backend.consultations.models import ConsultationRequest
from backend.directory.models import Contact, Expert, Institution
from backend.history.models import Change
from backend.needs.models import Need

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def asked(own) -> ConsultationRequest:
    need = Need.objects.filter(institution=own).order_by("pk").first()
    return ConsultationRequest.objects.create(need=need, **TERMS)


@pytest.fixture
def named(officer, partner):
    """Both have a name, and the partner has sent the request in."""
    User.objects.filter(pk=officer.pk).update(first_name="Olga", last_name="Officer")
    User.objects.filter(pk=partner.pk).update(first_name="Peter", last_name="Partner")


@pytest.fixture
def screened(api, asked, officer, partner, named) -> ConsultationRequest:
    """Sent by the officer as the partner told, and accepted for brokering."""
    path = f"consultation-requests/{asked.pk}/"
    answer = api(partner).patch(path, {"budget": "20,000", "place": "remote"}, 1)
    assert answer.status_code == 200, answer.content
    assert api(officer).post(f"{path}submit/", {"on_behalf": TOLD}).status_code == 200
    body = {"criteria": CRITERIA, "reason": "Fits the programme."}
    assert api(officer).post(f"{path}accept-for-brokering/", body).status_code == 200
    assert api(officer).post(f"{path}assign/", {"officer": str(officer.pk)}).status_code == 200
    return asked


def history(api, user, path: str, **query) -> list[dict]:
    answer = api(user).get(f"{path}/history/", **query)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def of_request(api, user, request, **query) -> list[dict]:
    return history(api, user, f"consultation-requests/{request.pk}", **query)


def fields(change: dict) -> dict[str, tuple]:
    return {
        one["field"]: (one["before_label"], one["after_label"]) for one in change["fields_changed"]
    }


def test_an_officer_reads_who_did_what_for_whom_before_and_after(
    api, officer, partner, own, screened
):
    found = of_request(api, officer, screened, of="consultations.consultationrequest")
    assigned, accepted, sent, changed, made = found
    assert changed["by"] == {"id": str(partner.pk), "name": "Peter Partner"}
    assert changed["kind_label"] == "changed"
    assert changed["of_label"] == "request for consultation"
    assert fields(changed)["place"] == ("home-based with missions", "remote")
    assert fields(changed)["budget"] == ("", "20,000")
    assert changed["through"] == f"PATCH /api/v1/consultation-requests/{screened.pk}/"
    assert sent["by"]["name"] == "Olga Officer"
    whose = {"id": str(own.pk), "name": own.name}
    assert sent["on_behalf"] == {**whose, "channel": "telephone", "told_on": TOLD["told_on"]}
    assert fields(sent)["status"] == ("draft", "submitted, to be screened")
    assert (accepted["on_behalf"], accepted["by"]["name"]) == (None, "Olga Officer")
    assert fields(assigned)["officer"] == ("", "Olga Officer")
    assert (made["kind"], fields(made)["background"][0]) == ("insert", "")


def test_a_partner_reads_the_own_request_without_officers_notes_and_screening(
    api, partner, screened, officer
):
    found = of_request(api, partner, screened, page_size=200)
    told = json.dumps(found)
    for hidden in ("Olga", str(officer.pk), "criteria", "director", "officer", "api/v1"):
        assert hidden not in told, hidden
    kinds = {one["of"] for one in found}
    assert kinds == {
        "consultations.consultationrequest",
        "consultations.steptaken",
        "needs.need",
    }
    accepted, sent, changed, _made = (
        one for one in found if one["of"] == "consultations.consultationrequest"
    )
    assert fields(accepted)["status"] == ("With the secretariat", "Experts are being looked for")
    assert (accepted["by"], sent["by"], sent["on_behalf"]["channel"]) == (None, None, "telephone")
    assert changed["by"]["name"] == "Peter Partner"


def test_the_history_of_work_is_for_both_sides_and_names_them(api, officer, partner, asked):
    work = engagement(asked, officer)
    expert = work.expert.user
    User.objects.filter(pk=expert.pk).update(first_name="Amaru", last_name="Quispe")
    path = f"engagements/{work.pk}"
    body = {"rating": 4, "text": "It runs."}
    assert api(partner).post(f"{path}/accept-result/").status_code == 200
    assert api(expert).post(f"{path}/feedback/", body).status_code == 201
    for reader in (officer, partner, expert):
        said, moved, *_ = [one for one in history(api, reader, path) if one["by"]]
        assert (said["of"], said["by"]["name"]) == ("consultations.feedback", "Amaru Quispe")
        assert fields(said)["rating"] == ("", "4")
        assert moved["by"]["id"] == str(partner.pk)
    within = {one["of"] for one in of_request(api, officer, asked, page_size=200)}
    assert {"consultations.deliverable", "consultations.invitation"} <= within


def test_strangers_find_no_history(api, stranger, expert, partner, screened, officer):
    work = engagement(screened, officer)
    other = Institution.objects.exclude(memberships__user__in=[partner, stranger]).first()
    for path in (
        f"consultation-requests/{screened.pk}",
        f"engagements/{work.pk}",
        f"institutions/{other.pk}",
        f"experts/{work.expert_id}",
        "experts/00000000-0000-0000-0000-000000000000",
    ):
        assert api(stranger).get(f"{path}/history/").status_code == 404, path
        assert api().get(f"{path}/history/").status_code == 401, path


def test_contact_data_are_for_officers_and_the_expert_alone(api, officer, expert, partner):
    own = Expert.objects.get(user=expert)
    Contact.objects.filter(expert=own).delete()
    Contact.objects.create(expert=own, email="new@there.example")
    path = f"experts/{own.pk}"
    for reader in (officer, expert):
        found = history(api, reader, path, of="directory.contact", kind="insert")
        assert fields(found[0])["email"] == ("", "new@there.example")
    assert api(partner).get(f"{path}/history/").status_code == 404


def test_the_people_of_an_institution_read_its_history(api, officer, partner, own, named):
    body = {"city": "Nakuru"}
    answer = api(partner).patch(f"institutions/{own.pk}/", body, own.version)
    assert answer.status_code == 200, answer.content
    change = history(api, partner, f"institutions/{own.pk}")[0]
    assert (fields(change)["city"][1], change["by"]["name"]) == ("Nakuru", "Peter Partner")
    assert history(api, officer, f"institutions/{own.pk}")[0]["id"] == change["id"]


def test_it_is_narrowed_by_kind_of_change_of_row_and_by_day(api, officer, screened):
    found = of_request(api, officer, screened, kind="update", page_size=200)
    assert {one["kind"] for one in found} == {"update"}
    steps = of_request(api, officer, screened, of="consultations.steptaken")
    assert [fields(one)["step"][1] for one in steps] == ["accept-for-brokering", "submit"]
    assert of_request(api, officer, screened, since="2999-01-01") == []
    assert of_request(api, officer, screened, until="2000-01-01") == []
    wrong = {"kind": "x", "of": "y", "since": "soon", "cursor": "x" * 100, "page_size": "0", "z": 1}
    for name, value in wrong.items():
        path = f"consultation-requests/{screened.pk}/history/"
        assert api(officer).get(path, **{name: value}).status_code in {400, 404}, name


def test_it_comes_page_by_page_and_every_change_once(api, officer, screened):
    every = [one["id"] for one in of_request(api, officer, screened, page_size=200)]
    seen, path = [], f"/api/v1/consultation-requests/{screened.pk}/history/?page_size=3"
    while path:
        page = api(officer).client.get(path).json()
        seen += [one["id"] for one in page["results"]]
        path = page["next"]
    assert seen == every == sorted(every, reverse=True)


def queries(api, user, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        history(api, user, path, page_size=200)
    return len(seen)


def test_the_number_of_queries_does_not_follow_the_number_of_changes(
    api, officer, partner, screened
):
    path = f"consultation-requests/{screened.pk}"
    before = {user: queries(api, user, path) for user in (officer, partner)}
    for number in range(10):
        body = {"on_behalf": TOLD, "reason": f"Reason {number}", "criteria": CRITERIA}
        done = "suspend" if number % 2 == 0 else "resume"
        assert api(officer).post(f"{path}/{done}/", body).status_code in {200, 400}
    assert {user: queries(api, user, path) for user in before} == before
    assert max(before.values()) <= 12


def test_officers_find_changes_in_the_administration_and_change_none(client, officer, screened):
    client.force_login(officer)
    change = Change.objects.filter(row=screened.pk).first()
    shown = client.get("/admin/history/change/", {"q": str(screened.pk)})
    assert shown.status_code == 200
    page = f"/admin/history/change/{change.pk}/change/"
    assert client.get(page).status_code == 200
    assert client.post(page, {"row": "x"}).status_code == 403
    assert client.get("/admin/history/change/add/").status_code == 403
