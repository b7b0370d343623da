"""The whole matrix: every endpoint and page, asked by everybody who may or may not."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from rest_framework.test import APIClient
from tests_endpoints import endpoints, pages
from tests_page_rights import PAGES
from tests_permissions import BODIES, PEOPLE, READ_CONTACTS, REASON, RULES, read, rule_of
from tests_relations import PHONE, filled, make_people, make_rows, make_unproved

from backend.accounts.services import issue_token
from backend.common.admin_site import site
from backend.common.documents.http import FORMATS, PDF

pytestmark = pytest.mark.usefixtures("world")
TABLE, PAGE_TABLE = read(RULES), read(PAGES)
MAY = {200, 201, 202, 204, 400, 409, 412, 415, 428}
LETTERS = {401: "-", 403: "f", 404: "n", 405: "m", 410: "n"}
OPEN_WITHOUT_FACTOR = {"POST auth/login/", "POST auth/logout/", "POST auth/logout-all/"}
SLOW = {"readyz", "api/schema/"}  # public; they load the models, and describe the whole API
CONTACT = re.compile(rf"[\w.+-]+@[\w.-]+|{re.escape(PHONE)}")
PAGES_OF_FACTOR = ("/accounts/2fa/", "/accounts/reauthenticate/")


@pytest.fixture(autouse=True)
def unprinted(monkeypatch) -> None:
    """Who may have a document is asked here; making it takes a while, and has tests of its own."""
    monkeypatch.setitem(FORMATS, "pdf", (PDF, lambda document: b"%PDF"))


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    """A refusal is a line of the log each, and there are hundreds."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def caller(user: Any) -> APIClient:
    client = APIClient()
    if user is not None:
        client.force_authenticate(user, issue_token(user=user)[0].token)
    return client


def ask(client: APIClient, endpoint: str, rows: dict[str, Any], point: str) -> Any:
    """Answers, and takes back what was changed since ``point``."""
    method, path = endpoint.split()
    body = BODIES.get(endpoint, REASON) if method == "POST" else {}
    sent = {key: rows.get(str(value).strip("{}"), value) for key, value in body.items()}
    how = {} if method == "GET" else {"data": sent, "format": "json"}
    url = f"/api/v1/{filled(path, rows)}"
    key = str(uuid.uuid4())
    answer = getattr(client, method.lower())(url, HTTP_IDEMPOTENCY_KEY=key, **how)
    if method != "GET":
        transaction.savepoint_rollback(point)
    return answer


def asked_of(letters: str) -> dict[str, str]:
    """By person; what is open to all, or to whoever has an account, is asked by few of them."""
    rule = dict(zip(PEOPLE, letters, strict=True))
    if set(letters) == {"y"}:
        return {"nobody": "y"}
    if set(letters[:-1]) == {"y"}:
        return {name: rule[name] for name in ("officer", "stranger", "nobody")}
    return rule


def contacts_in(answer: Any, own: str) -> set[str]:
    """E-mail addresses but the own one, and the experts' telephone number."""
    if "json" not in answer.get("Content-Type", ""):
        return set()
    return set(CONTACT.findall(answer.content.decode())) - {own}


def letter(answer: Any, endpoint: str, rows: dict[str, Any]) -> str:
    status, path = answer.status_code, endpoint.split()[1]
    if status == 200 and path in rows and "e" in (rule_of(endpoint, TABLE) or ""):
        return "y" if str(rows[path]) in answer.content.decode() else "e"
    if status == 400 and endpoint in BODIES:
        return "b"
    return "y" if status in MAY else LETTERS.get(status, str(status))


def test_every_endpoint_and_page_has_a_rule():
    missing = [one for one in endpoints() if rule_of(one, TABLE) is None]
    assert not missing, f"no rule in the matrix (tests/support/tests_permissions.py): {missing}"
    missing = [one for one in pages() if rule_of(one or "/", PAGE_TABLE) is None]
    assert not missing, f"no rule among the pages (tests/support/tests_page_rights.py): {missing}"


def test_no_rule_speaks_of_what_is_not_there():
    there = set(endpoints())
    assert [one for one in TABLE if "*" not in one and one not in there] == []
    there = {one or "/" for one in pages()}
    assert [one for one in PAGE_TABLE if "*" not in one and one not in there] == []


def test_everybody_may_what_the_matrix_says_and_nothing_else(own):
    people = make_people(own)
    rows = make_rows(own, people)
    clients = {name: caller(user) for name, user in people.items()}
    point = transaction.savepoint()
    wrong = []
    for endpoint in endpoints():
        if "{pk}" in endpoint and "codelists" in endpoint:
            continue  # the entries of the lists are public as the lists are
        for name, expected in asked_of(rule_of(endpoint, TABLE)).items():
            answer = ask(clients[name], endpoint, rows, point)
            if (got := letter(answer, endpoint, rows)) != expected:
                wrong.append(f"{endpoint}: {name} is answered {got}, not {expected}")
            contacts = contacts_in(answer, getattr(people[name], "email", ""))
            if contacts and not endpoint.split()[1].startswith(READ_CONTACTS.get(name, ())):
                wrong.append(f"{endpoint}: {name} reads {sorted(contacts)}")
    assert not wrong, "\n".join(wrong)


def test_without_a_second_factor_an_officer_logs_out_and_nothing_else(own):
    people = make_people(own)
    rows = make_rows(own, people)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {issue_token(user=make_unproved())[1]}")
    point = transaction.savepoint()
    for endpoint in endpoints():
        answer = ask(client, endpoint, rows, point)
        if endpoint in OPEN_WITHOUT_FACTOR:
            assert answer.status_code in {204, 400}, endpoint
        else:
            assert answer.status_code == 403, endpoint
            assert answer.json()["errors"][0]["code"] == "second_factor_required", endpoint


def shown(client: Any, path: str) -> str:
    answer = client.get(f"/{path}")
    if answer.status_code != 302:
        return "y" if answer.status_code == 200 else LETTERS.get(answer.status_code, "?")
    to = answer["Location"]
    if to.startswith(("/accounts/login/", "/admin/login/")):
        return ">"
    return "2" if to.startswith(PAGES_OF_FACTOR) else "r"


def test_pages_open_to_whom_the_table_says(officer, stranger):
    people = (officer, make_unproved(), stranger, None)
    clients = [APIClient() for _ in people]
    wrong = []
    for client, user in zip(clients, people, strict=True):
        if user is not None:
            client.force_login(user)
    for path in set(pages()) - SLOW:
        row = "1" if path.startswith("accounts/") else str(uuid.UUID(int=1))
        concrete = path.replace("{pk}", row).replace("{", "").replace("}", "")
        got = "".join(shown(client, concrete) for client in clients)
        if got != (expected := rule_of(path or "/", PAGE_TABLE)):
            wrong.append(f"{path or '/':45} {got} not {expected}")
    assert not wrong, "\n".join(wrong)


def test_the_administration_opens_to_officers_alone(officer, stranger, client):
    lists = [f"admin/{one._meta.app_label}/{one._meta.model_name}/" for one in site._registry]
    expected = rule_of("admin/", PAGE_TABLE)
    for user, letter_there in zip(
        (officer, make_unproved(), stranger, None), expected, strict=True
    ):
        client.logout()
        if user is not None:
            client.force_login(user)
        asked = ["admin/"] if user == officer else ["admin/", *lists]
        found = {path: shown(client, path) for path in asked}
        if letter_there == "f":  # Django leads to the log-in, which refuses who has logged in
            found = {path: shown(client, f"admin/login/?next=/{path}") for path in asked}
        assert set(found.values()) == {letter_there}, found
