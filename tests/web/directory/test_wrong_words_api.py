"""A refusal says what would be right, in the caller's language."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.accounts.models import User
from backend.codelists.models import Language
from backend.directory.models import Affiliation, Expert, Institution, Membership, Passage
from backend.directory.rights import is_secretariat
from backend.directory.selectors import workplace
from backend.matches.services import embed_pending

pytestmark = pytest.mark.usefixtures("world")


def refusal(answer, status: int = 400) -> tuple[str, str]:
    assert answer.status_code == status, answer.content
    (error,) = answer.json()["errors"]
    return error["attr"], error["detail"]


@pytest.mark.parametrize(
    ("path", "body", "known"),
    [
        ("experts/", {"gender": "x"}, "female, male"),
        ("institutions/", {"type": "club"}, "ministry, agency"),
        ("experts/", {"languages": [{"code": "fr", "level": "D1"}]}, "A1, A2"),
        ("experts/", {"passages": [{"text": "A dam", "kind": "song"}]}, "expertise, project"),
        ("experts/", {"passages": [{"text": "A dam", "attestation": "x"}]}, "self_declared"),
    ],
)
def test_words_that_are_none_are_told_with_those_that_are(api, officer, path, body, known):
    whole = {"names": {"en": "A"}, "type": "agency", **body}
    if path == "experts/":
        del whole["type"]
    _attr, detail = refusal(api(officer).post(path, whole))
    assert known in detail
    _attr, french = refusal(api(officer, "fr").post(path, whole))
    assert "Valeurs connues" in french


@pytest.mark.parametrize(
    ("path", "query", "known"),
    [
        ("institutions/", {"type": "club"}, "ministry, agency"),
        ("institutions/", {"country": "XXX"}, "ABW"),
        ("experts/", {"withdrawn": "perhaps"}, "true, false"),
        ("experts/", {"page_size": "abc"}, "1 to 200"),
        ("experts/", {"colour": "red"}, "country, region"),
    ],
)
def test_filters_that_are_none_are_told_with_those_that_are(api, path, query, known):
    attr, detail = refusal(api().get(path, **query))
    assert attr == next(iter(query))
    assert known in detail
    assert refusal(api(language="fr").get(path, **query))[1] != detail


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"{'a': 1}", "line 1, column 2"),
        (b'{"text": "\xff"}', "not UTF-8"),
        (b'{"k": NaN}', "not JSON"),
    ],
)
def test_a_body_that_is_no_json_is_told_in_the_callers_language(api, body, told):
    def send(language: str) -> str:
        client = api(language=language).client
        path = "/api/v1/match/"
        return refusal(client.post(path, body, content_type="application/json"))[1]

    assert told in send("en")
    for language in ("ar", "es", "fr", "pt", "ru", "zh-hans"):
        assert send(language) not in {send("en"), ""}


# --- many rows ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "most"),
    [("passages", 300), ("languages", 100), ("affiliations", 100), ("availability", 100)],
)
def test_a_profile_does_not_grow_without_end(api, officer, name, most):
    attr, detail = refusal(
        api(officer).post("experts/", {"names": {"en": "A"}, name: [{}] * (most + 1)})
    )
    assert attr == name
    assert str(most) in detail


def test_what_rows_refer_to_is_looked_up_together(api, officer):
    expert = Expert.objects.listed().first()
    codes = list(Language.objects.values_list("pk", flat=True)[:30])
    institutions = [
        str(pk) for pk in Institution.objects.listed().values_list("pk", flat=True)[:30]
    ]
    ids = [str(pk) for pk in expert.passages.values_list("pk", flat=True)]
    counts = []
    for number in (2, 30):
        expert.refresh_from_db()
        body = {
            "languages": [{"code": code} for code in codes[:number]],
            "affiliations": [{"institution": pk} for pk in institutions[:number]],
            "passages": [{"id": pk, "language": "fr"} for pk in ids[:2]],
        }
        with CaptureQueriesContext(connection) as captured:
            user = User.objects.get(pk=officer.pk)  # who remembers nothing of the last request
            answer = api(user).patch(f"experts/{expert.pk}/", body, expert.version)
        assert answer.status_code == 200, answer.content
        assert len(answer.json()["languages"]) == number
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- the secretariat ----------------------------------------------------------------------------


def test_the_secretariat_is_set_up_once(capsys, client, empty_directory):
    said = ["--institution", "Kenya Office", "--country", "ken", "--email", "Head@office.example"]
    call_command("set_up_secretariat", *said)
    link = capsys.readouterr().out.split("http://127.0.0.1:8000")[1].strip()
    page = client.get(link, follow=True)
    sent = {"password1": "wells and pumps 7", "password2": "wells and pumps 7"}
    client.post(page.redirect_chain[-1][0], sent)
    assert client.login(email="Head@office.example", password="wells and pumps 7")
    user = User.objects.get(email__iexact="head@office.example")
    assert is_secretariat(user)
    assert not user.is_staff
    call_command("set_up_secretariat", *said)
    assert "password" not in capsys.readouterr().out
    assert (Institution.objects.count(), Membership.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "change",
    [("Other Office", "KEN", "a@b.example"), ("X", "XXX", "a@b.example"), ("X", "KEN", "a")],
)
def test_a_second_secretariat_is_refused(change):
    name, country, email = change
    with pytest.raises(CommandError):
        call_command(
            "set_up_secretariat", "--institution", name, "--country", country, "--email", email
        )


# --- names of institutions that are not listed ----------------------------------------------------


def test_an_institution_that_is_not_listed_is_not_named(api, officer, partner, own, expert):
    mine = expert.expert
    mine.affiliations.all().delete()
    Affiliation.objects.create(expert=mine, institution=own)
    path = f"experts/{mine.pk}/"
    assert api().get(path).json()["affiliations"][0]["name"] == own.name
    own.consent_listed = False
    own.save()
    for user, sees in ((None, False), (partner, True), (officer, True), (expert, True)):
        shown = api(user).get(path).json()["affiliations"][0]["name"]
        assert shown == (own.name if sees else None), user
    assert workplace(mine) == ""


# --- languages detected -------------------------------------------------------------------------


def test_institutions_and_experts_are_found_by_the_language_detected(api):
    place = Institution.objects.create(names={"en": "Prose"}, type="agency", consent_listed=True)
    person = Expert.objects.create(names={"en": "Prose Writer"}, consent_listed=True)
    for profile in (place, person):
        Passage.objects.create(
            profile=profile, text="Nous remettons en marche de petites centrales hydroélectriques."
        )
    embed_pending()
    for name, profile in (("institutions", place), ("experts", person)):
        for language, is_in in (("fr", True), ("es", False)):
            found = api().get(f"{name}/", language=language, q="Prose").json()["results"]
            assert (str(profile.pk) in {row["id"] for row in found}) is is_in


def test_needs_are_found_by_the_language_detected(api, partner, own):
    text = "Nous cherchons une équipe qui remette en marche nos petites centrales hydroélectriques."
    body = {"institution": str(own.pk), "text": text}
    made = api(partner).post("needs/", body).json()
    assert made["language"] == ""

    def found(language: str) -> bool:
        rows = api(partner).get("needs/", language=language, q="centrales").json()["results"]
        return made["id"] in {row["id"] for row in rows}

    assert found("fr")
    assert not found("en")
    api(partner).patch(f"needs/{made['id']}/", {"language": "en"}, 1)
    assert found("en")
    assert not found("fr")


@pytest.mark.parametrize("query", ["sector=%25d", "withdrawn=%25s", "country=100%25"])
def test_a_per_cent_sign_in_a_filter_is_refused_as_anything_else(api, officer, query):
    attr, detail = refusal(api(officer).get(f"experts/?{query}"))
    assert attr == query.split("=")[0]
    assert "%" in detail
    assert "%%" not in detail
