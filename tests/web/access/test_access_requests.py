"""An organisation asks for access: confirmed by its address, decided on by the secretariat."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests_access import ASKED
from tests_files import bytes_of, pdf

from backend.access.models import AccessRequest
from backend.access.services.requests import forget_unconfirmed
from backend.accounts.models import User
from backend.directory.models import Institution, Membership
from backend.files.models import StoredFile
from backend.notifications.models import Letter

pytestmark = pytest.mark.usefixtures("world")
NEW = {"institution": None}


def decide(api, user, request, step: str, body: dict, status: int = 200) -> dict:
    answer = api(user).post(f"access-requests/{request.pk}/{step}/", body)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_from_asking_to_the_first_log_in(api, client, officer, link, waiting):
    shown = decide(api, officer, waiting, "approve", NEW)
    assert (shown["status"], shown["allowed_steps"]) == ("approved", [])
    institution = Institution.objects.get(pk=shown["institution"])
    assert (institution.names, institution.country_id) == (ASKED["names"], "SDN")
    owner = institution.memberships.get(role="owner").user
    assert (owner.email, owner.get_full_name()) == ("amina@water.example", "Amina Osman")
    letter = Letter.objects.filter(address=ASKED["email"]).latest("pk")
    assert link in letter.text
    assert "Choose a password" in client.get(link).content.decode()
    assert client.post(link, {"password": "palmeira-azul-9"}, follow=True).status_code == 200
    client.logout()
    assert client.login(email=owner.email, password="palmeira-azul-9")
    assert api(owner).get(f"institutions/{institution.pk}/members/").status_code == 200


def test_opening_the_link_confirms_nothing(client, link):
    for _ in range(2):
        assert client.get(link).status_code == 200
    client.head(link)
    assert AccessRequest.objects.get().status == "unconfirmed"
    client.post(link)
    assert AccessRequest.objects.get().status == "waiting"


def test_a_made_up_link_leads_nowhere(client, link):
    for token in ("x", "a~b", link.split("/")[3][:-1], "é"):
        assert client.get(f"/access/of/{token}/").status_code == 404


def test_nobody_learns_whether_an_address_has_an_account(api, partner):
    new = api().post("access-requests/", ASKED)
    known = api().post("access-requests/", {**ASKED, "email": partner.email})
    assert (new.status_code, known.status_code) == (201, 201)
    assert new.json() | {"email": ""} == known.json() | {"email": ""}


def test_who_has_an_account_gets_another_membership_and_keeps_the_password(
    api, officer, partner, client, waiting, link
):
    AccessRequest.objects.update(email=partner.email)
    assert api(officer).get(f"access-requests/{waiting.pk}/").json()["has_account"] is True
    shown = decide(api, officer, waiting, "approve", NEW)
    assert partner.memberships.filter(institution=shown["institution"], role="owner").exists()
    assert "Choose a password" not in client.get(link).content.decode()
    client.post(link, {"password": "palmeira-azul-9"})
    assert User.objects.get(pk=partner.pk).check_password("counterpart")


def test_an_institution_of_that_name_is_proposed_and_may_be_chosen(api, officer, waiting):
    there = Institution.objects.create(names={"en": "ministry of WATER"}, country_id="SDN")
    Institution.objects.create(names={"en": "Ministry of Water"}, country_id="KEN")
    detail = api(officer).get(f"access-requests/{waiting.pk}/").json()
    assert [one["id"] for one in detail["look_alikes"]] == [str(there.pk)]
    assert detail["look_alikes"][0]["has_owner"] is False
    before = Institution.objects.count()
    shown = decide(api, officer, waiting, "approve", {"institution": str(there.pk)})
    assert shown["institution"] == str(there.pk)
    assert Institution.objects.count() == before


def test_nobody_gets_into_the_secretariat_by_asking(api, officer, waiting):
    home = Institution.objects.get(is_secretariat=True)
    refused = decide(api, officer, waiting, "approve", {"institution": str(home.pk)}, 400)
    assert refused["errors"][0]["attr"] == "institution"
    assert not User.objects.filter(email=ASKED["email"]).exists()


def test_returned_completed_and_sent_again(api, officer, client, waiting, link):
    decide(api, officer, waiting, "return", {"reason": "Which wells?"})
    assert "Which wells?" in Letter.objects.filter(address=ASKED["email"]).latest("pk").text
    assert "Which wells?" in client.get(link).content.decode()
    page = {name: ASKED[name] for name in ASKED if name not in ("names", "email")}
    sent = {**page, "own_name": "Ministry of Water", "why": "Wells in Darfur.", "email": "x@x.org"}
    assert client.post(link, sent).status_code == 302
    row = AccessRequest.objects.get()
    assert (row.status, row.why, row.email) == ("waiting", "Wells in Darfur.", ASKED["email"])
    steps = api(officer).get(f"access-requests/{row.pk}/").json()["steps"]
    assert [one["step"] for one in steps] == ["confirm", "return", "answer"]


def test_rejected_with_a_reason_that_the_asker_reads(api, officer, waiting):
    decide(api, officer, waiting, "reject", {}, 400)
    decide(api, officer, waiting, "reject", {"reason": "Not of a member country."})
    assert "Not of a member" in Letter.objects.filter(address=ASKED["email"]).latest("pk").text
    refused = decide(api, officer, waiting, "approve", NEW, 409)
    assert refused["errors"][0]["code"] == "step_not_allowed"


def test_what_is_not_confirmed_can_not_be_approved_and_is_forgotten(api, officer, link):
    row = AccessRequest.objects.get()
    decide(api, officer, row, "approve", NEW, 409)
    assert not Institution.objects.filter(names=ASKED["names"]).exists()
    assert forget_unconfirmed() == 0
    AccessRequest.objects.update(created_at=timezone.now() - datetime.timedelta(days=15))
    assert forget_unconfirmed() == 1


def test_the_queue_is_for_officers_alone(api, partner, waiting):
    for user, status in ((None, 401), (partner, 404)):
        assert api(user).get("access-requests/").status_code == status
        assert api(user).get(f"access-requests/{waiting.pk}/").status_code == status
        assert api(user).post(f"access-requests/{waiting.pk}/approve/", NEW).status_code == status


def test_the_queue_is_narrowed_and_costs_the_same_however_long(api, officer, waiting):
    def cost(**query) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert api(officer).get("access-requests/", **query).status_code == 200
        return len(seen)

    few = cost()
    values = {name: value for name, value in ASKED.items() if name != "country"}
    for _ in range(5):
        AccessRequest.objects.create(**values, country_id="KEN")
    assert cost() == few

    def found(**query) -> int:
        return len(api(officer).get("access-requests/", **query).json()["results"])

    assert found(status="waiting") == found(country="SDN") == 1
    assert found(q="wells amina") == 6
    assert ASKED["email"] not in api(officer).get("access-requests/").content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"names": {}}, "names"),
        ({"country": "XXX"}, "country"),
        ({"email": "nobody"}, "email"),
        ({"language": "tlh"}, "language"),
        ({"why": "x" * 5_001}, "why"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"focal_point": ""}, "focal_point"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(api, change, field):
    refused = api().post("access-requests/", {**ASKED, **change})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"].split(".")[0] == field
    assert not Letter.objects.exists()


def test_one_address_is_not_written_to_without_end(api):
    for _ in range(3):
        assert api().post("access-requests/", ASKED).status_code == 201
    refused = api().post("access-requests/", {**ASKED, "email": ASKED["email"].upper()})
    assert refused.status_code == 429
    assert Letter.objects.filter(address__iexact=ASKED["email"]).count() == 3


def test_an_approval_is_whole_or_nothing(api, officer, waiting, monkeypatch):
    def broken(request) -> None:
        raise RuntimeError

    monkeypatch.setattr("backend.access.services.letters.write_approval", broken)
    with pytest.raises(RuntimeError):
        api(officer).post(f"access-requests/{waiting.pk}/approve/", NEW)
    assert not Institution.objects.filter(names=ASKED["names"]).exists()
    assert not User.objects.filter(email=ASKED["email"]).exists()
    assert not Membership.objects.filter(user__email=ASKED["email"]).exists()


@pytest.mark.parametrize("language", ["ar", "en", "zh-hans"])
def test_the_page_asks_in_the_readers_language(client, language):
    page = client.get("/access/", HTTP_ACCEPT_LANGUAGE=language)
    assert f'lang="{language}"' in page.content.decode()
    sent = {name: ASKED[name] for name in ASKED if name not in ("names", "language")}
    sent |= {"own_name": "Agua", "english_name": "Water", "language": language}
    done = client.post("/access/", sent, HTTP_ACCEPT_LANGUAGE=language)
    assert (done.status_code, done["Location"]) == (302, "/access/thanks/")
    row = AccessRequest.objects.get()
    assert row.names["en"] == "Water"
    assert row.language == language
    assert client.post("/access/", {}).status_code == 400


def test_the_official_letter_comes_with_the_confirmation_and_officers_alone_read_it(
    api, client, officer, partner, link
):
    refused = client.post(link, {"letter": ContentFile(b"MZ no letter", "letter.pdf")})
    assert refused.status_code == 400
    assert "none of the kinds taken here" in refused.content.decode()
    request = AccessRequest.objects.get(email=ASKED["email"])
    assert (request.status, request.letter) == ("unconfirmed", None)
    assert client.post(link, {"letter": ContentFile(pdf(), "letter.pdf")}).status_code == 302
    request.refresh_from_db()
    assert request.status == "waiting"
    shown = api(officer).get(f"access-requests/{request.pk}/").json()
    assert shown["letter"]["name"] == "letter.pdf"
    path = f"access-requests/{request.pk}/letter/"
    assert bytes_of(api(officer).get(path)) == pdf()
    assert api(partner).get(path).status_code == 404


def test_a_letter_sent_again_takes_the_place_of_the_one_before(api, client, officer, link):
    client.post(link, {"letter": ContentFile(pdf(), "first.pdf")})
    request = AccessRequest.objects.get(email=ASKED["email"])
    decide(api, officer, request, "return", {"reason": "Please have it signed."})
    answered = {
        **{name: ASKED[name] for name in ("type", "country", "city", "focal_point", "why")},
        "own_name": "Ministry of Water",
        "language": "en",
        "letter": ContentFile(pdf(), "second.pdf"),
    }
    assert client.post(link, answered).status_code == 302
    request.refresh_from_db()
    assert (request.status, request.letter.name) == ("waiting", "second.pdf")
    assert list(StoredFile.objects.values_list("name", flat=True)) == ["second.pdf"]
