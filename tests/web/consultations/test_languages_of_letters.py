"""Everybody is written to in the own language: chosen, or as far as it is known."""

from __future__ import annotations

import pytest
from django.test import Client
from tests_access import ASKED, last_letter, link_of
from tests_people import invite_people

from backend.access.models import AccessRequest
from backend.accounts.models import User
from backend.directory.models import LanguageSkill
from backend.directory.selectors import language_at, language_of

pytestmark = pytest.mark.usefixtures("world")
SWITCH = "/i18n/setlang/"
NEW = {"name": "João Silva", "password": "palmeira-azul-9"}


def speaks(user: User, language: str) -> None:
    User.objects.filter(pk=user.pk).update(language=language)


def now(user: User) -> str:
    return User.objects.get(pk=user.pk).language


@pytest.fixture
def say(api, draft):
    def write(user):
        path = f"consultation-requests/{draft.pk}/messages/"
        answer = api(user).post(path, {"text": "Hello.", "visibility": "partner"})
        assert answer.status_code == 201, answer.content

    return write


def test_the_language_is_chosen_along_with_the_other_wishes(api, partner):
    mine = api(partner)
    shown = mine.get("me/notifications/").json()
    assert shown["language"] == ""
    changed = mine.patch("me/notifications/", {"language": "fr"}, shown["version"])
    assert (changed.status_code, changed.json()["language"]) == (200, "fr")
    assert now(partner) == "fr"
    late = mine.patch("me/notifications/", {"language": "ru"}, shown["version"])
    assert (late.status_code, now(partner)) == (412, "fr")
    refused = mine.patch("me/notifications/", {"language": "tlh"}, changed.json()["version"])
    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["attr"]) == (400, "language")
    assert "zh-hans" in error["detail"]


def test_whoever_switches_the_site_while_logged_in_gets_letters_in_that_language(partner):
    browser = Client()
    browser.force_login(partner)
    assert browser.post(SWITCH, {"language": "ar", "next": "/"}).status_code == 302
    assert now(partner) == "ar"
    browser.post(SWITCH, {"language": "tlh"})
    browser.get(SWITCH, {"language": "es"})
    assert now(partner) == "ar"
    browser.logout()
    browser.post(SWITCH, {"language": "es"})
    assert now(partner) == "ar"


def test_officers_and_partners_each_read_their_own(say, colleague, partner, officer):
    other = colleague("editor")
    speaks(officer, "zh-hans")
    speaks(other, "ru")
    say(partner)
    for reader, language in ((officer, "zh-hans"), (other, "ru")):
        letter = last_letter(reader.email)
        assert letter.language == language
        assert "New message" not in letter.subject


def test_a_partner_who_has_chosen_none_reads_the_language_of_the_need(say, draft, partner, officer):
    type(draft.need).objects.filter(pk=draft.need_id).update(language="pt-BR")
    say(officer)
    assert last_letter(partner.email).language == "pt"


def test_an_experts_choice_comes_before_what_is_spoken_best(draft, officer):
    (invitation,) = invite_people(draft, officer, "Amaru")
    expert = invitation.expert
    assert last_letter(expert.user.email).language == "en"
    LanguageSkill.objects.create(expert=expert, language_id="es", level="native")
    assert language_of(expert) == language_of(expert.user) == "es"
    speaks(expert.user, "fr")
    expert.refresh_from_db()
    assert language_of(expert) == language_of(User.objects.get(pk=expert.user_id)) == "fr"


def test_focal_points_read_theirs(ask_institution, focal):
    speaks(focal, "es")
    ask_institution()
    letter = last_letter(focal.email)
    assert letter.language == "es"
    assert "Whom can you name?" not in letter.subject


def test_who_joins_gets_the_language_of_the_invitation(api, client, partner, own):
    whom = {"email": "joao@water.example", "role": "editor", "language": "pt"}
    api(partner).post(f"institutions/{own.pk}/invitations/", whom)
    link = link_of(last_letter(whom["email"]))
    assert client.post(link, NEW).status_code == 302
    assert User.objects.get(email=whom["email"]).language == "pt"


@pytest.mark.parametrize(("own_language", "then"), [("", "pt"), ("ru", "ru")])
def test_what_somebody_has_chosen_stays_on_joining(
    api, client, partner, own, stranger, own_language, then
):
    speaks(stranger, own_language)
    whom = {"email": stranger.email, "role": "editor", "language": "pt"}
    api(partner).post(f"institutions/{own.pk}/invitations/", whom)
    letter = last_letter(stranger.email)
    assert letter.language == then
    client.force_login(User.objects.get(pk=stranger.pk))
    assert client.post(link_of(letter)).status_code == 302
    assert now(stranger) == then


def test_an_organisation_let_in_is_written_to_as_it_asked(api, client, officer):
    api().post("access-requests/", {**ASKED, "language": "ar"})
    client.post(link_of(last_letter(ASKED["email"])))
    asked = AccessRequest.objects.get()
    answer = api(officer).post(f"access-requests/{asked.pk}/approve/", {"institution": None})
    assert answer.status_code == 200, answer.content
    assert User.objects.get(email=ASKED["email"]).language == "ar"


def test_an_address_without_an_account_reads_what_is_known(partner):
    assert language_at("nobody@there.example") == "en"
    assert language_at("nobody@there.example", known="ru") == "ru"
    speaks(partner, "fr")
    assert language_at(partner.email.upper(), known="ru") == "fr"
