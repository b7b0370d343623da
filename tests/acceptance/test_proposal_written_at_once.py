"""Several write one proposal at the same instant: nothing that was saved is lost."""

from __future__ import annotations

from functools import partial

import pytest
from tests_at_once import TIMES, at_once
from tests_proposals import begin, call_of, demand, fund, institution, owner_of
from tests_support import Api

from backend.programmes.models import Proposal, Section, SectionVersion


@pytest.fixture
def proposal(committed_world) -> Proposal:
    people = [institution("KEN"), institution("PER")]
    return begin(call_of(fund()), people)


@pytest.fixture
def writers(proposal):
    return [owner_of(one.institution) for one in proposal.partners.select_related("institution")]


def saved(user, path: str, text: str, version: int) -> int:
    return Api(user).patch(path, {"text": text}, version).status_code


def test_of_two_who_save_a_section_at_once_one_is_told_and_both_texts_are_kept(proposal, writers):
    section = proposal.sections.get(key="situation")
    path = f"proposals/{proposal.pk}/sections/{section.pk}/"
    for number in range(TIMES):
        version = Section.objects.get(pk=section.pk).version
        texts = [f"{number} by {user.email}" for user in writers]
        acts = [
            partial(saved, user, path, text, version)
            for user, text in zip(writers, texts, strict=True)
        ]
        assert at_once(*acts) == [200, 412]
        late = next(text for text in texts if text != Section.objects.get(pk=section.pk).text)
        assert saved(writers[0], path, late, version + 1) == 200
        kept = set(SectionVersion.objects.filter(section=section).values_list("text", flat=True))
        assert set(texts) <= kept
    numbers = section.versions.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 2 * TIMES + 2))


def test_two_sections_are_written_at_once(proposal, writers):
    sections = list(proposal.sections.order_by("pk"))
    acts = [
        partial(saved, user, f"proposals/{proposal.pk}/sections/{one.pk}/", "Text.", 1)
        for user, one in zip(writers, sections, strict=True)
    ]
    assert at_once(*acts) == [200, 200]


def test_what_is_saved_while_it_is_handed_in_is_in_it_or_refused(proposal, writers):
    lead, second = writers
    section = proposal.sections.get(key="situation")
    path = f"proposals/{proposal.pk}/"

    def hand_in() -> int:
        return Api(lead).post(f"{path}hand-in/").status_code

    write = partial(saved, second, f"{path}sections/{section.pk}/", "The last word.", 1)
    codes = at_once(hand_in, write)
    assert codes in ([200, 200], [200, 409])
    written = Section.objects.get(pk=section.pk).text == "The last word."
    assert written == (codes == [200, 200])
    assert Proposal.objects.get(pk=proposal.pk).status == "handed_in"


def test_of_two_handed_in_at_once_by_one_applicant_only_as_many_as_a_year_allows_go(
    committed_world,
):
    applicant, programme = institution("KEN"), fund()
    demand(programme, "proposals-a-year", most=1)
    for later in range(TIMES):
        call = call_of(programme, year=2027 + later)
        ours = [begin(call, [applicant], title=title) for title in ("Tanks", "Wells")]

        def hand_in(proposal: Proposal) -> int:
            return Api(owner_of(applicant)).post(f"proposals/{proposal.pk}/hand-in/").status_code

        assert at_once(*(partial(hand_in, one) for one in ours)) == [200, 409]
        assert call.proposals.filter(status="handed_in").count() == 1
