"""A certificate for accepted work, which anybody can verify by its code."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from rest_framework.throttling import ScopedRateThrottle
from tests_requests import TERMS
from tests_work import engagement

from backend.certificates.codes import LENGTH, SYMBOLS, grouped, new_code, normal
from backend.certificates.models import Certificate
from backend.consultations.models import ConsultationRequest
from backend.directory.models import Expert
from backend.needs.models import Need

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def draft(own) -> ConsultationRequest:
    need = Need.objects.filter(institution=own).order_by("pk").first()
    return ConsultationRequest.objects.create(need=need, **TERMS)


@pytest.fixture
def accepted(api, draft, officer, partner):
    """An engagement whose result the partner has accepted."""
    one = engagement(draft, officer)
    ConsultationRequest.objects.filter(pk=draft.pk).update(status="delivered")
    answer = api(partner).post(f"engagements/{one.pk}/accept-result/")
    assert answer.status_code == 200, answer.content
    return one


@pytest.fixture
def certificate(accepted) -> Certificate:
    return Certificate.objects.get()


def text(content: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(content)).pages[0].extract_text().split())


def test_a_code_survives_how_people_type_it():
    code = new_code()
    assert normal(grouped(code)) == normal(grouped(code).lower()) == code
    assert normal(f" {code[:5]} - {code[5:]} ") == code
    assert normal(code.replace("1", "l").replace("0", "o")) == code
    assert normal("") == normal("U" * LENGTH) == normal(code[:-1]) == normal(code + "0") == ""


def test_a_wrong_symbol_and_a_changed_order_are_noticed():
    code = new_code()
    for at in range(LENGTH):
        for symbol in set(SYMBOLS) - {code[at]}:
            assert normal(code[:at] + symbol + code[at + 1 :]) == ""
    for _n in range(50):
        code = new_code()
        for at in range(LENGTH - 1):
            pair = code[at : at + 2]
            other = code[:at] + pair[::-1] + code[at + 2 :]
            assert normal(other) == "" or other == code or set(pair) == {"0", "Z"}


def test_it_is_made_with_the_acceptance_and_says_what_was_done(api, accepted, certificate, draft):
    expert = accepted.expert.user
    for language, words in (("en", "This certifies that"), ("zh-hans", "Amaru"), ("ar", "Amaru")):
        answer = api(expert).get(f"engagements/{accepted.pk}/certificate/", language=language)
        assert answer.status_code == 200, answer.content
        assert answer["Content-Type"] == "application/pdf"
        told = text(answer.content)
        assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1
        for part in (words, "Amaru", draft.institution.name, certificate.printed_code, "15"):
            assert part in told, (part, told)


def test_long_names_stay_on_the_one_page(api, accepted, certificate, officer):
    Certificate.objects.update(title="Pumps for four villages " * 12)
    Expert.objects.filter(pk=accepted.expert_id).update(names={"en": "Amaru de la Cruz " * 12})
    answer = api(officer).get(f"engagements/{accepted.pk}/certificate/")
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1


def test_it_is_for_the_expert_and_officers_alone(api, accepted, partner, officer, stranger):
    path = f"engagements/{accepted.pk}/certificate/"
    assert api(officer).get(path).status_code == 200
    assert api(partner).get(path).status_code == 403
    assert api(stranger).get(path).status_code == 404
    assert api(None).get(path).status_code == 401


def test_there_is_none_before_the_result_is_accepted(api, draft, officer):
    one = engagement(draft, officer)
    refused = api(one.expert.user).get(f"engagements/{one.pk}/certificate/")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "not_accepted")
    assert Certificate.objects.count() == 0


def test_anybody_verifies_it_by_its_code(api, client, certificate, draft):
    told = api(None).get(f"certificates/{certificate.printed_code.lower()}/").json()
    assert (told["state"], told["name"], told["working_days"]) == ("valid", "Amaru", 15)
    assert (told["for_whom"], told["starts_on"]) == (draft.institution.name, "2027-01-10")
    assert "there.example" not in str(told)
    page = client.get("/verify/", {"code": certificate.code}, follow=True)
    assert page.redirect_chain == [(f"/verify/{certificate.printed_code}/", 302)]
    assert "Amaru" in page.content.decode()
    assert "valid" in page.content.decode()


@pytest.mark.parametrize("code", ["7K3F-M2QA-9XTC-4V0B", "x", "'--", "é" * 200, "{{ 7*7 }}"])
def test_an_unknown_code_is_none(api, client, code):
    assert api(None).get(f"certificates/{code}/").status_code == 404
    page = client.get(f"/verify/{code}/")
    assert (page.status_code, "49" in page.content.decode()) == (404, False)
    assert client.get("/verify/", {"code": "x" * 100_000}).status_code == 400


def test_a_revoked_one_is_shown_with_why(api, client, accepted, certificate, partner, officer):
    path = f"certificates/{certificate.printed_code}/revoke/"
    assert api(partner).post(path, {"reason": "x"}).status_code == 403
    assert api(None).post(path, {"reason": "x"}).status_code == 401
    assert api(officer).post(path, {"reason": " "}).json()["errors"][0]["attr"] == "reason"
    told = api(officer).post(path, {"reason": "The report was copied."}).json()
    assert (told["state"], told["revoked_why"]) == ("revoked", "The report was copied.")
    assert api(officer).post(path, {"reason": "Again."}).status_code == 409
    assert "The report was copied." in client.get(f"/verify/{certificate.code}/").content.decode()
    again = api(accepted.expert.user).get(f"engagements/{accepted.pk}/certificate/")
    assert again.json()["errors"][0]["code"] == "revoked"


def test_whoever_withdrew_is_named_nowhere(api, client, certificate):
    Expert.objects.filter(pk=certificate.expert_id).update(consent_listed=False)
    told = api(None).get(f"certificates/{certificate.code}/").json()
    assert (told["state"], told["name"], told["title"]) == ("withdrawn", "", "")
    page = client.get(f"/verify/{certificate.code}/").content.decode()
    assert "Amaru" not in page
    assert "withdrawn" in page


def test_nobody_tries_codes_without_end(api, client, certificate, monkeypatch):
    monkeypatch.setitem(ScopedRateThrottle.THROTTLE_RATES, "verify", "2/min")
    page = f"/verify/{certificate.code}/"
    seen = [client.get(page, REMOTE_ADDR="10.9.8.7").status_code for _n in range(3)]
    assert seen == [200, 200, 429]
    path = f"/api/v1/certificates/{certificate.code}/"
    assert api(None).client.get(path, REMOTE_ADDR="10.9.8.7").status_code == 429


def test_an_officer_takes_it_back_in_the_administration(client, officer, certificate):
    client.force_login(officer)
    url = f"/admin/certificates/certificate/{certificate.pk}/change/"
    assert client.post(url, {"revoked_why": "A mistake."}).status_code == 302
    certificate.refresh_from_db()
    assert (certificate.state, certificate.revoked_by) == ("revoked", officer)
    client.post(url, {"revoked_why": "Another."})
    certificate.refresh_from_db()
    assert certificate.revoked_why == "A mistake."
