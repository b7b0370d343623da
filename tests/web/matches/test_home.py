"""The page on which a need is typed and answered, as a browser without JavaScript sees it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.views.defaults import server_error
from rest_framework.throttling import ScopedRateThrottle
from tests_support import forget_what_answers

from backend.directory.models import Contact, Expert, Passage
from backend.matches import engine
from backend.matches.services import answer, embed_pending

FRENCH = (
    "Quatre villages ont de petites centrales hydroélectriques de 15 à 60 kW qui ne tournent plus. "
    "Nous cherchons une équipe qui les remette en marche et forme nos ateliers."
)
FIRST_VISIT = 60_000  # bytes, compressed

pytestmark = pytest.mark.usefixtures("world")


def ask(client: Client, text: str = FRENCH, **more):
    htmx = {"HX-Request": "true"} if more.pop("htmx", False) else {}
    return client.post("/", {"text": text, **more}, headers=htmx)


def shown(response) -> str:
    return response.content.decode()


def names(response) -> list[str]:
    return re.findall(r'<h3 id="candidate-\d+"><bdi[^>]*>([^<]+)</bdi>', shown(response))


def test_the_first_page_says_what_it_is_and_for_whom(client):
    page = shown(client.get("/"))
    for text in ("Describe your need", "Partners", "The secretariat", "Project matching"):
        assert text in page


def test_a_need_in_french_is_answered_with_candidates_and_their_passages(client):
    response = ask(client)
    page = shown(response)
    assert response.status_code == 200
    assert len(names(response)) == 10
    assert "Read as French" in page
    assert "<mark>" in page
    assert re.search(r'<blockquote lang="(en|es|fr|zh)" dir="ltr">', page)


def test_the_text_typed_is_kept(client):
    assert FRENCH in shown(ask(client)).replace("&#x27;", "'")


def test_an_example_is_answered_by_a_plain_link(client):
    page = shown(client.get("/?example=wells"))
    assert "Read as Arabic" in page
    assert "الآبار الرعوية" in page.split("</textarea>")[0]


def test_an_unknown_example_is_an_empty_box(client):
    assert client.get("/?example=none").status_code == 200


def test_htmx_gets_the_answer_alone(client):
    page = shown(ask(client, htmx=True))
    assert "<html" not in page
    assert 'id="answer"' in page
    assert "<textarea" not in page


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Describe in a few sentences"),
        ("   \n", "Describe in a few sentences"),
        ("water", "One word is too little"),
        ("水泵", "One word is too little"),
        ("ab " * 7000, "at most 20000 characters"),
        ("clean\x00water here", "characters that are no text"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_beside_the_box(client, text, said, htmx):
    response = ask(client, text, htmx=htmx)
    assert response.status_code == 400
    error = re.search(r'id="id_text_error"[^>]*>([^<]*)', shown(response))
    assert error
    assert said in error[1]
    assert ("hx-swap-oob" in shown(response)) is htmx


def test_no_script_puts_a_refusal_in_the_place_of_the_page(client, settings):
    settings.DEBUG = True
    assert "django-htmx.js" not in shown(client.get("/"))


def test_four_letters_are_enough_where_no_spaces_are_written(client):
    assert ask(client, "太阳能水泵").status_code == 200


def test_what_was_typed_survives_an_error(client):
    page = shown(ask(client, "water", k="50", kind="expert"))
    assert re.search(r"<textarea[^>]*>\s*water</textarea>", page)
    assert '<option value="expert" selected>' in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("kind", "robot", "Choose an entry of the list"),
        ("place", "XYZ", "Choose an entry of the list"),
        ("k", "1000000", "Choose an entry of the list"),
        ("languages", "xx", "Choose an entry of the list"),
        ("language", "xx", "Choose an entry of the list"),
        ("available_from", "tomorrow", "such as 2027-03-31"),
    ],
)
def test_an_unknown_choice_is_refused_beside_its_field(client, field, value, said):
    response = ask(client, **{field: value})
    assert response.status_code == 400
    error = re.search(rf'id="id_{field}_error"[^>]*>([^<]*)', shown(response))
    assert error
    assert said in error[1]


def test_narrowing_leaves_out_and_says_whom(client):
    response = ask(client, kind="institution", place="CHN")
    page = shown(response)
    facts = re.findall(r'<p class="facts">(.*?)</p>', page, re.S)
    assert facts
    assert all("China" in fact and "Expert<" not in fact for fact in facts)
    assert "not the kind asked for" in page
    assert "from elsewhere" in page


def test_a_group_of_countries_narrows_to_its_members(client):
    assert "Madagascar" not in "".join(
        re.findall(r'<p class="facts">(.*?)</p>', shown(ask(client, place="LLDC")), re.S)
    )


def test_where_nobody_is_left_the_page_says_what_to_loosen(client):
    response = ask(client, kind="expert", place="CHN", languages=["wo", "lo", "fj"])
    assert "Nobody was found" in shown(response)
    assert "Loosen the conditions" in shown(response)


def test_the_text_can_be_read_again_in_another_language(client):
    assert "Read as Portuguese" in shown(ask(client, language="pt", reread="1"))


def test_a_new_text_is_detected_again_though_a_language_is_still_chosen(client):
    assert "Read as French" in shown(ask(client, language="pt"))


def test_without_the_encoder_the_text_is_kept_and_trying_again_advised(client, settings, tmp_path):
    settings.ENCODER_ADDRESS = str(tmp_path / "nobody.sock")
    engine.encoder.cache_clear()
    try:
        response = ask(client)
    finally:
        engine.encoder.cache_clear()
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "The ranking service is starting" in shown(response)
    assert FRENCH in shown(response)


def queries(client: Client, k: int) -> int:
    forget_what_answers()
    with CaptureQueriesContext(connection) as captured:
        assert len(names(ask(client, k=str(k)))) == k
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_candidates(client):
    assert queries(client, 10) == queries(client, 50) <= 25


def test_the_country_of_the_work_counts_and_leaves_nobody_out(client):
    """The form asks what ``match/`` is asked: who has worked in such countries stands higher."""
    asked = {"text": FRENCH, "k": 50}
    plain = [one.score for one in answer(**asked).matches]
    found = answer(**asked, country="MLI").matches
    assert len(found) == len(plain)
    assert [one.score for one in found] != plain
    assert names(ask(client, k="50", country="MLI")) == [one.profile.name for one in found]


def test_a_country_that_is_none_is_named_beside_its_field(client):
    page = client.post("/", {"text": FRENCH, "country": "Mali"})
    assert page.status_code == 400
    assert "id_country_error" in shown(page).split("Choose an entry of the list")[0][-200:]


def test_script_in_a_passage_and_in_the_need_stays_text(client):
    passage = Passage.objects.matchable().filter(language="fr").first()
    passage.text = f"{FRENCH} <script>alert(1)</script><b onmouseover=alert(2)>"
    passage.save()
    embed_pending()
    page = shown(ask(client, f"{FRENCH} </textarea><script>alert(3)</script>"))
    assert "alert" in page.split("</textarea>")[1]
    assert not re.search(r"<script>|<b onmouse", page)


def test_no_contact_data_gets_out(client):
    Contact.objects.update(phone="+000 555 0199")
    page = shown(ask(client, k="50"))
    assert ".example" not in page
    assert "555 0199" not in page


def test_those_who_do_not_consent_are_not_shown(client):
    first = names(ask(client, kind="expert"))[0]
    for expert in Expert.objects.all():
        if expert.name == first:
            expert.consent_listed = False
            expert.save()
    assert first not in names(ask(client, kind="expert"))


def test_demo_records_carry_a_badge(client):
    assert ">demo</span>" in shown(ask(client, kind="expert"))
    assert ">illustrative</span>" in shown(ask(client, kind="institution"))


def test_the_language_of_the_page_can_be_switched(client):
    client.post("/i18n/setlang/", {"language": "ar", "next": "/"})
    page = shown(client.get("/"))
    assert '<html lang="ar" dir="rtl">' in page
    assert "bootstrap.rtl.min.css" in page


def test_names_come_in_the_readers_language_with_the_original_beside(client):
    client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/"})
    assert any("一" <= name[0] <= "鿿" for name in names(ask(client)))
    client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    assert re.search(r'<bdi class="original" lang="zh-Hans">', shown(ask(client)))


def test_a_stranger_sees_log_in_and_an_officer_the_administration(client, officer, partner):
    assert "/accounts/login/" in shown(client.get("/"))
    client.force_login(officer)
    assert 'href="/admin/"' in shown(client.get("/"))
    client.force_login(partner)
    assert 'href="/admin/"' not in shown(client.get("/"))


def test_the_log_in_page_has_our_look(client):
    page = shown(client.get("/accounts/login/"))
    assert "by invitation of the secretariat" in page
    assert "counterpart.css" in page


def test_a_missing_page_has_our_look(client):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "counterpart.css" in shown(response)


def test_the_error_page_needs_no_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert b"counterpart.css" in server_error(rf.get("/")).content


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_first_visit_is_light(client, language):
    client.post("/i18n/setlang/", {"language": language, "next": "/"})
    page = shown(client.get("/"))
    files = re.findall(r'(?:href|src)="/static/([^"]+)"', page)
    sent = {"the page": page.encode()}
    sent |= {one: Path(finders.find(one)).read_bytes() for one in files}
    weights = {name: len(gzip.compress(content, 6)) for name, content in sent.items()}
    assert sum(weights.values()) < FIRST_VISIT, weights


def test_too_many_questions_are_refused_and_the_text_is_kept(world, client, monkeypatch):
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"match": "1/min"})
    asked = {"text": "Pumps for the wells of four villages"}
    # Whatever a stranger says of where the question comes from.
    first, second = (client.post("/", asked, headers={"X-Forwarded-For": ip}) for ip in "12")
    assert (first.status_code, second.status_code) == (200, 429)
    assert "Too many questions" in second.text
    assert asked["text"] in second.text
