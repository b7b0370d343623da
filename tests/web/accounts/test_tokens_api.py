"""``auth/tokens/``: whoever has tokens sees them and ends them, and so do some events."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from backend.accounts.models import IssuedToken, User
from backend.accounts.services import confirm_address, issue_token

pytestmark = pytest.mark.django_db
PASSWORD = "palmeira-azul-9"
TOKENS = "/api/v1/auth/tokens/"


@pytest.fixture
def ana(db) -> User:
    ana = User.objects.create_user("ana@login.example", PASSWORD)
    confirm_address(user=ana)
    return ana


def by(token: str) -> APIClient:
    return APIClient(HTTP_AUTHORIZATION=f"Token {token}")


def token_of(user: User, name: str = "") -> str:
    return issue_token(user=user, name=name)[1]


def works(token: str) -> bool:
    return by(token).get(TOKENS).status_code == 200


def test_tokens_are_listed_by_name_and_time_and_never_shown(ana, api):
    body = {"email": ana.email, "password": PASSWORD, "name": "nightly export"}
    token = api().post("auth/login/", body).json()["token"]
    token_of(ana, "phone")
    answer = by(token).get(TOKENS)
    assert [one["name"] for one in answer.json()] == ["phone", "nightly export"]
    assert [one["current"] for one in answer.json()] == [False, True]
    assert set(answer.json()[0]) == {
        *("id", "name", "created_at", "expires", "last_used_at", "current")
    }
    for kept in AuthToken.objects.all():
        assert kept.digest not in answer.content.decode()
        assert kept.token_key not in answer.content.decode()


def test_the_last_use_is_told_to_ten_minutes(ana):
    token = token_of(ana)
    by(token).get("/api/v1/needs/")
    first = IssuedToken.objects.get().last_used_at
    assert timezone.now() - first < timedelta(minutes=1)
    by(token).get("/api/v1/needs/")
    assert IssuedToken.objects.get().last_used_at == first


def test_a_list_of_many_costs_the_same_queries(ana):
    token = token_of(ana)
    works(token)
    with CaptureQueriesContext(connection) as few:
        works(token)
    for _ in range(5):
        token_of(ana)
    with CaptureQueriesContext(connection) as many:
        works(token)
    assert len(few) == len(many)


def test_one_is_ended_and_the_others_go_on(ana):
    one, other = token_of(ana, "one"), token_of(ana, "other")
    found = next(row for row in by(one).get(TOKENS).json() if row["name"] == "other")
    assert by(one).delete(f"{TOKENS}{found['id']}/").status_code == 204
    assert (works(one), works(other)) == (True, False)
    assert by(one).delete(f"{TOKENS}{found['id']}/").status_code == 404


def test_anothers_token_is_not_there(ana):
    bela = User.objects.create_user("bela@login.example", PASSWORD)
    hers, _ = issue_token(user=bela)
    assert by(token_of(ana)).delete(f"{TOKENS}{hers.pk}/").status_code == 404
    assert IssuedToken.objects.filter(pk=hers.pk).exists()


def test_logging_out_everywhere_ends_all_of_ones_own(ana):
    bela = token_of(User.objects.create_user("bela@login.example", PASSWORD))
    one, other = token_of(ana), token_of(ana)
    assert by(one).post("/api/v1/auth/logout-all/").status_code == 204
    assert (works(one), works(other), works(bela)) == (False, False, True)


def test_one_that_has_expired_is_not_listed(ana):
    issued, _ = issue_token(user=ana, name="old")
    token = token_of(ana, "new")
    AuthToken.objects.filter(pk=issued.token_id).update(expiry=timezone.now())
    assert [one["name"] for one in by(token).get(TOKENS).json()] == ["new"]


def test_a_new_password_ends_every_token(ana, client):
    token = token_of(ana)
    client.force_login(ana)
    new = {
        "oldpassword": PASSWORD,
        "password1": "girassol-verde-7",
        "password2": "girassol-verde-7",
    }
    assert client.post("/accounts/password/change/", new).status_code == 302
    assert not works(token)


def test_logging_in_or_being_renamed_ends_none(ana, client):
    token = token_of(ana)
    client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    User.objects.get(pk=ana.pk).save()
    assert works(token)


def test_who_is_made_inactive_and_active_again_begins_anew(ana):
    token = token_of(ana)
    ana.is_active = False
    ana.save()
    ana.is_active = True
    ana.save()
    assert not works(token)


def test_an_officer_sees_who_has_tokens_and_ends_them(world, officer, ana, client):
    token = token_of(ana, "forgotten script")
    client.force_login(officer)
    page = client.get("/admin/accounts/issuedtoken/").content.decode()
    assert "forgotten script" in page
    assert AuthToken.objects.get(user=ana).digest not in page
    issued = IssuedToken.objects.get(name="forgotten script")
    client.post(f"/admin/accounts/issuedtoken/{issued.pk}/delete/", {"post": "yes"})
    assert not works(token)


@pytest.mark.parametrize("given", ["Token é", "Token \x7f", "Token 水"])
def test_what_can_be_no_token_is_refused_as_one_that_is_wrong(given):
    answer = APIClient().get("/api/v1/experts/", HTTP_AUTHORIZATION=given)
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["code"] == "authentication_failed"
