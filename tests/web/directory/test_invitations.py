"""An expert is invited, and claims the profile: once, in time, and nobody else's."""

from __future__ import annotations

import datetime
import re
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from backend.accounts.models import User
from backend.common.models import IdempotencyKey
from backend.directory.models import Contact, Expert, Invitation
from backend.notifications.models import Letter

pytestmark = pytest.mark.usefixtures("world")
NEW = {"email": "lihua@hydro.example", "password": "small hydro 77"}


@pytest.fixture
def someone() -> Expert:
    found = Expert.objects.listed().filter(user=None).order_by("pk").first()
    Contact.objects.update_or_create(expert=found, defaults={"email": "lihua@hydro.example"})
    return found


@pytest.fixture
def link(api, officer, someone) -> str:
    answer = api(officer).post(f"experts/{someone.pk}/invitations/")
    assert answer.status_code == 201, answer.content
    return urlsplit(answer.json()["link"]).path


def owner(expert: Expert) -> User | None:
    return Expert.objects.get(pk=expert.pk).user


def test_a_new_person_claims_the_profile_and_looks_after_it(api, client, link, someone):
    assert someone.name in client.get(link).content.decode()
    done = client.post(link, NEW)
    assert done.status_code == 200
    user = User.objects.get(email=NEW["email"])
    assert owner(someone) == user
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.login(**NEW)
    version = Expert.objects.get(pk=someone.pk).version
    changed = api(user).patch(f"experts/{someone.pk}/", {"city": "Hangzhou"}, version)
    assert changed.status_code == 200


def test_a_person_with_an_account_claims_it_with_that(client, link, stranger, someone):
    client.force_login(stranger)
    assert stranger.email in client.get(link).content.decode()
    assert client.post(link).status_code == 200
    assert owner(someone) == stranger


def test_it_is_written_in_the_experts_language_and_a_repeated_answer_holds_no_link(
    api, officer, someone
):
    someone.language_skills.all().delete()
    someone.language_skills.create(language_id="fr", level="native")
    made = api(officer).post(f"experts/{someone.pk}/invitations/", key="one").json()
    letter = Letter.objects.get(address="lihua@hydro.example")
    assert (letter.language, made["mailed"]) == ("fr", True)
    assert made["link"] in letter.text
    token = made["link"].rstrip("/").rpartition("/")[2]
    assert token not in str(list(IdempotencyKey.objects.values()))
    assert "link" not in api(officer).post(f"experts/{someone.pk}/invitations/", key="one").json()


def refused(client, link: str, said: str) -> None:
    for answer in (client.get(link), client.post(link, NEW)):
        assert answer.status_code == 410
        assert said in answer.content.decode()


def test_a_link_works_once(client, link, someone):
    client.post(link, NEW)
    client.logout()
    refused(client, link, "used already")
    assert User.objects.filter(email=NEW["email"]).count() == 1


def test_a_link_expires(client, link, someone):
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    refused(client, link, "has expired")
    assert owner(someone) is None


def test_a_new_link_makes_the_one_before_void(api, officer, client, link, someone):
    api(officer).post(f"experts/{someone.pk}/invitations/")
    refused(client, link, "newer invitation")


@pytest.mark.parametrize("token", ["x", "abc~def", "é", "a" * 2000])
def test_a_made_up_link_leads_nowhere(client, token):
    refused(client, f"/claim/{token}/", "not a link of an invitation")


def test_an_account_has_one_profile(client, link, expert, someone):
    client.force_login(expert)
    answer = client.post(link)
    assert (answer.status_code, owner(someone)) == (410, None)


def test_an_account_of_somebody_else_is_not_taken_over(client, link, stranger, someone):
    answer = client.post(link, {**NEW, "email": stranger.email.upper()})
    assert (answer.status_code, owner(someone)) == (400, None)
    assert client.post(link, {**NEW, "password": "short"}).status_code == 400
    assert not User.objects.filter(email=NEW["email"]).exists()


@pytest.mark.parametrize(("person", "status"), [(None, 401), ("partner", 403), ("expert", 403)])
def test_only_the_secretariat_invites(api, request, someone, person, status):
    user = person and request.getfixturevalue(person)
    assert api(user).post(f"experts/{someone.pk}/invitations/").status_code == status


def test_a_claimed_profile_is_not_offered_again(api, officer, expert):
    answer = api(officer).post(f"experts/{expert.expert.pk}/invitations/")
    assert answer.status_code == 409


def test_an_officer_invites_in_the_administration(client, officer, someone):
    client.force_login(officer)
    sent = {"action": "invite", "_selected_action": [str(someone.pk)]}
    page = client.post("/admin/directory/expert/", sent, follow=True).content.decode()
    (link,) = set(re.findall(r"http://[^/]+(/claim/[^/]+/)", page))
    client.logout()
    client.post(link, NEW)
    assert owner(someone).email == NEW["email"]
