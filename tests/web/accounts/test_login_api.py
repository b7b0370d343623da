"""``auth/login/`` and ``auth/logout/``: an address, a password, and a code where set up."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from knox.models import AuthToken
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.accounts.services import confirm_address

pytestmark = pytest.mark.django_db
RIGHT = {"email": "ana@login.example", "password": "palmeira-azul-9"}


@pytest.fixture
def ana(db) -> User:
    ana = User.objects.create_user(**RIGHT)
    confirm_address(user=ana)
    return ana


@pytest.fixture
def secret(ana) -> str:
    """Ana's second factor."""
    secret = generate_totp_secret()
    TOTP.activate(ana, secret)
    return secret


def log_in(api, language: str = "en", **changes: Any) -> Any:
    return api(language=language).post("auth/login/", {**RIGHT, **changes})


def with_token(token: str) -> APIClient:
    return APIClient(HTTP_AUTHORIZATION=f"Token {token}")


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_log_in_gives_a_token_that_expires(ana, api):
    answer = log_in(api)
    assert answer.status_code == 200
    assert set(answer.json()) == {"token", "expires"}
    assert parse_datetime(answer.json()["expires"]) > timezone.now()


def test_the_token_says_who_one_is(ana, api):
    client = with_token(log_in(api).json()["token"])
    assert client.get("/api/v1/needs/").status_code == 200
    assert APIClient().get("/api/v1/needs/").status_code == 401


def test_the_address_may_be_written_in_capitals(ana, api):
    assert log_in(api, email="ANA@Login.Example").status_code == 200


def test_after_logging_out_the_token_is_invalid(ana, api):
    first, second = (log_in(api).json()["token"] for _ in range(2))
    assert with_token(first).post("/api/v1/auth/logout/").status_code == 204
    assert with_token(first).get("/api/v1/needs/").status_code == 401
    assert with_token(second).get("/api/v1/needs/").status_code == 200


def test_a_token_that_has_expired_is_invalid(ana, api):
    token = log_in(api).json()["token"]
    AuthToken.objects.update(expiry=timezone.now())
    assert with_token(token).get("/api/v1/needs/").status_code == 401


def test_the_token_of_somebody_made_inactive_is_invalid(ana, api):
    token = log_in(api).json()["token"]
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert with_token(token).get("/api/v1/needs/").status_code == 401


@pytest.mark.parametrize("header", ["Token", "Token a b", "Token x", "Token \xff", "Token \x00é"])
def test_a_token_that_is_none_is_refused(db, header):
    answer = APIClient(HTTP_AUTHORIZATION=header).get("/api/v1/needs/")
    assert answer.status_code in {400, 401}
    assert answer["Content-Type"] == "application/json"


def test_nothing_tells_which_of_address_and_password_is_wrong(ana, api):
    User.objects.create_user("gone@login.example", RIGHT["password"], is_active=False)
    answers = [
        log_in(api, password="palmeira-azul-8"),
        log_in(api, email="nobody@login.example"),
        log_in(api, email="gone@login.example"),
    ]
    assert [answer.status_code for answer in answers] == [401] * 3
    assert len({answer.content for answer in answers}) == 1


def test_with_a_second_factor_the_password_alone_does_not_do(secret, api):
    without, wrong = log_in(api), log_in(api, code="000000")
    assert without.status_code == wrong.status_code == 401
    assert without.content == wrong.content == log_in(api, password="x").content
    assert log_in(api, code=code_of(secret)).status_code == 200


def test_a_code_works_once(secret, api):
    code = code_of(secret)
    assert log_in(api, code=code).status_code == 200
    assert log_in(api, code=code).status_code == 401


def test_a_code_does_not_replace_the_password(secret, api):
    assert log_in(api, code=code_of(secret), password="x").status_code == 401


@pytest.mark.parametrize("code", ["١٢٣٤٥٦", "é", "12345678901234567890", "", "-"])
def test_odd_codes_are_wrong_codes(secret, api, code):
    assert log_in(api, code=code).status_code == 401


def test_a_recovery_code_works_once(ana, secret, api):
    code = RecoveryCodes.activate(ana).get_unused_codes()[0]
    assert log_in(api, code=code).status_code == 200
    assert log_in(api, code=code).status_code == 401


def test_many_failures_close_the_log_in_for_a_while(ana, api):
    answers = [log_in(api, password="x").status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]
    assert log_in(api).status_code == 429, "the right password does not tell itself apart"


def test_wrong_codes_count_as_failures(secret, api):
    assert [log_in(api, code="000000").status_code for _ in range(6)][-1] == 429


def test_one_persons_failures_do_not_keep_others_out(ana, api):
    for _ in range(6):
        log_in(api, email="somebody@login.example", password="x")
    assert log_in(api).status_code == 200


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize(
    ("change", "attr"),
    [
        ({"email": ""}, "email"),
        ({"email": "not an address"}, "email"),
        ({"email": None}, "email"),
        ({"email": ["a@b.example"]}, "email"),
        ({"email": "a" * 300 + "@login.example"}, "email"),
        ({"password": ""}, "password"),
        ({"password": {"a": 1}}, "password"),
        ({"password": True}, "password"),
        ({"password": "x" * 1001}, "password"),
        ({"code": "1" * 21}, "code"),
        ({"code": [1]}, "code"),
    ],
)
def test_bad_input_is_named_in_every_language(ana, api, language, change, attr):
    answer = log_in(api, language, **change)
    assert answer.status_code == 400
    assert [error["attr"] for error in answer.json()["errors"]] == [attr]
    assert answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_failed_log_in_is_a_401_in_every_language(ana, api, language):
    answer = log_in(api, language, password="x")
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["attr"] is None
    assert answer["Content-Language"] == language
