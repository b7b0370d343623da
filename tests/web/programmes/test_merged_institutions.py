"""An institution that was in the directory twice: its ideas, proposals and projects stay its own."""

from __future__ import annotations

import pytest
from tests_ideas import ask_to_join, institution_with_owner, make_idea
from tests_proposals import owner_of

from backend.directory.look_alikes.finding import found
from backend.directory.models import LookAlike
from backend.directory.services.look_alikes import note_look_alikes
from backend.directory.services.merging import merge_profiles
from backend.programmes.models import PastProject


@pytest.fixture
def entered_twice(world):
    """The other entry in the directory, and who speaks for it."""
    return institution_with_owner("Kisumu Water Institute")


@pytest.fixture
def twin(entered_twice):
    return entered_twice[0]


@pytest.fixture
def merge(officer):
    def into(kept, dropped) -> None:
        note_look_alikes(findings=[found(kept.pk, dropped.pk, LookAlike.Reason.NAME)])
        pair = LookAlike.objects.get(first__in=[kept, dropped], second__in=[kept, dropped])
        merge_profiles(look_alike=pair, keep=kept, by=officer)

    return into


@pytest.fixture
def colleague(entered_twice):
    return entered_twice[1]


def live(proposal) -> list[object]:
    return list(proposal.partners.filter(left_at=None).values_list("institution", flat=True))


def test_a_proposal_of_the_entry_that_goes_belongs_to_the_one_that_stays(
    api, at, lead, proposal, kisumu, twin, merge, colleague
):
    merge(twin, kisumu)
    shown = api(lead).get(at()).json()
    assert shown["institution"] == str(twin.pk)
    assert api(colleague).get(at()).status_code == 200
    assert set(live(proposal)) >= {twin.pk}
    assert kisumu.pk not in live(proposal)


def test_of_two_entries_that_take_part_in_one_proposal_one_goes_on(
    api, at, lead, proposal, kisumu, twin, merge
):
    api(lead).post(at("partners/"), {"institution": str(twin.pk), "country": "KEN"})
    assert {kisumu.pk, twin.pk} <= set(live(proposal))
    merge(kisumu, twin)
    assert live(proposal).count(kisumu.pk) == 1
    assert twin.pk not in live(proposal)


def test_what_the_entry_that_goes_writes_leads_and_pays_is_the_others(
    proposal, kisumu, twin, merge
):
    section = proposal.sections.first()
    section.writer = kisumu
    section.save()
    merge(twin, kisumu)
    section.refresh_from_db()
    assert section.writer_id == twin.pk
    assert section.version == 2


def test_an_idea_and_its_partners_follow(world, kisumu, riego, twin, lead, merge):
    ours, theirs = make_idea(kisumu), make_idea(riego)
    asked = ask_to_join(theirs, kisumu, owner_of(riego))
    again = ask_to_join(theirs, twin, owner_of(riego))
    project = PastProject.objects.create(
        title="Wells", text="Wells in two countries.", source="test", external_id="1"
    )
    project.institutions.add(kisumu)
    merge(twin, kisumu)
    ours.refresh_from_db()
    asked.refresh_from_db()
    again.refresh_from_db()
    assert ours.institution_id == asked.institution_id == twin.pk
    assert {asked.status, again.status} == {"withdrawn", "invited"}
    assert list(project.institutions.all()) == [twin]


def test_who_is_asked_into_its_own_idea_after_the_merge_is_asked_no_more(kisumu, twin, lead, merge):
    idea = make_idea(kisumu)
    asked = ask_to_join(idea, twin, lead)
    merge(kisumu, twin)
    asked.refresh_from_db()
    assert asked.status == "withdrawn"
