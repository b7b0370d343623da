"""People of a story: what they do over the API and on the pages of links, and what they see."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from tests_requests import CRITERIA
from tests_support import Api


class Person:
    """Somebody with an account: ``amina.does("needs/", text="…")``, ``amina.sees("needs/")``."""

    def __init__(self, user: Any, language: str = "en") -> None:
        self.user, self.api = user, Api(user, language)

    def sees(self, path: str, code: int = 200, /, **query: Any) -> Any:
        answer = self.api.get(path, **query)
        assert answer.status_code == code, (path, answer.content)
        return answer.json()

    def does(self, path: str, code: int | None = None, /, **body: Any) -> Any:
        """Posts; without a code, whatever says that it is done."""
        answer = self.api.post(path, body)
        expected = (code,) if code else (200, 201, 204)
        assert answer.status_code in expected, (path, answer.content)
        return answer.json() if answer.content else None

    def changes(self, path: str, code: int = 200, /, **body: Any) -> Any:
        """Of what stands there now."""
        answer = self.api.patch(path, body, self.sees(path)["version"])
        assert answer.status_code == code, (path, answer.content)
        return answer.json()

    def gets(self, path: str, **query: Any) -> bytes:
        """A document or a file."""
        answer = self.api.get(path, **query)
        assert answer.status_code == 200, (path, answer)
        return b"".join(answer) if answer.streaming else answer.content

    def rows(self, path: str, **query: Any) -> list[dict[str, Any]]:
        return self.sees(path, **query)["results"]


def logged_in(email: str, password: str, language: str = "en") -> Person:
    """By address and password, with the token that this gives."""
    from backend.accounts.models import User

    one = Person(None, language)
    token = one.does("auth/login/", email=email, password=password)["token"]
    one.api.client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    one.user = User.objects.get(email=email)
    return one


class Page:
    """What is behind the link of the last letter to an address: no log-in, only buttons."""

    def __init__(self, address: str, after: str = "") -> None:
        from backend.notifications.models import Letter

        letters = Letter.objects.filter(address=address, text__contains=after).order_by("-pk")
        links = (re.findall(r"https?://\S+", one.text) for one in letters)
        self.link = next(urlsplit(found[0]).path for found in links if found)
        self.client = Client()

    def shows(self, status: int = 200) -> str:
        answer = self.client.get(self.link)
        assert answer.status_code == status, answer.content
        return answer.content.decode()

    def presses(self, answer: str = "", status: int = 200, **fields: Any) -> str:
        """A button, with what was filled in; the page that comes then."""
        sent = {"answer": answer, **fields} if answer else fields
        shown = self.client.post(self.link, sent, follow=True)
        assert shown.status_code == status, shown.content.decode()
        return shown.content.decode()


def releases_shortlist(officer: Person, request: str, *people: Any) -> list[dict[str, Any]]:
    """From a submitted request to a list that the partner sees: these, each with a reason."""
    officer.does(f"{request}accept-for-brokering/", criteria=CRITERIA)
    officer.does(f"{request}match/")
    for one in people:
        why = f"{one.name} has repaired pumps in villages."
        note = "Known from an earlier mission."
        officer.does(f"{request}shortlist/", profile=str(one.pk), why=why, note=note)
    officer.does(f"{request}release/")
    return officer.sees(f"{request}shortlist/")


def invites(officer: Person, request: str, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The invitations, in the order of the entries."""
    chosen = [one["id"] for one in entries]
    made = officer.does(f"{request}invitations/", entries=chosen)
    return sorted(made, key=lambda one: chosen.index(one["entry"]))
