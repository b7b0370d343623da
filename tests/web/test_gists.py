"""Gists: what a text says, in short and in the reader's language, beside the text itself."""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from tests_requests import shortlist

from backend.common.gists import write_gist
from backend.consultations.models import (
    ConsultationRequest,
    Deliverable,
    Engagement,
    Invitation,
)
from backend.consultations.services.letters import link_of
from backend.directory.models import Expert, Passage, PassageGist
from backend.needs.models import Need, NeedGist

PUMPS = "Réparation de pompes solaires dans les villages, avec formation de techniciens locaux."
GIST = {"language": "es", "text": "Bombas solares de pueblos: reparar y formar."}


@pytest.fixture
def need(own) -> Need:
    return Need.objects.filter(institution=own).order_by("pk").first()


@pytest.fixture
def passage(expert) -> Passage:
    return Passage.objects.create(profile=expert.expert, text=PUMPS, language="fr")


def test_a_gist_is_written_and_shown_with_who_wrote_it_and_what_with(api, officer, partner, need):
    body = {"language": "ar", "text": "ملخص الحاجة", "machine": "example-model 3"}
    answer = api(officer).post(f"needs/{need.pk}/gists/", body)
    assert answer.status_code == 201, answer.content
    [shown] = api(partner).get(f"needs/{need.pk}/gists/").json()
    assert (shown["text"], shown["machine"]) == ("ملخص الحاجة", "example-model 3")
    assert shown["by"] == officer.get_full_name()
    assert (shown["stale"], bool(shown["written_at"])) == (False, True)
    assert officer.email not in str(shown)


def test_the_next_one_in_the_language_takes_its_place(api, officer, need):
    for text in ("first", "second"):
        api(officer).post(f"needs/{need.pk}/gists/", {"language": "ar", "text": text})
    gist = NeedGist.objects.get(original=need)
    assert (gist.text, gist.version) == ("second", 2)


def test_once_the_text_has_changed_its_gist_is_shown_as_stale(api, officer, need):
    api(officer).post(f"needs/{need.pk}/gists/", {"language": "ar", "text": "…"})
    need.text += " And more."
    need.save()
    assert api(officer).get(f"needs/{need.pk}/gists/").json()[0]["stale"]


@pytest.mark.parametrize(
    "body", [{}, {"language": "xx", "text": "a"}, {"language": "ar", "text": ""}]
)
def test_a_gist_needs_a_known_language_and_a_text(body, api, officer, need):
    assert api(officer).post(f"needs/{need.pk}/gists/", body).status_code == 400


def test_a_text_needs_no_gist_in_its_own_language(api, officer, passage):
    answer = api(officer).post(f"passages/{passage.pk}/gists/", {**GIST, "language": "fr"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "language"


def test_who_sees_the_text_reads_and_who_speaks_for_it_writes(
    api, expert, partner, stranger, member, need, passage
):
    assert api(expert).post(f"passages/{passage.pk}/gists/", GIST).status_code == 201
    assert api(partner).post(f"passages/{passage.pk}/gists/", GIST).status_code == 403
    assert api().post(f"passages/{passage.pk}/gists/", GIST).status_code == 401
    assert len(api().get(f"passages/{passage.pk}/gists/").json()) == 1
    assert api(stranger).get(f"needs/{need.pk}/gists/").status_code == 404
    assert api(member("reader")).post(f"needs/{need.pk}/gists/", GIST).status_code == 403
    Passage.objects.filter(pk=passage.pk).update(hidden=True)
    assert api(partner).get(f"passages/{passage.pk}/gists/").status_code == 404


def test_a_reason_carries_the_gist_in_the_readers_language(api, officer, world, expert):
    asked = {"text": Need.objects.filter(language="zh").first().text, "k": 5}
    passages = Passage.objects.exclude(language__in=["en", "es"])
    for one in passages:
        write_gist(model=PassageGist, original=one, by=officer, language="es", text=f"Es {one.pk}")
    found = api(officer, language="es").post("match/", asked).json()["matches"]
    shown = [reason["gist"] for one in found for reason in one["reasons"]]
    assert any(gist and gist["text"].startswith("Es ") for gist in shown)
    found = api(officer, language="fr").post("match/", asked).json()["matches"]
    assert {reason["gist"] for one in found for reason in one["reasons"]} == {None}


def test_gists_cost_one_query_however_many(api, officer, world, django_assert_max_num_queries):
    asked = {"text": Need.objects.filter(language="fr").first().text, "k": 20}
    passages = list(Passage.objects.exclude(language="es")[:150])
    for one in passages:
        write_gist(model=PassageGist, original=one, by=officer, language="es", text="Es")
    api(officer, language="es").post("match/", asked)
    with django_assert_max_num_queries(26):
        api(officer, language="es").post("match/", asked)


@pytest.fixture
def invitation(officer, need, expert) -> Invitation:
    request = ConsultationRequest.objects.create(need=need)
    person = Expert.objects.listed().exclude(user=expert).order_by("pk").first()
    entry = shortlist(request, officer, person).shortlist.get()
    until = timezone.now() + datetime.timedelta(3)
    return Invitation.objects.create(request=request, expert=person, entry=entry, answer_by=until)


def test_the_invitation_shows_the_gist_beside_the_text(client, officer, need, invitation):
    write_gist(model=NeedGist, original=need, by=officer, language="ar", text="ملخص", machine="m-1")
    path = urlsplit(link_of(invitation)).path

    def page() -> str:
        return client.get(path, headers={"accept-language": "ar"}).content.decode()

    for told in ("ملخص", "m-1", need.text[:40]):
        assert told in page()
    before = page()
    Need.objects.filter(pk=need.pk).update(text="Changed since, and said otherwise.")
    assert page().count("<strong>") == before.count("<strong>") + 1


def test_the_gist_of_a_deliverable_is_for_both_sides(api, partner, stranger, officer, invitation):
    engagement = Engagement.objects.create(
        request=invitation.request, invitation=invitation, expert=invitation.expert
    )
    deliverable = Deliverable.objects.create(
        engagement=engagement, title="Report", number=1, text=PUMPS, by=officer
    )
    path = f"deliverables/{deliverable.pk}/gists/"
    assert api(partner).post(path, GIST).status_code == 201
    assert api(stranger).get(path).status_code == 404
    [shown] = api(officer).get(path).json()
    assert (shown["text"], shown["stale"]) == (GIST["text"], False)
