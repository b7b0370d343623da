"""Proposals over HTTP: beginning one, its cover, who takes part, and who sees it."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests_proposals import COVER, begin, call_of, fund, institution, member, owner_of

from backend.notifications.models import Letter
from backend.programmes.models import IdeaPartner, ProjectIdea, Proposal

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def body(call, kisumu):
    said = {"title": "Water at the ends of channels", "language": "en"}
    return {"call": str(call.pk), "institution": str(kisumu.pk), **said}


@pytest.fixture
def idea(kisumu, riego, tanks, lead):
    made = ProjectIdea.objects.create(
        institution=kisumu, title="Water", text="Ends of channels run dry.", created_by=lead
    )
    for one, status in ((riego, "joined"), (tanks, "declined")):
        IdeaPartner.objects.create(
            idea=made, institution=one, status=status, invited_by=lead, contribution="Gates"
        )
    return made


def test_an_owner_begins_one_with_the_sections_of_the_form_and_a_letter_to_come(api, lead, body):
    made = api(lead).post("proposals/", body)
    assert made.status_code == 201, made.content
    shown = made.json()
    assert (shown["status"], shown["stage"], shown["programme"]) == (
        "draft",
        "proposal",
        "test-fund",
    )
    assert [one["country"] for one in shown["partners"]] == ["KEN"]
    assert [one["country"] for one in shown["missing_endorsements"]] == ["KEN"]
    assert next(iter(shown)) == "missing_endorsements"
    missing = shown["completeness"]["missing"]
    assert {"beneficiaries", "outputs", "budget_lines", "situation", "strategy"} <= set(missing)
    sections = api(lead).get(f"proposals/{shown['id']}/sections/").json()
    assert [(one["key"], one["most"], one["over"]) for one in sections] == [
        ("situation", 3000, 0),
        ("strategy", 3000, 0),
    ]


def test_out_of_an_idea_come_its_text_and_those_who_joined(api, lead, body, idea):
    shown = api(lead).post("proposals/", {**body, "idea": str(idea.pk)}).json()
    partners = api(lead).get(f"proposals/{shown['id']}/partners/").json()
    assert [(one["country"], one["role"]) for one in partners] == [("KEN", ""), ("PER", "Gates")]
    first, second = api(lead).get(f"proposals/{shown['id']}/sections/").json()
    assert (first["text"], second["text"]) == ("Ends of channels run dry.", "")
    idea.refresh_from_db()
    assert idea.status == "proposed"


def test_an_idea_of_others_is_as_good_as_none(api, second, riego, body, idea):
    idea.partners.all().delete()
    refused = api(second).post(
        "proposals/", {**body, "institution": str(riego.pk), "idea": str(idea.pk)}
    )
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"] == "idea"


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"language": "pt"}, "language", "ar, en, es, fr, zh"),
        ({"language": "English"}, "language", "language tag"),
        ({"title": ""}, "title", "blank"),
        ({"requested": "0"}, "requested", "1"),
        ({"months": 0}, "months", "1"),
        ({"sector": "pumps"}, "sector", "Known are such as"),
        ({"starts_on": "soon"}, "starts_on", "YYYY"),
    ],
)
def test_what_is_wrong_is_named_with_what_would_be_right(api, lead, body, change, field, told):
    refused = api(lead).post("proposals/", body | change)
    assert refused.status_code == 400, refused.content
    error = refused.json()["errors"][0]
    assert error["attr"] == field
    assert told in error["detail"]
    assert not Proposal.objects.exists()


def test_nobody_begins_one_for_somebody_else_or_for_a_call_that_is_not_announced(
    api, lead, second, officer, body, call
):
    assert api(second).post("proposals/", body).json()["errors"][0]["attr"] == "institution"
    type(call).objects.filter(pk=call.pk).update(announced_at=None)
    assert api(lead).post("proposals/", body).json()["errors"][0]["attr"] == "call"
    assert api(officer).post("proposals/", body).status_code == 201


def test_all_who_take_part_write_it_and_strangers_see_nothing(
    api, lead, second, stranger, riego, proposal, at
):
    for user in (lead, second):
        version = api(user).get(at()).json()["version"]
        assert api(user).patch(at(), {"outcome": f"by {user}"}, version).status_code == 200
    reader = member(riego, "reader")
    assert api(reader).get(at()).status_code == 200
    assert api(reader).patch(at(), {"outcome": "x"}, 3).status_code == 403
    assert api(stranger).get(at()).status_code == 404
    assert api(stranger).patch(at(), {"outcome": "x"}, 3).status_code == 404
    assert api().get(at()).status_code == 401


def test_a_late_change_is_told_what_stands_there_now_and_by_whom(api, lead, second, at):
    assert api(lead).patch(at(), {"outcome": "Water for all."}, 1).status_code == 200
    late = api(second).patch(at(), {"outcome": "Water in March."}, 1)
    assert late.status_code == 412
    (difference,) = late.json()["differences"]
    assert (difference["yours"], difference["now"]) == ("Water in March.", "Water for all.")
    assert difference["changed_by"] == "Owner Otieno"
    assert api(lead).patch(at(), {"outcome": "x"}).status_code == 428


def test_what_it_began_with_it_keeps(api, lead, riego, at):
    refused = api(lead).patch(at(), {"institution": str(riego.pk)}, 1)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"] == "institution"


def test_the_cover_is_complete_once_it_is_filled_in(api, lead, at):
    before = api(lead).get(at()).json()
    shown = api(lead).patch(at(), COVER, before["version"]).json()
    assert shown["requested"] == "30000.00"
    assert not {"beneficiaries", "months", "outcome"} & set(shown["completeness"]["missing"])
    assert shown["completeness"]["share"] > before["completeness"]["share"]


def test_a_partner_that_is_added_writes_with_the_others_and_is_told(
    api, lead, second, proposal, at
):
    fourth = institution("UGA", "Nile Board")
    refused = api(second).post(at("partners/"), {"institution": str(fourth.pk)})
    assert refused.status_code == 403
    made = api(lead).post(at("partners/"), {"institution": str(fourth.pk), "role": "Training"})
    assert (made.status_code, made.json()["country"]) == (201, "UGA")
    assert Letter.objects.filter(address="owner@uga.example", subject__contains="take part")
    assert proposal.endorsements.filter(country="UGA", status="missing").exists()
    assert api(owner_of(fourth)).get(at()).status_code == 200
    again = api(lead).post(at("partners/"), {"institution": str(fourth.pk)})
    assert again.status_code == 409


def test_a_partner_leaves_and_its_letter_is_wanted_no_more(api, lead, second, tanks, proposal, at):
    row = proposal.partners.get(institution__memberships__user=second)
    third = owner_of(tanks)
    assert api(third).post(at(f"partners/{row.pk}/leave/")).status_code == 403
    assert api(second).post(at(f"partners/{row.pk}/leave/")).status_code == 200
    assert api(second).get(at()).status_code == 404
    assert not proposal.endorsements.filter(country="PER").exists()
    applicant = proposal.partners.get(institution=proposal.institution)
    refused = api(lead).post(at(f"partners/{applicant.pk}/leave/"))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "applicant")


def test_a_partner_that_leaves_gives_its_sections_back(api, lead, second, riego, proposal, at):
    proposal.sections.update(writer=riego)
    row = proposal.partners.get(institution=riego)
    api(lead).post(at(f"partners/{row.pk}/leave/"))
    assert not proposal.sections.filter(writer__isnull=False).exists()


def test_the_country_that_a_partner_takes_part_for_brings_its_letter(
    api, lead, riego, proposal, at
):
    row = proposal.partners.get(institution=riego)
    path = at(f"partners/{row.pk}/")
    assert api(lead).patch(path, {"country": "BOL", "role": "Design"}, 1).status_code == 200
    countries = set(proposal.endorsements.values_list("country", flat=True))
    assert countries == {"KEN", "LKA", "BOL"}


def test_the_list_is_narrowed_by_what_one_looks_for(api, officer, lead, proposal, kisumu, riego):
    other = begin(call_of(fund("other"), year=2026), [riego], title="Wells")

    def found(user=officer, **query) -> set[str]:
        answer = api(user).get("proposals/", **query)
        assert answer.status_code == 200, answer.content
        return {row["id"] for row in answer.json()["results"]}

    assert found() == {str(proposal.pk), str(other.pk)}
    assert found(lead) == {str(proposal.pk)}
    assert found(programme="other") == {str(other.pk)}
    assert found(country="LKA") == {str(proposal.pk)}
    assert found(institution=str(riego.pk)) == {str(proposal.pk), str(other.pk)}
    assert found(q="channels") == {str(proposal.pk)}
    assert found(status="draft", stage="concept") == set()
    assert api(officer).get("proposals/", colour="red").status_code == 400


def test_the_list_costs_the_same_number_of_queries_however_long_it_is(
    api, officer, proposal, call, kisumu, riego
):
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert api(officer).get("proposals/").status_code == 200
        return len(seen)

    few = cost()
    for _ in range(6):
        begin(call, [kisumu, riego])
    assert cost() == few


def test_one_proposal_costs_a_fixed_number_of_queries(api, lead, proposal, at):
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert api(lead).get(at()).status_code == 200
        return len(seen)

    few = cost()
    for number in range(8):
        proposal.outputs.create(text=f"Output {number}")
        proposal.indicators.create(text=f"Indicator {number}")
    assert cost() == few


def test_the_history_tells_who_changed_what_in_all_its_parts(api, lead, second, officer, at):
    api(lead).post(at("outputs/"), {"text": "Gates"})
    api(second).patch(at(), {"outcome": "Water."}, 1)
    told = api(second).get(at("history/")).json()["results"]
    by_model = {one["of"]: one for one in told}
    assert {"programmes.proposal", "programmes.output", "programmes.section"} <= set(by_model)
    changed = {field["field"] for field in by_model["programmes.proposal"]["fields_changed"]}
    assert "outcome" in changed
    assert api(officer).get(at("history/")).status_code == 200


def test_those_who_take_part_and_the_secretariat_talk_and_officers_among_themselves(
    api, lead, second, officer, stranger, at
):
    said = api(lead).post(at("messages/"), {"text": "May we ask for more? Call +254 20 762 0001"})
    assert said.status_code == 201, said.content
    assert said.json()["visibility"] == "partner"
    letter = Letter.objects.get(address=officer.email)
    assert "762 0001" not in letter.text
    hidden = api(officer).post(at("messages/"), {"text": "Hm.", "visibility": "internal"})
    assert hidden.status_code == 201
    read = api(second).get(at("messages/")).json()["results"]
    assert [one["text"][:6] for one in read] == ["May we"]
    assert len(api(officer).get(at("messages/")).json()["results"]) == 2
    assert api(stranger).get(at("messages/")).status_code == 404
    assert api(second).get(at("messages/read/")).json()["new"] == 1


def test_a_draft_of_a_concept_has_the_sections_of_the_concept(api, kisumu, lead):
    programme = fund("two-stage", stages=["concept", "proposal"])
    programme.sections.create(stage="concept", key="idea", names={"en": "Idea"}, most_pages=2)
    call = call_of(programme, full_closes_at=timezone.now() + datetime.timedelta(days=90))
    said = {"title": "Water", "language": "en", "institution": str(kisumu.pk)}
    made = api(lead).post("proposals/", {"call": str(call.pk), **said}).json()
    assert made["stage"] == "concept"
    assert made["completeness"]["missing"].count("outputs") == 0
    (section,) = api(lead).get(f"proposals/{made['id']}/sections/").json()
    assert (section["key"], section["most"]) == ("idea", 6000)
