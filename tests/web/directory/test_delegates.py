"""A delegate edits and drafts an expert's profile, and decides and signs nothing."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests_profile_files import cv_pdf

from backend.accounts.models import User
from backend.directory.models import Contact, Delegate, Expert
from backend.notifications.models import Letter

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def mine(expert) -> Expert:
    Contact.objects.update_or_create(expert=expert.expert, defaults={"phone": "+254 20 7620000"})
    return expert.expert


@pytest.fixture
def link(api, expert, mine) -> str:
    answer = api(expert).post(f"experts/{mine.pk}/delegates/", {"email": "aide@there.example"})
    assert answer.status_code == 201, answer.content
    letter = Letter.objects.get(address="aide@there.example")
    return re.search(r"http://127\.0\.0\.1:8000(\S+)", letter.text)[1]


@pytest.fixture
def delegate(client, link, stranger) -> User:
    client.force_login(stranger)
    assert client.post(link).status_code == 200
    return stranger


def test_somebody_without_an_account_makes_one(client, link, mine):
    assert "asks you" in client.get(link).content.decode()
    new = {"email": "aide@there.example", "password": "small hydro 77"}
    assert client.post(link, new).status_code == 200
    kept = Delegate.objects.get()
    assert (kept.user.email, kept.expert) == (new["email"], mine)
    assert client.post(link).status_code == 410  # once


@pytest.mark.parametrize("why", ["expired", "ended", "cut short"])
def test_a_link_that_is_over_leads_nowhere(client, link, stranger, why):
    if why == "expired":
        Delegate.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))
    elif why == "ended":
        Delegate.objects.update(ended_at=timezone.now())
    client.force_login(stranger)
    assert client.post(link if why != "cut short" else link[:-3] + "/").status_code == 410


def test_a_delegate_edits_the_profile_and_drafts(api, delegate, mine):
    path = f"experts/{mine.pk}/"
    shown = api(delegate).get(path).json()
    assert "contact" not in shown
    change = {"city": "Mombasa", "passages": [{"text": "Repair of pumps in Kilifi.", "year": 2024}]}
    changed = api(delegate).patch(path, change, shown["version"])
    assert changed.status_code == 200, changed.content
    assert "contact" not in changed.json()
    found = api(delegate).upload(f"{path}proposals/", "cv.pdf", cv_pdf()).json()["proposals"]
    assert api(delegate).post(f"profile-proposals/{found[0]['id']}/take/").status_code == 200


def test_what_only_the_expert_can_is_refused_to_a_delegate(api, delegate, mine):
    path = f"experts/{mine.pk}/"
    version = Expert.objects.get(pk=mine.pk).version
    for answer in (
        api(delegate).post(f"{path}confirm/"),
        api(delegate).post(f"{path}delegates/", {"email": "other@there.example"}),
        api(delegate).get(f"{path}delegates/"),
        api(delegate).post(f"{path}erasure/"),
        api(delegate).patch(path, {"consent_listed": False}, version),
        api(delegate).patch(path, {"last_confirmed": "2026-01-01"}, version),
    ):
        assert answer.status_code == 403
        assert "Only the expert" in answer.json()["errors"][0]["detail"]
    assert api(delegate).post(f"{path}withdraw/").status_code == 403
    assert api(delegate).get("me/data/").json()["directory"]["profiles"] == []


@pytest.mark.parametrize("by", ["expert", "officer", "delegate"])
def test_it_is_ended_at_any_time(api, request, delegate, mine, by):
    person = request.getfixturevalue(by)
    kept = Delegate.objects.get()
    path = f"experts/{mine.pk}/delegates/{kept.pk}/end/"
    ended = api(person).post(path)
    assert ended.status_code == 200, ended.content
    assert ended.json()["ended_at"]
    changed = api(delegate).patch(f"experts/{mine.pk}/", {"city": "Mombasa"}, mine.version)
    assert changed.status_code == 403


def test_another_delegate_does_not_end_it(api, delegate, mine):
    other = User.objects.create_user("other@there.example", "counterpart")
    now = timezone.now()
    Delegate.objects.create(
        expert=mine, email=other.email, user=other, accepted_at=now, expires_at=now
    )
    kept = Delegate.objects.get(user=delegate)
    assert api(other).post(f"experts/{mine.pk}/delegates/{kept.pk}/end/").status_code == 403


def test_others_name_none_and_nobody_is_named_twice(api, link, expert, partner, officer, mine):
    path = f"experts/{mine.pk}/delegates/"
    again = api(expert).post(path, {"email": "Aide@there.example"})
    assert again.status_code == 409
    assert api(partner).post(path, {"email": "a@b.example"}).status_code == 403
    assert api(partner).get(path).status_code == 403
    for count in range(4):
        assert api(expert).post(path, {"email": f"a{count}@b.example"}).status_code == 201
    assert api(expert).post(path, {"email": "a5@b.example"}).status_code == 409
    assert len(api(officer).get(path).json()["results"]) == 5
    for wrong in ("nobody", "x" * 100_000, "a\x00@b.example", None, 7):
        assert api(expert).post(path, {"email": wrong}).status_code == 400


def test_the_list_takes_the_same_queries_for_many(api, link, expert, mine):
    path = f"experts/{mine.pk}/delegates/"
    counts = []
    for name in ("first", "second"):
        with CaptureQueriesContext(connection) as captured:
            counts.append(len(api(expert).get(path).json()["results"]))
        counts.append(len(captured))
        api(expert).post(path, {"email": f"{name}@b.example"})
    assert (counts[0], counts[2]) == (1, 2)
    assert counts[1] == counts[3] <= 8
