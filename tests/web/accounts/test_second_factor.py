"""The secretariat works with a second factor alone; what counts as one, and when."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.test import Client
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.accounts.services import confirm_address, issue_token, remove_second_factor
from backend.directory.models import Institution, Membership

PASSWORD = "palmeira-azul-9"
FACTOR_PAGE, LOGIN_PAGE = "/accounts/2fa/", "/accounts/login/"
AGAIN = "/accounts/reauthenticate/"
NEEDED = "The secretariat works with a second factor alone"


def make_head() -> User:
    """An officer of the secretariat, no demo account."""
    head = User.objects.create_user("head@network.example", PASSWORD)
    confirm_address(user=head)
    secretariat = Institution.objects.get(is_secretariat=True)
    Membership.objects.create(user=head, institution=secretariat, role="owner")
    return head


@pytest.fixture
def head(world) -> User:
    return make_head()


def enrolled(user: User) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def logged_in(user: User, code: str = "") -> Client:
    """A browser after the log-in page, and after the page that asks for the code."""
    client = Client()
    answer = client.post(LOGIN_PAGE, {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content
    if code:
        answer = client.post("/accounts/2fa/authenticate/", {"code": code})
        assert answer.status_code == 302, answer.content
    return client


def is_nobody(client: Client) -> bool:
    """Whether the administration asks to log in, where everybody does."""
    led = client.get("/admin/", follow=True).redirect_chain
    return any(to.startswith(LOGIN_PAGE) for to, _ in led)


@pytest.mark.parametrize("path", ["/", "/admin/", "/accounts/email/", "/accounts/password/change/"])
def test_without_one_an_officer_is_led_to_set_it_up(head, path):
    client = logged_in(head)
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, FACTOR_PAGE)
    assert NEEDED in client.get(FACTOR_PAGE).content.decode()


def test_logging_out_and_the_language_stay_open(head):
    client = logged_in(head)
    chosen = client.post("/i18n/setlang/", {"language": "fr", "next": FACTOR_PAGE})
    assert chosen.status_code == 302
    assert 'lang="fr"' in client.get(FACTOR_PAGE).content.decode()
    client.post("/accounts/logout/")
    assert is_nobody(client)


def test_the_session_opens_the_api_no_more_than_the_pages(head):
    answer = logged_in(head).get("/api/v1/needs/")
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["code"] == "second_factor_required"


def test_a_colleague_of_a_partner_needs_none(head, partner):
    Membership.objects.filter(user=head).update(institution=partner.memberships.get().institution)
    assert logged_in(head).get("/").status_code == 200


def test_a_member_of_staff_needs_one_without_being_an_officer(world):
    root = User.objects.create_superuser("root@network.example", PASSWORD)
    confirm_address(user=root)
    assert logged_in(root).get("/admin/")["Location"] == FACTOR_PAGE


def test_demo_accounts_need_one_outside_development(world, officer, settings, client):
    client.force_login(officer)
    assert client.get("/admin/").status_code == 200
    settings.DEMO_WITHOUT_SECOND_FACTOR = False
    assert client.get("/admin/")["Location"] == FACTOR_PAGE


def test_with_the_code_everything_opens(head):
    client = logged_in(head, code_of(enrolled(head)))
    assert client.get("/admin/").status_code == 200
    assert client.get("/api/v1/needs/").status_code == 200


def test_without_the_code_nobody_is_logged_in(head):
    enrolled(head)
    assert is_nobody(logged_in(head))


def test_a_session_begun_by_the_password_alone_is_not_freed_by_setting_one_up(head):
    """Whoever knows the password and waits gets in no further, nor can set up another factor."""
    waiting = logged_in(head)
    secret = enrolled(head)
    for path in ("/admin/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"):
        assert waiting.get(path)["Location"].startswith("/accounts/2fa/reauthenticate/"), path
    assert waiting.get("/api/v1/needs/").status_code == 403
    waiting.post("/accounts/2fa/reauthenticate/", {"code": code_of(secret)})
    assert waiting.get("/admin/").status_code == 200


def test_a_code_opens_one_session(head):
    code = code_of(enrolled(head))
    logged_in(head, code)
    second = logged_in(head)
    assert second.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200
    assert is_nobody(second)


def test_a_recovery_code_is_used_up(head):
    enrolled(head)
    code = RecoveryCodes.activate(head).get_unused_codes()[0]
    assert logged_in(head, code).get("/admin/").status_code == 200
    second = logged_in(head)
    assert second.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(head):
    RecoveryCodes.activate(head)
    _, token = issue_token(user=head)
    client = APIClient(HTTP_AUTHORIZATION=f"Token {token}")
    assert client.get("/api/v1/needs/").status_code == 403


def test_wrong_codes_close_the_page_for_a_while(head):
    secret = enrolled(head)
    client = logged_in(head)
    for _ in range(6):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert is_nobody(client)


def test_what_was_lost_an_officer_removes_and_the_next_one_is_set_up(head, officer, client):
    enrolled(head)
    issue_token(user=head)
    client.force_login(officer)
    sent = {"action": "remove_second_factor", "_selected_action": [str(head.pk)]}
    client.post("/admin/accounts/user/", sent)
    assert not Authenticator.objects.filter(user=head).exists()
    assert not head.auth_token_set.exists()
    assert logged_in(head).get("/admin/")["Location"] == FACTOR_PAGE


def test_that_of_a_superuser_no_officer_removes(officer, client):
    root = User.objects.create_superuser("root@network.example", PASSWORD)
    enrolled(root)
    client.force_login(officer)
    sent = {"action": "remove_second_factor", "_selected_action": [str(root.pk)]}
    client.post("/admin/accounts/user/", sent)
    assert Authenticator.objects.filter(user=root).exists()


def test_removing_ends_what_was_proved(head):
    client = logged_in(head, code_of(enrolled(head)))
    remove_second_factor(user=head)
    assert client.get("/admin/")["Location"] == FACTOR_PAGE


def test_the_whole_way_from_the_password_to_the_administration(committed_world):
    """Set up on the pages: this session opens, and tokens got by the password alone end."""
    head = make_head()
    _, token = issue_token(user=head)
    client = logged_in(head)
    assert client.get("/accounts/2fa/totp/activate/")["Location"].startswith(AGAIN)
    client.post(AGAIN, {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret"[^>]*value="(\w+)"', page)[1]
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.status_code == 302
    assert client.get("/admin/").status_code == 200
    assert len(RecoveryCodes.activate(head).get_unused_codes()) == 10
    answer = APIClient(HTTP_AUTHORIZATION=f"Token {token}").get("/api/v1/needs/")
    assert answer.status_code == 401
