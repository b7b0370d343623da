"""Passwords and addresses: what is confirmed, changed and forgotten, and what nobody learns."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.accounts.models import User
from backend.accounts.selectors import is_address_confirmed
from backend.accounts.services import confirm_address

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "palmeira-azul-9", "girassol-verde-7"
LANGUAGES = ("ar", "en", "es", "fr", "pt", "ru", "zh-hans")
LOGIN, RESET = "/accounts/login/", "/accounts/password/reset/"


def make(email: str, confirmed: bool = True, **more: Any) -> User:
    user = User.objects.create_user(email, PASSWORD, **more)
    if confirmed:
        confirm_address(user=user)
    return user


@pytest.fixture
def ana(db) -> User:
    return make("ana@login.example")


def log_in(user: User, password: str = PASSWORD) -> tuple[Client, Any]:
    client = Client()
    return client, client.post(LOGIN, {"login": user.email, "password": password})


def link_in(letter: Any) -> str:
    return re.search(r"http://testserver(/\S+)", letter.body)[1]


def words(page: Any) -> str:
    """What stands on a page, without what is different each time."""
    body = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r'value="[^"]*"', "", body)


def test_who_has_not_confirmed_the_address_is_sent_a_link_and_let_in_by_it(api):
    bela = make("bela@login.example", confirmed=False)
    _, answer = log_in(bela)
    assert answer["Location"] == "/accounts/confirm-email/"
    token = api().post("auth/login/", {"email": bela.email, "password": PASSWORD})
    assert token.status_code == 403
    assert token.json()["errors"][0]["code"] == "address_not_confirmed"
    link = link_in(mail.outbox[0])
    Client().get(link)
    assert not is_address_confirmed(bela), "a scanner of mail that opens the link confirms nothing"
    Client().post(link)
    assert log_in(bela)[1]["Location"] == "/"
    assert api().post("auth/login/", {"email": bela.email, "password": PASSWORD}).status_code == 200


def test_without_the_right_password_nobody_learns_that_it_is_not_confirmed(api):
    bela = make("bela@login.example", confirmed=False)
    wrong = {"email": bela.email, "password": "x"}
    assert api().post("auth/login/", wrong).status_code == 401
    assert words(log_in(bela, "x")[1]) == words(log_in(make("c@login.example"), "x")[1])
    assert mail.outbox == []


def test_a_new_address_counts_once_it_is_confirmed(ana, client):
    client.force_login(ana)
    client.post("/accounts/email/", {"email": "ana@new.example", "action_add": ""})
    ana.refresh_from_db()
    assert ana.email == "ana@login.example"
    client.post(link_in(mail.outbox[0]))
    ana.refresh_from_db()
    assert ana.email == "ana@new.example"
    assert [one.email for one in EmailAddress.objects.filter(user=ana)] == ["ana@new.example"]
    assert any(letter.to == ["ana@login.example"] for letter in mail.outbox), "the old one is told"


@pytest.mark.parametrize("bad", ["short-9", "password1234", "483920174538", "ana.maria@login"])
def test_a_password_that_others_would_guess_is_refused(bad):
    with pytest.raises(ValidationError):
        validate_password(bad, User(email="ana.maria@login.example"))


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(ana):
    Client().post(RESET, {"email": ana.email})
    browser = Client()
    form = browser.get(link_in(mail.outbox[0]))["Location"]
    chosen = {"password1": NEW, "password2": NEW}
    assert browser.post(form, chosen)["Location"] == "/accounts/password/reset/key/done/"
    assert log_in(ana)[1].status_code == 200
    assert log_in(ana, NEW)[1].status_code == 302
    assert Client().get(link_in(mail.outbox[0])).status_code == 200  # not led to the form again
    assert [letter.to for letter in mail.outbox] == [[ana.email]] * 2, "the owner is told"


def test_whoever_chose_a_password_by_the_link_has_confirmed_the_address():
    bela = make("bela@login.example", confirmed=False)
    Client().post(RESET, {"email": bela.email})
    browser = Client()
    form = browser.get(link_in(mail.outbox[0]))["Location"]
    browser.post(form, {"password1": NEW, "password2": NEW})
    assert is_address_confirmed(bela)


def test_who_has_an_account_is_not_told_to_who_asks_for_a_new_password(ana):
    """Nor for one made inactive: the same page and one letter, with a query or two less."""
    make("gone@login.example", is_active=False)
    pages, letters, queries = [], [], []
    for email in (ana.email, "gone@login.example", "nobody@login.example"):
        mail.outbox.clear()
        with CaptureQueriesContext(connection) as captured:
            answer = Client().post(RESET, {"email": email}, follow=True)
        pages.append((answer.redirect_chain, words(answer)))
        letters.append([letter.to for letter in mail.outbox])
        queries.append(len(captured))
    assert pages[0] == pages[1] == pages[2]
    assert letters == [[[ana.email]], [["gone@login.example"]], [["nobody@login.example"]]]
    assert max(queries) - min(queries) <= 2
    assert "/accounts/signup/" not in mail.outbox[0].body, "nobody signs up here"


def test_nor_by_the_log_in_page(ana):
    make("gone@login.example", is_active=False)
    answers = [
        Client().post(LOGIN, {"login": email, "password": "x"})
        for email in (ana.email, "gone@login.example", "nobody@login.example")
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({words(answer) for answer in answers}) == 1


@pytest.mark.parametrize("email", ["ana@login.example", "nobody@login.example"])
def test_the_log_in_page_closes_for_a_while_whoever_one_is(ana, email):
    for _ in range(6):
        answer = Client().post(LOGIN, {"login": email, "password": "x"})
    assert "Too many failed login attempts" in answer.content.decode()
    right = Client().post(LOGIN, {"login": email, "password": PASSWORD})
    assert right.status_code == 200, "the right password does not tell itself apart"


@pytest.mark.parametrize("email", ["ana@login.example", "nobody@login.example"])
def test_letters_to_one_address_are_few(ana, email):
    answers = [Client().post(RESET, {"email": email}).status_code for _ in range(7)]
    assert answers == [302] * 5 + [429] * 2
    assert len(mail.outbox) == 5


def test_behind_a_proxy_each_address_is_counted_by_itself(ana, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    wrong = {"login": "x@login.example", "password": "x"}
    for count in range(12):
        Client().post(LOGIN, wrong | {"login": f"{count}@x.example"}, headers=source("203.0.113.7"))
    ours = {"login": ana.email, "password": PASSWORD}
    assert Client().post(LOGIN, ours, headers=source("203.0.113.7")).status_code == 200
    assert Client().post(LOGIN, ours, headers=source("203.0.113.8")).status_code == 302


def source(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_speaks_the_language_of_who_asked(ana, language):
    Client().post(RESET, {"email": ana.email}, headers={"Accept-Language": language})
    english = language == "en"
    assert ("You're receiving this email" in mail.outbox[0].body) is english
    assert link_in(mail.outbox[0])
