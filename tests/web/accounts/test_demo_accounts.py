"""The demo accounts, whose password everybody knows, open nothing outside development."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models.signals import post_migrate
from knox.models import AuthToken
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.accounts.services import confirm_address
from backend.needs.demo import PASSWORD, create_demo_accounts

pytestmark = pytest.mark.django_db
DEMO = {"email": "secretariat@demo.example", "password": PASSWORD}


def migrated() -> None:
    """As every start does before the web server."""
    accounts = apps.get_app_config("accounts")
    post_migrate.send(sender=accounts, app_config=accounts, using="default")


@pytest.fixture
def made_in_development(settings) -> None:
    settings.DEBUG = settings.DEMO_WITHOUT_SECOND_FACTOR = True
    create_demo_accounts()


def status_of_login() -> int:
    return APIClient().post("/api/v1/auth/login/", DEMO, format="json").status_code


def test_without_debug_nobody_gets_in_with_them(made_in_development, settings):
    assert status_of_login() == 200
    _, token = AuthToken.objects.create(User.objects.get(email=DEMO["email"]))
    settings.DEBUG = False
    migrated()
    assert status_of_login() == 401
    kept = APIClient()
    kept.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert kept.get("/api/v1/experts/").status_code == 401


def test_an_account_of_ones_own_goes_on(made_in_development, settings):
    own = {"email": "head@network.example", "password": "palmeira-azul-9"}
    confirm_address(user=User.objects.create_user(**own))
    settings.DEBUG = False
    migrated()
    assert APIClient().post("/api/v1/auth/login/", own, format="json").status_code == 200


def test_development_takes_them_back_into_use(made_in_development, settings):
    settings.DEBUG = False
    migrated()
    settings.DEBUG = True
    create_demo_accounts()
    migrated()
    assert status_of_login() == 200
