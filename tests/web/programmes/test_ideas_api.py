import pytest
from tests_ideas import IDEA, ask_to_join, institution_with_owner, make_idea
from tests_requests import TERMS

from backend.consultations.models import ConsultationRequest
from backend.discussion.models import Message
from backend.needs.models import Need
from backend.notifications.models import Letter
from backend.programmes.models import PartnerStatus, ProjectIdea
from backend.programmes.services.joining import accept_joining

URL = "project-ideas/"


@pytest.fixture
def idea(own):
    return make_idea(own)


def test_an_owner_writes_an_idea(own, partner, api):
    said = api(partner).post(URL, {**IDEA, "institution": own.pk, "countries": ["KEN", "UGA"]})
    assert said.status_code == 201
    assert said.json()["status"] == "open"
    made = ProjectIdea.objects.get()
    assert (made.institution, made.created_by) == (own, partner)
    assert sorted(made.countries.values_list("pk", flat=True)) == ["KEN", "UGA"]


def test_nobody_writes_ideas_for_others(world, own, member, api):
    for user in (member("reader"), institution_with_owner("Elsewhere")[1]):
        said = api(user).post(URL, {**IDEA, "institution": own.pk})
        assert said.status_code == 400
        assert said.json()["errors"][0]["attr"] == "institution"


def test_an_idea_needs_its_words_unless_a_request_has_them(own, partner, api):
    said = api(partner).post(URL, {"offers": "Training."})
    assert {one["attr"] for one in said.json()["errors"]} == {"institution", "title", "text"}


def test_an_idea_out_of_a_request_takes_over_its_words_and_partner(own, partner, api):
    need = Need.objects.filter(institution=own).first()
    request = ConsultationRequest.objects.create(need=need, **TERMS, contribution="A workshop.")
    said = api(partner).post(URL, {"from_request": request.pk, "title": "Turbines for all"})
    assert said.status_code == 201
    made = ProjectIdea.objects.get()
    assert (made.institution, made.text, made.title) == (own, need.text, "Turbines for all")
    assert (made.language, made.offers) == (need.language, "A workshop.")
    assert made.seeks == need.facets["what"]
    assert list(made.countries.all()) == [need.country]
    assert set(made.sdgs.all()) == set(need.sdgs.all())


def test_a_request_one_does_not_see_is_no_source_of_ideas(own, partner, api):
    need = Need.objects.exclude(institution=own).first()
    request = ConsultationRequest.objects.create(need=need, **TERMS)
    said = api(partner).post(URL, {"from_request": request.pk})
    assert said.status_code == 400
    assert said.json()["errors"][0]["attr"] == "from_request"


def test_an_idea_is_seen_by_its_own_by_those_asked_and_by_the_secretariat(
    idea, partner, officer, stranger, member, api
):
    asked, owner = institution_with_owner("Asked Institute")
    other = institution_with_owner("Other Institute")[1]
    ask_to_join(idea, asked, partner)
    for user in (partner, officer, owner, member("reader")):
        assert api(user).get(f"{URL}{idea.pk}/").status_code == 200
    for user in (stranger, other):
        assert api(user).get(f"{URL}{idea.pk}/").status_code == 404
        assert api(user).get(URL).json()["results"] == []


def test_a_change_needs_the_version_it_was_made_on(idea, partner, api):
    url = f"{URL}{idea.pk}/"
    assert api(partner).patch(url, {"title": "New"}).status_code == 428
    assert api(partner).patch(url, {"title": "New"}, 9).status_code == 412
    said = api(partner).patch(url, {"title": "New"}, 1)
    assert said.status_code == 200
    assert (said.json()["title"], said["ETag"]) == ("New", '"2"')


def test_who_joined_reads_the_idea_and_does_not_change_it(idea, partner, api):
    asked, owner = institution_with_owner("Asked Institute")
    accept_joining(partner=ask_to_join(idea, asked, partner), by=owner)
    said = api(owner).patch(f"{URL}{idea.pk}/", {"title": "New"}, 1)
    assert said.status_code == 403


def test_an_idea_stays_its_institutions(idea, partner, api):
    other = institution_with_owner("Other Institute")[0]
    body = {"institution": other.pk}
    said = api(partner).patch(f"{URL}{idea.pk}/", body, 1)
    assert said.status_code == 400


def test_a_withdrawn_idea_takes_its_open_invitations_back(idea, partner, api):
    asked = institution_with_owner("Asked Institute")[0]
    row = ask_to_join(idea, asked, partner)
    said = api(partner).post(f"{URL}{idea.pk}/withdraw/")
    assert said.json()["status"] == "withdrawn"
    row.refresh_from_db()
    assert row.status == PartnerStatus.WITHDRAWN
    assert Letter.objects.filter(subject__startswith="No longer asked").count() == 1
    assert api(partner).post(f"{URL}{idea.pk}/withdraw/").status_code == 409


def test_a_list_takes_as_many_queries_for_many_ideas_as_for_one(
    own, partner, api, django_assert_max_num_queries
):
    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as caught:
            assert api(partner).get(URL).status_code == 200
        return len(caught)

    make_idea(own)
    one = queries()
    asked, owner = institution_with_owner("Asked Institute")
    for number in range(5):
        idea = make_idea(own, title=f"Idea {number}")
        accept_joining(partner=ask_to_join(idea, asked, partner), by=owner)
    assert queries() == one


def test_the_list_can_be_narrowed(own, partner, api):
    make_idea(own)
    make_idea(own, title="Bridges", status="withdrawn")
    assert len(api(partner).get(f"{URL}?status=open").json()["results"]) == 1
    assert len(api(partner).get(f"{URL}?q=bridge").json()["results"]) == 1


def test_those_who_joined_talk_with_each_other_and_the_secretariat(
    idea, partner, officer, stranger, api
):
    asked, owner = institution_with_owner("Asked Institute")
    url = f"{URL}{idea.pk}/messages/"
    row = ask_to_join(idea, asked, partner)
    assert api(owner).post(url, {"text": "May we?"}).status_code == 403
    accept_joining(partner=row, by=owner)
    assert api(owner).post(url, {"text": "Here we are."}).status_code == 201
    assert api(officer).post(url, {"text": "Ours.", "visibility": "internal"}).status_code == 201
    assert len(api(partner).get(url).json()["results"]) == 1
    assert len(api(officer).get(url).json()["results"]) == 2
    assert api(stranger).get(url).status_code == 404
    told = Letter.objects.filter(subject__startswith="New message")
    assert partner.email in told.values_list("address", flat=True)
    assert Message.objects.count() == 2


def test_the_history_tells_a_partner_nothing_of_whom_else_was_asked(idea, partner, officer, api):
    asked, owner = institution_with_owner("Asked Institute")
    ask_to_join(idea, asked, partner)
    ask_to_join(idea, institution_with_owner("Secret Institute")[0], partner)
    url = f"{URL}{idea.pk}/history/"
    of_all, of_own = api(officer).get(url), api(owner).get(url)
    assert "Secret Institute" in of_all.content.decode()
    assert "Secret Institute" not in of_own.content.decode()
    assert "Asked Institute" in of_own.content.decode()
