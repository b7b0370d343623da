"""Whom the secretariat proposes: chosen from the ranking or by hand, said why, released."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests_requests import CRITERIA

from backend.consultations.models import ConsultationRequest, ShortlistEntry
from backend.directory.models import Expert, Institution, Profile
from backend.directory.signals import profiles_merged
from backend.matches.models import Match, MatchRun, Outcome
from backend.matches.services import perform_run

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def matching(partner, officer, draft, step) -> ConsultationRequest:
    """A request whose ranking is done."""
    step(partner, draft, "submit")
    step(officer, draft, "accept-for-brokering", criteria=CRITERIA)
    shown = step(officer, draft, "match")
    assert perform_run(run_id=shown["match_run"])
    return draft


@pytest.fixture
def ranked(matching) -> list[Match]:
    return list(MatchRun.objects.get(need=matching.need).matches.order_by("rank"))


@pytest.fixture
def put(api, officer, matching):
    """Puts a profile on the list: ``put(profile, note="…")``."""

    def send(profile, status: int = 201, by=officer, **body):
        body = {"profile": str(profile.pk), **body}
        answer = api(by).post(f"consultation-requests/{matching.pk}/shortlist/", body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return send


@pytest.fixture
def change(api, officer, matching):
    def send(entry, version: int, status: int = 200, **body):
        path = f"consultation-requests/{matching.pk}/shortlist/{entry['id']}/"
        answer = api(officer).patch(path, body, version)
        assert answer.status_code == status, answer.content
        return answer.json()

    return send


def listed(api, user, request, status: int = 200):
    answer = api(user).get(f"consultation-requests/{request.pk}/shortlist/")
    assert answer.status_code == status
    return answer.json()


def test_why_is_proposed_from_the_reasons_in_the_partners_language(put, ranked, matching):
    matching.need.language = "fr"
    matching.need.save(update_fields=["language"])
    entry = put(ranked[0].profile)
    assert (entry["rank"], entry["place"], entry["why_language"]) == (1, 1, "fr")
    lines = entry["why"].splitlines()
    assert 1 <= len(lines) <= 3
    assert all("original en" in line.lower() for line in lines)
    quoted = [reason["passage"][:20] for reason in entry["reasons"]]
    assert any(quote in entry["why"] for quote in quoted)


def test_whom_the_ranking_does_not_have_is_added_with_a_reason(put, ranked):
    outside = Expert.objects.listed().exclude(pk__in=[m.profile_id for m in ranked]).first()
    refused = put(outside, 400)
    assert refused["errors"][0]["attr"] == "note"
    entry = put(outside, note="Recommended by the ministry.", why="Knows the region.")
    assert (entry["rank"], entry["why"]) == (None, "Knows the region.")


def test_who_is_not_listed_and_who_asks_can_not_be_proposed(put, ranked, own):
    hidden = ranked[0].profile
    type(hidden).objects.filter(pk=hidden.pk).update(consent_listed=False)
    assert "not listed" in put(hidden, 400)["errors"][0]["detail"]
    Institution.objects.filter(pk=own.pk).update(consent_listed=True, withdrawn_at=None)
    assert "that asks" in put(own, 400, note="x")["errors"][0]["detail"]
    assert not ShortlistEntry.objects.exists()


def test_nobody_is_on_the_list_twice(put, ranked):
    put(ranked[0].profile)
    assert put(ranked[0].profile, 409)["errors"][0]["code"] == "on_the_list"


def test_leaving_out_needs_a_reason_and_takes_nobody_off_the_record(put, change, ranked):
    entry = put(ranked[0].profile)
    assert change(entry, 1, 400, left_out=True)["errors"][0]["attr"] == "note"
    assert change(entry, 1, left_out=True, note="Abroad until May.")["left_out"] is True
    assert ShortlistEntry.objects.get().note == "Abroad until May."


def test_the_second_of_two_officers_is_told_that_it_changed(put, change, ranked):
    entry = put(ranked[0].profile)
    change(entry, 1, why="First.")
    change(entry, 1, 412, why="Second.")
    assert ShortlistEntry.objects.get().why == "First."


def test_the_partner_sees_the_list_once_it_is_released(
    api, put, change, ranked, matching, partner, officer, step
):
    kept, out = put(ranked[0].profile), put(ranked[1].profile)
    change(out, 1, left_out=True, note="Has declined by telephone.")
    assert listed(api, partner, matching) == []
    shown = step(officer, matching, "release")
    assert (shown["status"], shown["clocks"]) == ("shortlisted", [])
    (entry,) = listed(api, partner, matching)
    assert entry["id"] == kept["id"]
    assert not {"note", "left_out", "rank", "score", "version"} & set(entry)
    assert len(listed(api, officer, matching)) == 2
    label = api(partner).get(f"consultation-requests/{matching.pk}/").json()["status_label"]
    assert label == "Candidates are proposed to you"


def test_contact_data_is_in_no_shortlist(api, put, ranked, matching, partner, officer, step):
    person = next(m.profile for m in ranked if m.profile.kind == "expert")
    contact = person.expert.contact
    assert contact.email
    put(person)
    step(officer, matching, "release")
    for reader in (partner, officer):
        text = str(listed(api, reader, matching))
        assert contact.email not in text
        assert not contact.phone or contact.phone not in text


def test_an_empty_list_or_one_without_reasons_is_not_released(
    put, change, ranked, matching, officer, step
):
    assert "Nobody" in step(officer, matching, "release", 409)["errors"][0]["detail"]
    entry = put(ranked[0].profile)
    change(entry, 1, why=" ")
    told = step(officer, matching, "release", 409)["errors"][0]["detail"]
    assert ranked[0].profile.name in told


def test_who_withdrew_meanwhile_is_not_released_and_vanishes_from_what_was(
    api, put, ranked, matching, partner, officer, step
):
    put(ranked[0].profile)
    step(officer, matching, "release")
    profiles = type(ranked[0].profile).objects.filter(pk=ranked[0].profile_id)
    profiles.update(consent_listed=False)
    assert listed(api, partner, matching) == []
    step(officer, matching, "match")
    assert "No longer listed" in step(officer, matching, "release", 409)["errors"][0]["detail"]


def test_a_released_list_is_changed_by_going_back_only_and_stays_in_sight(
    api, put, change, ranked, matching, partner, officer, step
):
    entry = put(ranked[0].profile)
    step(officer, matching, "release")
    assert change(entry, 1, 409, why="Other.")["errors"][0]["code"] == "not_matching"
    put(ranked[1].profile, 409)
    step(officer, matching, "match")
    put(ranked[1].profile)
    assert [one["id"] for one in listed(api, partner, matching)] == [entry["id"]]


def test_the_ranker_learns_who_was_proposed(put, change, ranked, matching, officer, step):
    put(ranked[2].profile)
    change(put(ranked[0].profile), 1, left_out=True, note="Busy.")
    step(officer, matching, "release")
    told = Outcome.objects.filter(kind="shortlisted").values_list("profile", "rank")
    assert list(told) == [(ranked[2].profile_id, 3)]


def test_only_officers_choose_and_a_stranger_sees_nothing(
    api, put, ranked, matching, partner, stranger
):
    put(ranked[0].profile, 403, by=partner)
    listed(api, stranger, matching, 404)
    put(ranked[0].profile, 404, by=stranger)
    assert api(None).get(f"consultation-requests/{matching.pk}/shortlist/").status_code == 401


def test_a_longer_list_takes_no_more_queries(api, put, ranked, matching, officer):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            listed(api, officer, matching)
        return len(found)

    put(ranked[0].profile)
    one = queries()
    for match in ranked[1:6]:
        put(match.profile)
    assert queries() == one


def test_a_merged_candidate_stays_on_the_list_as_the_one_that_was_kept(
    put, ranked, matching, officer, step
):
    people = [m.profile for m in ranked[:3]]
    for person in people[:2]:
        put(person)
    for dropped in people[:2]:
        profiles_merged.send(Profile, dropped=dropped, kept=people[2])
        Profile.objects.filter(pk=dropped.pk).update(consent_listed=False)
    on_it = set(matching.shortlist.values_list("profile", flat=True))
    assert on_it == {people[2].pk, people[1].pk}
    assert "No longer listed" in step(officer, matching, "release", 409)["errors"][0]["detail"]
